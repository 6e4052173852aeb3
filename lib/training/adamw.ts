/**
 * AdamW: Adam with decoupled weight decay, on one flat array of weights.
 * Kingma & Ba 2015, arXiv:1412.6980, algorithm 1; Loshchilov & Hutter 2019, arXiv:1711.05101,
 * algorithm 2.
 *
 * @module
 */
import { BETA_1, BETA_2, moveByAdam } from "../core/adam.ts";

/** The moving averages that a next step needs. */
export interface AdamState {
  /** Steps taken. */
  readonly step: number;
  /** First moment of the gradient, one value a weight. */
  readonly mean: Float32Array;
  /** Second moment of the gradient, one value a weight. */
  readonly square: Float32Array;
}

/** The options of a step. */
export interface AdamOptions {
  readonly learningRate: number;
  readonly weightDecay: number;
}

const EPSILON = 1e-7;

/**
 * One step: changes `weights` and the moments in place, returns the next state. Each weight is for
 * itself, so that parts of the arrays can be stepped apart, in shared memory also by several workers.
 *
 * @example Usage
 * ```ts
 * import { adamStep } from "./adamw.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const weights = Float32Array.of(1);
 * const state = { step: 0, mean: new Float32Array(1), square: new Float32Array(1) };
 * adamStep(weights, Float32Array.of(20), state, { learningRate: 0.1, weightDecay: 0 });
 * assertAlmostEquals(weights[0], 0.9, 1e-6); // the first step has the learning rate's length
 * ```
 */
export function adamStep(
  weights: Float32Array,
  gradient: Float32Array,
  { step, mean, square }: AdamState,
  { learningRate, weightDecay }: AdamOptions,
): AdamState {
  moveByAdam(weights, gradient, { mean, square }, {
    rate: learningRate / (1 - BETA_1 ** (step + 1)),
    scale: 1 / Math.sqrt(1 - BETA_2 ** (step + 1)),
    epsilon: EPSILON,
    keep: 1 - learningRate * weightDecay,
  });
  return { step: step + 1, mean, square };
}

/** Scales `gradient`, of the norm given, down to at most `limit`, in place. */
export function clip(gradient: Float32Array, current: number, limit: number): void {
  if (current <= limit) return;
  for (let i = 0; i < gradient.length; i++) gradient[i] *= limit / current;
}
