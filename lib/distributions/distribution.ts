/**
 * One univariate distribution: what it is, and the increasing map that makes it from a standard
 * normal.
 *
 * @module
 */

/**
 * A univariate distribution. One of your own has the same five parts; `checkDistribution` tells
 * whether they belong together.
 *
 * @example A distribution of one's own: the exponential
 * ```ts
 * import type { Distribution } from "./distribution.ts";
 * import { checkDistribution } from "./check_distribution.ts";
 * import { logNormalCdf, normalQuantile } from "../core/special.ts";
 * import { key } from "../core/random.ts";
 *
 * const exponential: Distribution = {
 *   support: [0, Infinity],
 *   logProb: (x) => x >= 0 ? -x : -Infinity,
 *   fromNormal: (z) => -logNormalCdf(-z),
 *   toNormal: (x) => x >= 0 ? -normalQuantile(Math.exp(-x)) : NaN,
 *   isAtom: () => false,
 * };
 * checkDistribution(key(1), exponential);
 * ```
 */
export interface Distribution {
  /** The smallest closed interval that holds all mass. */
  readonly support: readonly [number, number];
  /** log density at x, or log mass where x is an atom; −∞ off the support. */
  logProb(x: number): number;
  /** x = F⁻¹(Φ(z)): increasing, and a draw from the distribution when z ~ N(0, 1). */
  fromNormal(z: number): number;
  /** The inverse of {@linkcode fromNormal}; at an atom, an end of the interval that it merges. */
  toNormal(x: number): number;
  /** Whether P(X = x) > 0. */
  isAtom(x: number): boolean;
  /** The distribution before it was clipped, where that made atoms: it has a density everywhere. */
  readonly unclipped?: Distribution;
}

/**
 * Whether a value has the parts of a distribution.
 *
 * @example Usage
 * ```ts
 * import { isDistribution } from "./distribution.ts";
 * import { normal } from "./normal.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([normal({ mean: 0, sd: 1 }), () => 0, 3].map(isDistribution), [true, false, false]);
 * ```
 */
export function isDistribution(value: unknown): value is Distribution {
  if (typeof value !== "object" || value === null) return false;
  const distribution = value as Partial<Distribution>;
  return typeof distribution.fromNormal === "function" &&
    typeof distribution.toNormal === "function" &&
    typeof distribution.logProb === "function" && typeof distribution.isAtom === "function" &&
    distribution.support?.length === 2;
}
