/**
 * What estimates a posterior: a conditional density with a loss and a sampler.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { Scope } from "../scope.ts";

/** q(z | context). Its functions are pure: randomness enters as an array of base noise. */
export interface PosteriorEstimator {
  readonly dim: number;
  readonly contextDim: number;
  /** Mean of −log q over the rows of z [N, dim] and context [N, contextDim], in nats. */
  loss(z: tf.Tensor2D, context: tf.Tensor2D): tf.Scalar;
  /** log q of each row, [N], in nats. */
  logProb(z: tf.Tensor2D, context: tf.Tensor2D): tf.Tensor1D;
  /** One draw for each row of context [N, contextDim], from standard normal noise [N, dim]. */
  sample(noise: tf.Tensor2D, context: tf.Tensor2D): tf.Tensor2D;
}

/** Makes an estimator, its weights in the scope. */
export type BuildEstimator = (
  scope: Scope,
  shape: { readonly dim: number; readonly contextDim: number },
) => PosteriorEstimator;
