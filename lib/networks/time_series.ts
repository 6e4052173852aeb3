/**
 * The summary network of the original study: BayesFlow 2's `TimeSeriesNetwork` (Radev et al. 2023,
 * arXiv:2306.16015), after Lai et al. 2018, arXiv:1703.07015; without its dropout, since simulations
 * can be made anew where data can't.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Scope } from "../scope.ts";
import { mish } from "./activations.ts";
import { convolution } from "./convolution.ts";
import { dense } from "./dense.ts";
import type { SummaryNetwork } from "./network.ts";
import { recurrent } from "./recurrent.ts";

/** The shape of the network. */
export interface TimeSeriesOptions {
  readonly channels: number;
  /** Number of learned summaries. */
  readonly dim: number;
  /** Stride of the first convolution: the recurrent layers' time falls with it. Default 1. */
  readonly stride?: number;
}

const FILTERS = 32;
const UNITS = 128;
const SKIP = 4;

/**
 * Summarises time series, [N, T, channels] → [N, dim]: a convolution of 3 points to 32 channels,
 * then a recurrent layer of 128 units, and beside it another behind a convolution of 4 points by
 * steps of 4; their sum goes through a dense layer.
 *
 * @throws {RangeError} If an option is not a positive integer.
 *
 * @example Usage
 * ```ts
 * import { timeSeries } from "./time_series.ts";
 * import { startBackend } from "../backend.ts";
 * import { key } from "../random.ts";
 * import { scope } from "../scope.ts";
 * import { assertEquals } from "@std/assert";
 * import * as tf from "@tensorflow/tfjs";
 *
 * await startBackend();
 * using weights = scope(key(45));
 * const network = timeSeries(weights, { channels: 2, dim: 32, stride: 5 });
 * assertEquals(network.apply(tf.zeros([4, 50, 2])).shape, [4, 32]);
 * ```
 */
export function timeSeries(
  scope: Scope,
  { channels, dim, stride = 1 }: TimeSeriesOptions,
): SummaryNetwork {
  const first = convolution(scope.child("convolution"), {
    channels,
    filters: FILTERS,
    kernel: 3,
    stride,
    activation: mish,
  });
  const direct = recurrent(scope.child("recurrent"), { channels: FILTERS, units: UNITS });
  const skip = convolution(scope.child("skip_convolution"), {
    channels: FILTERS,
    filters: FILTERS * SKIP,
    kernel: SKIP,
    stride: SKIP,
  });
  const skipped = recurrent(scope.child("skip_recurrent"), {
    channels: FILTERS * SKIP,
    units: UNITS,
  });
  const last = dense(scope.child("dense"), { inputs: UNITS, outputs: dim });
  return Object.freeze({
    dim,
    apply: (x: tf.Tensor) =>
      tf.tidy(() => {
        const features = first(x as tf.Tensor3D);
        return last(tf.add(direct(features), skipped(skip(features))));
      }),
  });
}
