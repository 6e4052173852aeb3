/**
 * Muon: steps along the orthogonalised momentum of a matrix of weights, so that all directions move
 * alike, however unequal their gradients are. Jordan et al. 2024,
 * https://kellerjordan.github.io/posts/muon/; the step's length as in Liu et al. 2025,
 * arXiv:2502.16982, section 2.2, so that learning rates are those of AdamW.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { copyOut, toTensor } from "../compute/tensors.ts";
import type { AdamOptions } from "./adamw.ts";

/** Decay of the momentum. */
const MOMENTUM = 0.95;

/** Steps of the iteration, and its coefficients: fast, though singular values end near 1 only. */
const STEPS = 5;
const [A, B, C] = [3.4445, -4.775, 2.0315];

/** Root mean square of a step's entries, in learning rates: that of AdamW's steps. */
const LENGTH = 0.2;

/** The part of a matrix with orthonormal rows or columns, roughly, by a Newton–Schulz iteration. */
function orthogonal(matrix: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const [rows, columns] = matrix.shape;
    const wide = rows > columns ? matrix.transpose<tf.Tensor2D>() : matrix;
    let x = tf.div<tf.Tensor2D>(wide, wide.norm().add(1e-12));
    for (let i = 0; i < STEPS; i++) {
      const gram = tf.matMul(x, x, false, true);
      const inner = tf.add<tf.Tensor2D>(gram.mul(B), tf.matMul(gram, gram).mul(C));
      x = tf.add(x.mul(A), tf.matMul(inner, x));
    }
    return rows > columns ? x.transpose() : x;
  });
}

/** The cost of a step of a matrix of that shape, in products of numbers. */
export function muonCost([rows, columns]: readonly number[]): number {
  const least = Math.min(rows, columns), most = Math.max(rows, columns);
  return STEPS * least * least * (2 * most + least);
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
  const step = tf.tidy(() => orthogonal(toTensor(ahead, shape) as tf.Tensor2D));
  await copyOut([step], ahead);
  step.dispose();
  const keep = 1 - learningRate * weightDecay;
  const length = learningRate * LENGTH * Math.sqrt(Math.max(...shape));
  for (let i = 0; i < weights.length; i++) weights[i] = keep * weights[i] - length * ahead[i];
}
