/**
 * What networks are: functions of tensors, their weights in a scope. Call them inside a `tf.tidy`.
 *
 * @module
 */
import type { Tensor, Tensor2D } from "../compute/tfjs.ts";

/** A function of the rows of a matrix, [N, inputs] → [N, outputs]. */
export type Network = (x: Tensor2D) => Tensor2D;

/** Compresses recordings, [N, …] → [N, dim]. Its functions are pure: noise enters as an array. */
export interface SummaryNetwork {
  /** Number of learned summaries. */
  readonly dim: number;
  /** How many standard normal numbers a row takes in training. None if not given. */
  readonly noise?: number;
  /**
   * Sets what depends on the data, such as the units of inner features, before training
   * (data-dependent initialisation, Salimans & Kingma 2016, arXiv:1602.07868, section 3). Not needed
   * by most.
   *
   * @param x Some hundred rows such as it will read.
   */
  initialise?(x: Tensor): void;
  /**
   * The summaries.
   *
   * @param noise [N, noise], in training only: for dropout.
   */
  apply(x: Tensor, noise?: Tensor2D): Tensor2D;
}
