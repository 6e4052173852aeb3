/**
 * A stack of strided convolutions whose first layer is linear: its outputs and their squares are
 * averaged in windows before the next layers, so that local variances are seen as well as local
 * means; at the end what is left is averaged, it and its squares, at the times that learned seeds
 * attend to.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { integer } from "../core/check.ts";
import type { Scope } from "../compute/scope.ts";
import { silu } from "./activations.ts";
import { attentionPooling } from "./attention_pooling.ts";
import { convolution } from "./convolution.ts";
import { mlp } from "./mlp.ts";
import type { SummaryNetwork } from "./network.ts";

/** The shape of the stack. */
export interface SquaredConvolutionOptions {
  /** The shape [T, C] of one recording. */
  readonly shape: readonly number[];
  /** Number of learned summaries. */
  readonly dim: number;
  /** Length of the first layer's kernel, in points. Default 32. */
  readonly kernel?: number;
  /** Points from one output of the first layer to the next. Default 4. */
  readonly stride?: number;
  /** Outputs of the first layer that are averaged. Default 5. */
  readonly window?: number;
  /** Channels of each layer, the linear one first. Default 32, 64, 96. */
  readonly filters?: readonly number[];
  /** Averages over time. Default 8. */
  readonly seeds?: number;
  /** Width of the dense layer behind. Default 128. */
  readonly width?: number;
}

/** Points from one output to the next behind the first layer; kernels are twice as long. */
const STRIDE = 2;

/** Averages of windows of so many points, [N, T, C] → [N, ⌊T / window⌋, C]; the rest is left out. */
function windowMeans(x: tf.Tensor3D, window: number): tf.Tensor3D {
  const [count, length, channels] = x.shape;
  const windows = Math.floor(length / window);
  const whole = windows * window === length
    ? x
    : x.slice([0, 0, 0], [count, windows * window, channels]);
  return whole.reshape([count * windows, window, channels]).mean(1).reshape([
    count,
    windows,
    channels,
  ]);
}

/**
 * Summarises time series, [N, T, C] → [N, dim], of any length of a window or more.
 *
 * @throws {RangeError} If a number is not a positive integer, there are no filters, or a recording
 * has fewer points than a window.
 *
 * @example Usage
 * ```ts
 * import { squaredConvolution } from "./squared_convolution.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { key } from "../core/random.ts";
 * import { scope } from "../compute/scope.ts";
 * import { assertEquals } from "@std/assert";
 * import * as tf from "@tensorflow/tfjs";
 *
 * await startBackend();
 * using weights = scope(key(45));
 * const network = squaredConvolution(weights, { shape: [1000, 4], dim: 32 });
 * assertEquals(network.apply(tf.zeros([2, 1000, 4])).shape, [2, 32]);
 * ```
 */
export function squaredConvolution(
  scope: Scope,
  {
    shape: [length, channels],
    dim,
    kernel = 32,
    stride = 4,
    window = 5,
    filters = [32, 64, 96],
    seeds = 8,
    width = 128,
  }: SquaredConvolutionOptions,
): SummaryNetwork {
  const action = "build squared convolution";
  integer(action, "window", window, 1);
  integer(action, "number of filters", filters.length, 1);
  integer(action, "length", length, stride * window);
  const [first, ...others] = filters;
  const linear = convolution(scope.child("linear"), { channels, filters: first, kernel, stride });
  const layers = others.map((made, i) =>
    convolution(scope.child(i), {
      channels: i === 0 ? 2 * first : others[i - 1],
      filters: made,
      kernel: 2 * STRIDE,
      stride: STRIDE,
      activation: silu,
    })
  );
  const last = others.at(-1) ?? 2 * first;
  const pool = attentionPooling(scope.child("pooling"), { width: last, seeds });
  const head = mlp(scope.child("dense"), {
    inputs: 2 * seeds * last,
    outputs: dim,
    widths: [width],
  });
  return Object.freeze({
    dim,
    apply: (x: tf.Tensor) =>
      tf.tidy(() => {
        const y = linear(x as tf.Tensor3D);
        const local = tf.concat3d([windowMeans(y, window), windowMeans(y.square(), window)], 2);
        const features = layers.reduce((h, layer) => layer(h), local);
        return head(pool(features, [features, features.square()]));
      }),
  });
}
