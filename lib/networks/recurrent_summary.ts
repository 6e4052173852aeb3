/**
 * A strided convolution that every sample goes through, then a recurrent layer over the fewer points
 * it leaves.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Scope } from "../compute/scope.ts";
import { silu } from "./activations.ts";
import { convolution } from "./convolution.ts";
import { dense } from "./dense.ts";
import type { SummaryNetwork } from "./network.ts";
import { recurrent } from "./recurrent.ts";

/** The shape of the network. */
export interface RecurrentSummaryOptions {
  /** Channels of the series. */
  readonly channels: number;
  /** Number of learned summaries. */
  readonly dim: number;
  /** Of the convolution; its kernel is twice as long. Default 10. */
  readonly stride?: number;
  /** Channels of the convolution. Default 32. */
  readonly filters?: number;
  /** Size of the recurrent state. Default 64. */
  readonly units?: number;
}

/**
 * Summarises time series of any length, [N, T, channels] → [N, dim].
 *
 * @throws {RangeError} If an option is not a positive integer.
 *
 * @example Usage
 * ```ts
 * import { recurrentSummary } from "./recurrent_summary.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { key } from "../core/random.ts";
 * import { scope } from "../compute/scope.ts";
 * import { assertEquals } from "@std/assert";
 * import * as tf from "@tensorflow/tfjs";
 *
 * await startBackend();
 * using weights = scope(key(45));
 * const network = recurrentSummary(weights, { channels: 4, dim: 32 });
 * assertEquals(network.apply(tf.zeros([2, 100, 4])).shape, [2, 32]);
 * ```
 */
export function recurrentSummary(
  scope: Scope,
  { channels, dim, stride = 10, filters = 32, units = 64 }: RecurrentSummaryOptions,
): SummaryNetwork {
  const shrink = convolution(scope.child("convolution"), {
    channels,
    filters,
    kernel: 2 * stride,
    stride,
  });
  const read = recurrent(scope.child("recurrent"), { channels: filters, units });
  const last = dense(scope.child("dense"), { inputs: units, outputs: dim });
  return Object.freeze({
    dim,
    apply: (x: tf.Tensor) => tf.tidy(() => last(read(silu(shrink(x as tf.Tensor3D))))),
  });
}
