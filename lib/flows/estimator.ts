/**
 * What estimates a posterior: a conditional density with a loss and a sampler.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { Scope } from "../compute/scope.ts";

/** q(z | context). Its functions are pure: randomness enters as an array of base noise. */
export interface PosteriorEstimator {
  readonly dim: number;
  readonly contextDim: number;
  /** How many standard normal numbers a row of the loss takes, and a draw. */
  readonly noise: { readonly loss: number; readonly sample: number };
  /**
   * What training minimises: least, in expectation, where q is the posterior. For a flow it is the
   * mean of −log q over the rows of z [N, dim] and context [N, contextDim], in nats; other
   * estimators spend noise [N, noise.loss] on it.
   */
  loss(z: tf.Tensor2D, context: tf.Tensor2D, noise: tf.Tensor2D): tf.Scalar;
  /** log q of each row, [N], in nats. */
  logProb(z: tf.Tensor2D, context: tf.Tensor2D): tf.Tensor1D;
  /** One draw for each row of context [N, contextDim], from standard normal noise [N, noise.sample]. */
  sample(noise: tf.Tensor2D, context: tf.Tensor2D): tf.Tensor2D;
}

/** Makes an estimator, its weights in the scope. */
export type BuildEstimator = (
  scope: Scope,
  shape: { readonly dim: number; readonly contextDim: number },
) => PosteriorEstimator;
