/**
 * The log-normal law, x = exp(μ + σ z).
 *
 * @module
 */
import { finite, positive } from "../core/check.ts";
import { normalLogDensity } from "../core/special.ts";
import type { Distribution } from "./distribution.ts";

/**
 * The law of exp(logMean + logSd · z), z ~ N(0, 1).
 *
 * @throws {RangeError} If logSd ≤ 0.
 */
export function logNormal(
  { logMean, logSd }: { readonly logMean: number; readonly logSd: number },
): Distribution {
  finite("make log-normal", "logMean", logMean);
  positive("make log-normal", "logSd", logSd);
  const toNormal = (x: number) => x > 0 ? (Math.log(x) - logMean) / logSd : NaN;
  return {
    support: [0, Infinity],
    logProb: (x) =>
      x > 0 ? normalLogDensity(toNormal(x)) - Math.log(logSd) - Math.log(x) : -Infinity,
    fromNormal: (z) => Math.exp(logMean + logSd * z),
    toNormal,
    isAtom: () => false,
  };
}
