/**
 * The summary network of the original study: BayesFlow 2's `TimeSeriesNetwork` (Radev et al. 2023,
 * arXiv:2306.16015), after Lai et al. 2018, arXiv:1703.07015.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Scope } from "../compute/scope.ts";
import { mish } from "./activations.ts";
import { convolution } from "./convolution.ts";
import { dense } from "./dense.ts";
import { dropoutMask } from "./dropout.ts";
import type { SummaryNetwork } from "./network.ts";
import { type InputMasks, recurrent } from "./recurrent.ts";

/** The shape of the network. */
export interface TimeSeriesOptions {
  /** Channels of the series. */
  readonly channels: number;
  /** Number of learned summaries. */
  readonly dim: number;
  /**
   * Stride of the first convolution, whose kernel then has `stride` + 2 points: the recurrent
   * layers' time falls with it. Default 1.
   */
  readonly stride?: number;
  /** Share of the recurrent layers' inputs left out in training, in [0, 1). Default 0. */
  readonly dropout?: number;
}

const FILTERS = 32;
const UNITS = 128;
const SKIP = 4;

/** Inputs of the direct layer and of the skipping one, in both directions. */
const INPUTS = [FILTERS, FILTERS, FILTERS * SKIP, FILTERS * SKIP];

/**
 * Summarises time series, [N, T, channels] → [N, dim]: a convolution of 3 points to 32 channels,
 * then a recurrent layer of 128 units, and beside it another behind a convolution of 4 points by
 * steps of 4; their sum goes through a dense layer.
 *
 * @throws {RangeError} If channels, dim or stride is not a positive integer, or dropout not in [0, 1).
 *
 * @example Usage
 * ```ts
 * import { timeSeries } from "./time_series.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { key } from "../core/random.ts";
 * import { scope } from "../compute/scope.ts";
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
  { channels, dim, stride = 1, dropout = 0 }: TimeSeriesOptions,
): SummaryNetwork {
  if (!(dropout >= 0 && dropout < 1)) {
    throw new RangeError(
      `Cannot build time series network as dropout must be in [0, 1): current value is ${dropout}`,
    );
  }
  const first = convolution(scope.child("convolution"), {
    channels,
    filters: FILTERS,
    kernel: stride + 2,
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
  const masksOf = (noise: tf.Tensor2D): InputMasks[] => {
    const masks = tf.split<tf.Tensor2D>(dropoutMask(noise, dropout), INPUTS, 1);
    return [{ ahead: masks[0], back: masks[1] }, { ahead: masks[2], back: masks[3] }];
  };
  return Object.freeze({
    dim,
    ...(dropout > 0 && { noise: INPUTS.reduce((sum, inputs) => sum + inputs) }),
    apply: (x: tf.Tensor, noise?: tf.Tensor2D) =>
      tf.tidy(() => {
        const features = first(x as tf.Tensor3D);
        const [masks, skippedMasks] = noise ? masksOf(noise) : [];
        return last(tf.add(direct(features, masks), skipped(skip(features), skippedMasks)));
      }),
  });
}
