/**
 * The log-normal distribution, x = median · exp(σ z).
 *
 * @module
 */
import { positive } from "../core/check.ts";
import { normalLogDensity } from "../core/special.ts";
import type { Distribution } from "./distribution.ts";

/** The numbers of {@linkcode logNormal}. */
export interface LogNormalOptions {
  /** In the unit of the parameter. */
  readonly median: number;
  /** The standard deviation of log x. */
  readonly logSd: number;
}

/**
 * The distribution of median · exp(logSd · z), z ~ N(0, 1).
 *
 * @throws {RangeError} If median ≤ 0 or logSd ≤ 0.
 *
 * @example Usage
 * ```ts
 * import { logNormal } from "./log_normal.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const tau_m = logNormal({ median: 10, logSd: 0.2 });
 * assertAlmostEquals(tau_m.fromNormal(0), 10, 1e-12);
 * ```
 */
export function logNormal({ median, logSd }: LogNormalOptions): Distribution {
  positive("make log-normal", "median", median);
  positive("make log-normal", "logSd", logSd);
  const logMedian = Math.log(median);
  const toNormal = (x: number) => x >= 0 ? (Math.log(x) - logMedian) / logSd : NaN;
  return {
    support: [0, Infinity],
    logProb: (x) =>
      x > 0 && x < Infinity
        ? normalLogDensity(toNormal(x)) - Math.log(logSd) - Math.log(x)
        : -Infinity,
    fromNormal: (z) => Math.exp(logMedian + logSd * z),
    toNormal,
    isAtom: () => false,
  };
}
