/**
 * A choice among kinds numbered 0, 1, 2, …: every value is an atom.
 *
 * @module
 */
import { integer, positive } from "../core/check.ts";
import { normalQuantile } from "../core/special.ts";
import type { Distribution } from "./distribution.ts";

/** Kinds as intervals of a standard normal z. */
export interface Categories {
  /** P(kind k), adding up to 1. */
  readonly probabilities: readonly number[];
  /** Kind k has z in [bounds[k], bounds[k + 1]); the first is −∞, the last ∞. */
  readonly bounds: readonly number[];
  /** The median of z given kind k. */
  readonly medians: readonly number[];
}

const ROUNDING = 1e-14;

/**
 * The kinds with these weights.
 *
 * @throws {RangeError} If there are fewer than two weights, or one is not > 0.
 */
export function categories(weights: readonly number[]): Categories {
  const action = "make categorical";
  integer(action, "weights.length", weights.length, 2);
  weights.forEach((weight, k) => positive(action, `weights[${k}]`, weight));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const below = weights.map((_, k) => weights.slice(0, k).reduce((sum, w) => sum + w, 0) / total);
  return {
    probabilities: weights.map((weight) => weight / total),
    bounds: [...below.map(normalQuantile), Infinity],
    medians: weights.map((weight, k) => normalQuantile(below[k] + weight / total / 2)),
  };
}

/**
 * The number k with a probability proportional to weight k.
 *
 * @throws {RangeError} If there are fewer than two weights, or one is not > 0.
 *
 * @example Usage
 * ```ts
 * import { categorical } from "./categorical.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const kind = categorical([1, 1, 2]);
 * assertEquals([-1, 0.1, -0.1].map(kind.fromNormal), [0, 2, 1]);
 * assertAlmostEquals(Math.exp(kind.logProb(2)), 0.5);
 * ```
 */
export function categorical(weights: readonly number[]): Distribution {
  const { probabilities, bounds } = categories(weights);
  const isAtom = (x: number) => Number.isInteger(x) && x >= 0 && x < weights.length;
  return {
    support: [0, weights.length - 1],
    logProb: (x) => isAtom(x) ? Math.log(probabilities[x]) : -Infinity,
    fromNormal: (z) => bounds.findLastIndex((bound) => z >= bound),
    // The lower end; of kind 0, whose is −∞, the greatest double below the upper one, nearly.
    toNormal: (x) => isAtom(x) ? (x === 0 ? bounds[1] - ROUNDING : bounds[x]) : NaN,
    isAtom,
  };
}
