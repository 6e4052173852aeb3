/** Until the laws are there. @module */
import { chainPrior } from "./chain.ts";
import type { Distribution } from "./distribution.ts";
import type { Prior } from "./prior.ts";
import { normalCdf, normalLogDensity } from "../core/special.ts";
import { normalQuantile } from "../core/special.ts";
/** Normal. */
export function normal({ mean, sd }: { readonly mean: number; readonly sd: number }): Distribution {
  return {
    support: [-Infinity, Infinity],
    logProb: (x) => normalLogDensity((x - mean) / sd) - Math.log(sd),
    fromNormal: (z) => mean + sd * z,
    toNormal: (x) => (x - mean) / sd,
    isAtom: () => false,
  };
}
/** Uniform. */
export function uniform(
  { low, high }: { readonly low: number; readonly high: number },
): Distribution {
  return {
    support: [low, high],
    logProb: (x) => x >= low && x <= high ? -Math.log(high - low) : -Infinity,
    fromNormal: (z) => low + (high - low) * normalCdf(z),
    toNormal: (x) => x >= low && x <= high ? normalQuantile((x - low) / (high - low)) : NaN,
    isAtom: () => false,
  };
}
/** Chain. */
export function chain<Name extends string>(
  laws: Readonly<Record<Name, Distribution>>,
): Prior<Name> {
  const names = Object.keys(laws) as Name[];
  return chainPrior(names, names.map((name) => ({ name, unit: "", law: () => laws[name] })));
}
