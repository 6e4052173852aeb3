/**
 * A posterior estimator: a conditional density with a loss and a sampler.
 *
 * @module
 */
import type { Scope } from "../compute/scope.ts";
import type { Scalar, Tensor1D, Tensor2D } from "../compute/tfjs.ts";

/** q(z | context). Its functions are pure: randomness enters as an array of base noise. */
export interface PosteriorEstimator {
  /** Coordinates of z. */
  readonly dim: number;
  /** Numbers in a context, such as learned summaries. */
  readonly contextDim: number;
  /** How many standard normal numbers a row of the loss takes, and a draw. */
  readonly noise: { readonly loss: number; readonly sample: number };
  /**
   * What training minimises: least, in expectation, where q is the posterior. For a flow it is the
   * mean of −log q over the rows of z [N, dim] and context [N, contextDim], in nats; other
   * estimators spend noise [N, noise.loss] on it.
   */
  loss(z: Tensor2D, context: Tensor2D, noise: Tensor2D): Scalar;
  /** log q of each row, [N], in nats. */
  logProb(z: Tensor2D, context: Tensor2D): Tensor1D;
  /**
   * One draw for each row of context [N, contextDim], from standard normal noise [N, noise.sample].
   */
  sample(noise: Tensor2D, context: Tensor2D): Tensor2D;
}

/** Makes an estimator, its weights in the scope. */
export type BuildEstimator = (
  scope: Scope,
  shape: { readonly dim: number; readonly contextDim: number },
) => PosteriorEstimator;
