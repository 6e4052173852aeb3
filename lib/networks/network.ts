/**
 * What networks are: functions of tensors, their weights in a scope. Call them inside a `tf.tidy`.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";

/** A function of the rows of a matrix, [N, inputs] → [N, outputs]. */
export type Network = (x: tf.Tensor2D) => tf.Tensor2D;

/** Compresses recordings, [N, …] → [N, dim]. */
export interface SummaryNetwork {
  readonly dim: number;
  apply(x: tf.Tensor): tf.Tensor2D;
}
