/**
 * A stack of strided convolutions: time shrinks while channels grow, until few enough points are
 * left to be read by dense layers. A kernel is twice its stride, so that neighbours overlap by
 * half.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Scope } from "../compute/scope.ts";
import { silu } from "./activations.ts";
import { convolution } from "./convolution.ts";
import { mlp } from "./mlp.ts";
import type { SummaryNetwork } from "./network.ts";

/** The shape of the stack. */
export interface StridedConvolutionOptions {
  /** The shape [T, C] of one recording. */
  readonly shape: readonly number[];
  /** Number of learned summaries. */
  readonly dim: number;
  /** Points from one output to the next, layer by layer. Default 4, 5, 5. */
  readonly strides?: readonly number[];
  /** Channels of each layer. Default 32, 64, 128. */
  readonly filters?: readonly number[];
  /** Width of the dense layer behind. Default 128. */
  readonly width?: number;
}

/**
 * Summarises time series, [N, T, C] → [N, dim]. The length is fixed, since the dense layers have
 * weights for each of the last points; missing samples must be filled in and marked by a channel,
 * and their effect is learned, not guaranteed.
 *
 * @throws {RangeError} If a number is not a positive integer, or there are not as many strides as
 * filters.
 *
 * @example Usage
 * ```ts
 * import { stridedConvolution } from "./strided_convolution.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { key } from "../core/random.ts";
 * import { scope } from "../compute/scope.ts";
 * import { assertEquals } from "@std/assert";
 * import * as tf from "@tensorflow/tfjs";
 *
 * await startBackend();
 * using weights = scope(key(45));
 * const network = stridedConvolution(weights, { shape: [1000, 4], dim: 32 });
 * assertEquals(network.apply(tf.zeros([2, 1000, 4])).shape, [2, 32]);
 * ```
 */
export function stridedConvolution(
  scope: Scope,
  { shape: [length, channels], dim, strides = [4, 5, 5], filters = [32, 64, 128], width = 128 }:
    StridedConvolutionOptions,
): SummaryNetwork {
  if (strides.length !== filters.length) {
    throw new RangeError(
      `Cannot build strided convolution as strides must be ${filters.length}, one for each of ` +
        `filters: current value is ${strides}`,
    );
  }
  const layers = strides.map((stride, i) =>
    convolution(scope.child(i), {
      channels: i === 0 ? channels : filters[i - 1],
      filters: filters[i],
      kernel: 2 * stride,
      stride,
      activation: silu,
    })
  );
  const points = strides.reduce((points, stride) => Math.ceil(points / stride), length);
  const inputs = points * (filters.at(-1) ?? channels);
  const head = mlp(scope.child("dense"), { inputs, outputs: dim, widths: [width] });
  return Object.freeze({
    dim,
    apply: (x: tf.Tensor) =>
      tf.tidy(() => {
        const series = x.as3D(x.shape[0], length, channels);
        const features = layers.reduce((h, layer) => layer(h), series);
        return head(features.as2D(x.shape[0], inputs));
      }),
  });
}
