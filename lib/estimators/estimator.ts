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
  /** Columns of standard normal noise that a row of a loss and a draw take. */
  readonly noise: { readonly loss: number; readonly sample: number };
  /**
   * What training minimises, a mean over the rows of z [N, dim], context [N, contextDim] and noise
   * [N, noise.loss]: for a density, −log q in nats.
   */
  loss(z: tf.Tensor2D, context: tf.Tensor2D, noise: tf.Tensor2D): tf.Scalar;
  /** log q of each row, [N], in nats. */
  logProb(z: tf.Tensor2D, context: tf.Tensor2D): tf.Tensor1D;
  /** One draw for each row of context [N, contextDim], from noise [N, noise.sample]. */
  sample(noise: tf.Tensor2D, context: tf.Tensor2D): tf.Tensor2D;
}

/** Makes an estimator, its weights in the scope. */
export type BuildEstimator = (
  scope: Scope,
  shape: { readonly dim: number; readonly contextDim: number },
) => PosteriorEstimator;
