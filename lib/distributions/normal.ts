/**
 * The normal distribution, x = μ + σ z.
 *
 * @module
 */
import { finite, positive } from "../core/check.ts";
import { normalLogDensity } from "../core/special.ts";
import type { Distribution } from "./distribution.ts";

/** The numbers of {@linkcode normal}, in the unit of the parameter. */
export interface NormalOptions {
  /** The mean. */
  readonly mean: number;
  /** The standard deviation. */
  readonly sd: number;
}

/**
 * The normal distribution.
 *
 * @throws {RangeError} If sd ≤ 0, or a number is not finite.
 *
 * @example Usage
 * ```ts
 * import { normal } from "./normal.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(normal({ mean: -70, sd: 2 }).fromNormal(1.5), -67);
 * ```
 */
export function normal({ mean, sd }: NormalOptions): Distribution {
  finite("make normal", "mean", mean);
  positive("make normal", "sd", sd);
  const logSd = Math.log(sd);
  return {
    support: [-Infinity, Infinity],
    logProb: (x) => normalLogDensity((x - mean) / sd) - logSd,
    fromNormal: (z) => mean + sd * z,
    toNormal: (x) => (x - mean) / sd,
    isAtom: () => false,
  };
}
