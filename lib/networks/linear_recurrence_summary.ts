/**
 * Linear recurrences over a time series: patches of it and their squares become tokens, blocks of
 * recurrences mix them over time, and what is left is averaged, it and its squares, at the times that
 * learned seeds attend to.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { integer } from "../core/check.ts";
import type { Scope } from "../compute/scope.ts";
import { attentionPooling } from "./attention_pooling.ts";
import { convolution } from "./convolution.ts";
import { dense } from "./dense.ts";
import { layerNorm } from "./layer_norm.ts";
import { linearRecurrence } from "./linear_recurrence.ts";
import { mlp } from "./mlp.ts";
import type { SummaryNetwork } from "./network.ts";

/** The shape of the network. */
export interface LinearRecurrenceSummaryOptions {
  /** The shape [T, C] of the longest recording. */
  readonly shape: readonly number[];
  /** Number of learned summaries. */
  readonly dim: number;
  /** Points from one token to the next; a token reads twice as many. Default 10. */
  readonly stride?: number;
  /** Channels of a token. Default 32. */
  readonly width?: number;
  /** Complex states of a block in each direction of time. Default 8. */
  readonly states?: number;
  /** Blocks. Default 2. */
  readonly blocks?: number;
  /** Averages over time. Default 16. */
  readonly seeds?: number;
}

/** Width of the hidden layer behind the averages. */
const HIDDEN = 128;

/**
 * Summarises time series, [N, T, C] → [N, dim], also shorter ones than the longest.
 *
 * @throws {RangeError} If an option is not a positive integer.
 *
 * @example Usage
 * ```ts
 * import { linearRecurrenceSummary } from "./linear_recurrence_summary.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { key } from "../core/random.ts";
 * import { scope } from "../compute/scope.ts";
 * import { assertEquals } from "@std/assert";
 * import * as tf from "@tensorflow/tfjs";
 *
 * await startBackend();
 * using weights = scope(key(45));
 * const network = linearRecurrenceSummary(weights, { shape: [1000, 4], dim: 32 });
 * assertEquals(network.apply(tf.zeros([2, 1000, 4])).shape, [2, 32]);
 * assertEquals(network.apply(tf.zeros([2, 630, 4])).shape, [2, 32]);
 * ```
 */
export function linearRecurrenceSummary(
  scope: Scope,
  {
    shape: [length, channels],
    dim,
    stride = 10,
    width = 32,
    states = 8,
    blocks = 2,
    seeds = 16,
  }: LinearRecurrenceSummaryOptions,
): SummaryNetwork {
  for (const [name, value] of Object.entries({ length, blocks })) {
    integer("build linear recurrence summary", name, value, 1);
  }
  const patch = convolution(scope.child("patch"), {
    channels,
    filters: width,
    kernel: 2 * stride,
    stride,
  });
  const squares = dense(scope.child("squares"), { inputs: width, outputs: width });
  const longest = Math.ceil(length / stride);
  const layers = Array.from({ length: blocks }, (_, i) => ({
    norm: layerNorm(scope.child(i).child("norm"), width),
    recur: linearRecurrence(scope.child(i), { width, states, longest }),
  }));
  const norm = layerNorm(scope.child("norm"), width);
  const pool = attentionPooling(scope.child("pooling"), { width, seeds });
  const head = mlp(scope.child("head"), {
    inputs: 2 * seeds * width,
    outputs: dim,
    widths: [HIDDEN],
  });
  return Object.freeze({
    dim,
    apply: (x: tf.Tensor) =>
      tf.tidy(() => {
        const linear = patch(x as tf.Tensor3D);
        const tokens = linear.add<tf.Tensor3D>(
          squares(linear.square().as2D(-1, width)).reshape(linear.shape),
        );
        const h = norm(layers.reduce((h, { norm, recur }) => h.add(recur(norm(h))), tokens));
        return head(pool(h, [h, h.square()]));
      }),
  });
}
