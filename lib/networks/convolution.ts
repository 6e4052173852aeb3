/**
 * Convolution in time as a sum of matrix products, since the wasm backend has no gradient for a
 * kernel of `conv1d`. A stride s cuts time into blocks of s points; a kernel that reaches into r
 * blocks is r matrices.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { integer } from "../core/check.ts";
import { type Activation, kindOf } from "../compute/kernels/activation.ts";
import { convolutionByKernel } from "../compute/kernels/convolution.ts";
import { kernelsRun } from "../compute/kernels/heap.ts";
import type { Scope } from "../compute/scope.ts";
import type { Tensor3D } from "../compute/tfjs.ts";

/** The shape of a convolution. */
export interface ConvolutionOptions {
  /** Channels of the series that it reads. */
  readonly channels: number;
  /** Channels of the series that it makes. */
  readonly filters: number;
  /** Length of the kernel, in points. */
  readonly kernel: number;
  /** Points from one output to the next. Default 1. */
  readonly stride?: number;
  /** Applied to what it makes. Default none. */
  readonly activation?: Activation;
}

/** Maps time series, [N, T, channels] → [N, ⌈T / stride⌉, filters]. */
export type Convolution = (x: Tensor3D) => Tensor3D;

/**
 * y[n, t] = b + Σₖ W[k] x[n, t · stride + k − before]. Points beyond the ends are zero, so many on
 * either side that ⌈T / stride⌉ outputs fit, an odd one behind ("same" padding in Keras).
 *
 * @throws {RangeError} If an option is not a positive integer.
 *
 * @example Usage
 * ```ts
 * import { convolution } from "./convolution.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { key } from "../core/random.ts";
 * import { scope } from "../compute/scope.ts";
 * import { assertEquals } from "@std/assert";
 * import * as tf from "@tensorflow/tfjs";
 *
 * await startBackend();
 * using weights = scope(key(45));
 * const layer = convolution(weights, { channels: 2, filters: 8, kernel: 3, stride: 5 });
 * assertEquals(layer(tf.zeros([4, 1000, 2])).shape, [4, 200, 8]);
 * ```
 */
export function convolution(
  scope: Scope,
  { channels, filters, kernel, stride = 1, activation }: ConvolutionOptions,
): Convolution {
  for (const [name, value] of Object.entries({ channels, filters, kernel, stride })) {
    integer("build convolution", name, value, 1);
  }
  const limit = Math.sqrt(6 / (kernel * (channels + filters)));
  const weights = scope.variable(
    "weights",
    [kernel * channels, filters],
    (rng) => limit * (2 * rng.uniform() - 1),
  );
  const bias = scope.variable("bias", [filters], () => 0);
  const reach = Math.ceil(kernel / stride);
  const width = stride * channels;

  return (x) =>
    tf.tidy(() => {
      const [count, length] = x.shape;
      const outputs = Math.ceil(length / stride);
      const before = Math.max((outputs - 1) * stride + kernel - length, 0) >> 1;
      const kind = activation ? kindOf(activation) : -1;
      if (kernelsRun() && kind !== undefined && x.dtype === "float32") {
        const shape = { kernel, stride, before, outputs, kind };
        return convolutionByKernel(x, weights, bias, shape);
      }
      const blocks = outputs + reach - 1;
      const after = blocks * stride - before - length;
      const padded = tf.pad(x, [[0, 0], [before, after], [0, 0]]).reshape([count, blocks, width]);
      const matrices = tf.pad(weights, [[0, reach * width - kernel * channels], [0, 0]]);
      const products = Array.from({ length: reach }, (_, block) =>
        tf.matMul(
          padded.slice([0, block, 0], [count, outputs, width]).reshape([-1, width]),
          matrices.slice([block * width, 0], [width, filters]),
        ));
      const sum = products.reduce((sum, product) => sum.add(product)).add<tf.Tensor2D>(bias);
      return (activation?.(sum) ?? sum).reshape([count, outputs, filters]);
    });
}
