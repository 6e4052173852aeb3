/**
 * What networks are: functions of tensors, their weights in a scope. Call them inside a `tf.tidy`.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";

/** A function of the rows of a matrix, [N, inputs] → [N, outputs]. */
export type Network = (x: tf.Tensor2D) => tf.Tensor2D;

/** Compresses recordings, [N, …] → [N, dim]. Its functions are pure: noise enters as an array. */
export interface SummaryNetwork {
  readonly dim: number;
  /** How many standard normal numbers a row takes in training. None if not given. */
  readonly noise?: number;
  /**
   * The summaries.
   *
   * @param noise [N, noise], in training only: for dropout.
   */
  apply(x: tf.Tensor, noise?: tf.Tensor2D): tf.Tensor2D;
}
