/**
 * Adam: steps along a gradient, each weight's in units of its gradient's root mean square.
 * Kingma & Ba 2015, arXiv:1412.6980.
 *
 * @module
 */

/** Decay of the gradient's moving average. */
export const BETA_1 = 0.9;
/** Decay of the squared gradient's moving average. */
export const BETA_2 = 0.999;

/** Moving averages of the gradient, one value a weight. */
export interface AdamMoments<Values extends Float32Array | Float64Array> {
  /** Of the gradient. */
  readonly mean: Values;
  /** Of its square. */
  readonly square: Values;
}

/** How weights move: to keep · w − rate · mean / (scale · √square + epsilon). */
export interface AdamMove {
  /** The learning rate, corrected for the moments' start at zero, or for the mean's alone. */
  readonly rate: number;
  /** 1, or the correction for the square's start at zero. */
  readonly scale: number;
  /** Keeps the quotient finite. */
  readonly epsilon: number;
  /** 1, or less for weights that decay. */
  readonly keep: number;
}

/**
 * Takes the gradient into the moments and moves the weights, all in place.
 *
 * @example Usage
 * ```ts
 * import { moveByAdam } from "./adam.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const weights = Float64Array.of(1), gradient = Float64Array.of(20);
 * const moments = { mean: new Float64Array(1), square: new Float64Array(1) };
 * const scale = 1 / Math.sqrt(1 - 0.999);
 * moveByAdam(weights, gradient, moments, { rate: 0.1 / (1 - 0.9), scale, epsilon: 0, keep: 1 });
 * assertAlmostEquals(weights[0], 0.9); // the first step has the learning rate's length
 * ```
 */
export function moveByAdam<Values extends Float32Array | Float64Array>(
  weights: Values,
  gradient: Values,
  { mean, square }: AdamMoments<Values>,
  { rate, scale, epsilon, keep }: AdamMove,
): void {
  for (let i = 0; i < weights.length; i++) {
    const g = gradient[i];
    const m = mean[i] + (1 - BETA_1) * (g - mean[i]);
    const v = square[i] + (1 - BETA_2) * (g * g - square[i]);
    mean[i] = m;
    square[i] = v;
    weights[i] = keep * weights[i] - rate * m / (scale * Math.sqrt(v) + epsilon);
  }
}
