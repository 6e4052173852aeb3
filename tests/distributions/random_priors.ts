/** Distributions and priors of any kind, for fast-check. @module */
import fc from "fast-check";
import { chain } from "../../lib/distributions/chain.ts";
import { clipped } from "../../lib/distributions/clipped.ts";
import type { Distribution } from "../../lib/distributions/distribution.ts";
import { gamma } from "../../lib/distributions/gamma.ts";
import { logNormal } from "../../lib/distributions/log_normal.ts";
import { normal } from "../../lib/distributions/normal.ts";
import type { Prior } from "../../lib/distributions/prior.ts";
import { truncatedNormal } from "../../lib/distributions/truncated_normal.ts";
import { uniform } from "../../lib/distributions/uniform.ts";

/** Numbers between two. */
export const within = (min: number, max: number) => fc.double({ min, max, noNaN: true });
/** Positive numbers of every order of magnitude between two. */
export const scale = (min: number, max: number) =>
  within(Math.log(min), Math.log(max)).map(Math.exp);

const normals = fc.record({ mean: within(-1e3, 1e3), sd: scale(1e-2, 1e2) });
const logNormals = fc.record({ median: scale(1e-3, 1e3), logSd: scale(1e-2, 2) }).map(logNormal);

/** Distributions of each kind, by their names. */
export const DISTRIBUTIONS: Record<string, fc.Arbitrary<Distribution>> = {
  normal: normals.map(normal),
  truncatedNormal: fc.tuple(normals, within(-6, 4), scale(0.1, 8)).map(
    ([distribution, from, width]) => {
      const low = distribution.mean + from * distribution.sd;
      return truncatedNormal({ ...distribution, low, high: low + width * distribution.sd });
    },
  ),
  logNormal: logNormals,
  uniform: fc.tuple(within(-1e3, 1e3), scale(1e-2, 1e3)).map(([low, width]) =>
    uniform({ low, high: low + width })
  ),
  gamma: fc.record({ shape: scale(0.05, 500), rate: scale(1e-2, 1e2) }).map(gamma),
  clipped: fc.tuple(fc.oneof(normals.map(normal), logNormals), within(-3, -0.1), within(0.1, 3))
    .map(([distribution, low, high]) =>
      clipped(distribution, {
        low: distribution.fromNormal(low),
        high: distribution.fromNormal(high),
      })
    ),
};

/** Any distribution. */
export const distributions: fc.Arbitrary<Distribution> = fc.oneof(...Object.values(DISTRIBUTIONS));
export const NAMES = ["a", "b", "c", "d"] as const;
export type Name = typeof NAMES[number];

/** Chains of four with columns in any order; the second and the last depend on those before. */
export const chains: fc.Arbitrary<Prior<Name>> = fc.record({
  a: distributions,
  c: distributions,
  sd: scale(0.1, 10),
  width: scale(0.1, 10),
  columns: fc.shuffledSubarray([...NAMES], { minLength: NAMES.length }),
}).map(({ a, c, sd, width, columns }) =>
  chain({
    a: { unit: "mV", distribution: a },
    b: (before) => normal({ mean: Math.atan(before.a), sd }),
    c,
    d: (before) => {
      const low = Math.atan(before.b) + Math.atan(before.c);
      return clipped(normal({ mean: low, sd }), { low: low - sd, high: low + width });
    },
  }, { columns })
);
