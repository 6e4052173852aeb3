/**
 * What bijectors are. One direction for all of them: `forward` normalises (θ → z), as training
 * needs it, `inverse` generates (z → θ). So log q(θ | s) = log N(z; 0, I) + logDet.
 *
 * Both are differentiable, and to be called inside a `tf.tidy`.
 *
 * @module
 */
import type { FamilyKernel } from "../compute/kernels/scalar_map.ts";
import type { Tensor1D, Tensor2D } from "../compute/tfjs.ts";

/** The image of some rows, with log |det J| of the map that was applied. */
export interface Transformed {
  /** [N, dim] */
  readonly value: Tensor2D;
  /** [N] */
  readonly logDet: Tensor1D;
}

/** An invertible map of rows, [N, dim], given a context for each, [N, contextDim]. */
export interface Bijector {
  readonly dim: number;
  /** θ → z */
  forward(x: Tensor2D, context: Tensor2D): Transformed;
  /** z → θ */
  inverse(y: Tensor2D, context: Tensor2D): Transformed;
}

/** The image of single coordinates, with the log derivative of the map that was applied. */
export interface ScalarMap {
  /** [N, d] */
  readonly value: Tensor2D;
  /** [N, d] */
  readonly logDerivative: Tensor2D;
}

/**
 * Increasing maps of single coordinates, y = τ(x; h). The parameters h are [N, d ×
 * parametersPerDim], those of one coordinate side by side. Parameters of zero give the identity.
 */
export interface ScalarFamily {
  /** Numbers in h for each coordinate. */
  readonly parametersPerDim: number;
  /** τ of each coordinate, [N, d]. */
  forward(x: Tensor2D, h: Tensor2D): ScalarMap;
  /** τ⁻¹ of each coordinate, [N, d]. */
  inverse(y: Tensor2D, h: Tensor2D): ScalarMap;
}

/** A family that own kernels can compute. */
export interface KernelFamily extends ScalarFamily {
  /** What they need of it. */
  readonly kernel: FamilyKernel;
}

/** Whether own kernels can compute a family. */
export function hasKernel(family: ScalarFamily): family is KernelFamily {
  return "kernel" in family;
}
