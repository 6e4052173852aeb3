/**
 * Muon: steps along the orthogonalised momentum of a matrix of weights, so that all directions move
 * alike, however unequal their gradients are. Jordan et al. 2024,
 * https://kellerjordan.github.io/posts/muon/; the step's length as in Liu et al. 2025,
 * arXiv:2502.16982, section 2.2, so that learning rates are those of AdamW.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { orthogonal } from "../compute/kernels/orthogonal.ts";
import { copyOut, toTensor } from "../compute/tensors.ts";
import type { AdamOptions } from "./adamw.ts";

/** Decay of the momentum. */
const MOMENTUM = 0.95;

/** Root mean square of a step's entries, in learning rates: that of AdamW's steps. */
const LENGTH = 0.2;

/** The cost of a step of a matrix of that shape, of no unit. */
export function muonCost([rows, columns]: readonly number[]): number {
  const least = Math.min(rows, columns), most = Math.max(rows, columns);
  return least * least * (2 * most + least);
}

/**
 * One step of a matrix of weights: changes `weights` and `momentum` in place.
 *
 * @param shape Of the matrix, [rows, columns].
 *
 * @example Usage
 * ```ts
 * import { muonStep } from "./muon.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { assert } from "@std/assert";
 *
 * await startBackend();
 * const weights = new Float32Array(4), momentum = new Float32Array(4);
 * const options = { learningRate: 0.1, weightDecay: 0 };
 * await muonStep([2, 2], weights, Float32Array.of(100, 0, 0, 1), momentum, options);
 * assert(weights[3] / weights[0] > 0.5); // a hundredth of the gradient, but hardly a shorter step
 * ```
 */
export async function muonStep(
  shape: readonly number[],
  weights: Float32Array,
  gradient: Float32Array,
  momentum: Float32Array,
  { learningRate, weightDecay }: AdamOptions,
): Promise<void> {
  const ahead = new Float32Array(gradient.length); // Nesterov's
  for (let i = 0; i < gradient.length; i++) {
    momentum[i] = MOMENTUM * momentum[i] + gradient[i];
    ahead[i] = gradient[i] + MOMENTUM * momentum[i];
  }
  const momentumAhead = toTensor(ahead, shape) as tf.Tensor2D;
  const step = orthogonal(momentumAhead);
  await copyOut([step], ahead);
  tf.dispose([momentumAhead, step]);
  const keep = 1 - learningRate * weightDecay;
  const length = learningRate * LENGTH * Math.sqrt(Math.max(...shape));
  for (let i = 0; i < weights.length; i++) weights[i] = keep * weights[i] - length * ahead[i];
}
