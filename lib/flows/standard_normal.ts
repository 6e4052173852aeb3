/**
 * The base density of every flow.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { LOG_SQRT_2PI } from "../core/special.ts";

/** log N(z; 0, I) of each row. To be called inside a `tf.tidy`. */
export function standardNormalLogProb(z: tf.Tensor2D): tf.Tensor1D {
  return z.square().sum<tf.Tensor1D>(1).mul<tf.Tensor1D>(-0.5).sub(z.shape[1] * LOG_SQRT_2PI);
}
