/**
 * What bijectors are. One direction for all of them: `forward` normalises (θ → z), as training
 * needs it, `inverse` generates (z → θ). So log q(θ | s) = log N(z; 0, I) + logDet.
 *
 * Both are differentiable, and to be called inside a `tf.tidy`.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { FamilyKernel } from "../compute/kernels/scalar_map.ts";

/** The image of some rows, with log |det J| of the map that was applied. */
export interface Transformed {
  /** [N, dim] */
  readonly value: tf.Tensor2D;
  /** [N] */
  readonly logDet: tf.Tensor1D;
}

/** An invertible map of rows, [N, dim], given a context for each, [N, contextDim]. */
export interface Bijector {
  readonly dim: number;
  /** θ → z */
  forward(x: tf.Tensor2D, context: tf.Tensor2D): Transformed;
  /** z → θ */
  inverse(y: tf.Tensor2D, context: tf.Tensor2D): Transformed;
}

/** The image of single coordinates, with the log derivative of the map that was applied. */
export interface ScalarMap {
  /** [N, d] */
  readonly value: tf.Tensor2D;
  /** [N, d] */
  readonly logDerivative: tf.Tensor2D;
}

/**
 * Increasing maps of single coordinates, y = τ(x; h). The parameters h are [N, d × parametersPerDim],
 * those of one coordinate side by side. Parameters of zero give the identity.
 */
export interface ScalarFamily {
  readonly parametersPerDim: number;
  /** What own kernels need to know to compute it, if they can. */
  readonly kernel?: FamilyKernel;
  forward(x: tf.Tensor2D, h: tf.Tensor2D): ScalarMap;
  inverse(y: tf.Tensor2D, h: tf.Tensor2D): ScalarMap;
}
