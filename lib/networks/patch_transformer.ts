/**
 * A transformer over patches of a time series: each patch becomes a token, tokens attend to each
 * other, their mean is the summary. Patches as tokens: Nie et al. 2023, arXiv:2211.14730.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { integer } from "../core/check.ts";
import type { Scope } from "../compute/scope.ts";
import { dense } from "./dense.ts";
import { layerNorm } from "./layer_norm.ts";
import type { SummaryNetwork } from "./network.ts";
import { transformerBlock } from "./transformer_block.ts";

/** The shape of the network. */
export interface PatchTransformerOptions {
  /** The shape [T, C] of the longest recording. */
  readonly shape: readonly number[];
  /** Number of learned summaries. */
  readonly dim: number;
  /** Points in a patch; must divide T. Default 20. */
  readonly patch?: number;
  /** Channels of a token. Default 64. */
  readonly width?: number;
  /** Attention heads; must divide the width. Default 4. */
  readonly heads?: number;
  /** Blocks of attention and perceptron. Default 2. */
  readonly blocks?: number;
  /**
   * The channel that marks which samples exist: above its mean, or at it, they do. A patch without
   * such a sample is seen by no other and is not in the mean. Default: all exist.
   */
  readonly mask?: number;
}

/** Standard deviation of the positions' first values. */
const POSITION_SD = 0.02;

/** Rounding of a mask that is its own mean. */
const ROUNDING = 1e-3;

/**
 * Summarises time series, [N, T, C] → [N, dim], also shorter ones than the longest if they are
 * whole patches.
 *
 * @throws {RangeError} If an option is not a positive integer, patch does not divide T or heads do
 * not divide width.
 *
 * @example Usage
 * ```ts
 * import { patchTransformer } from "./patch_transformer.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { key } from "../core/random.ts";
 * import { scope } from "../compute/scope.ts";
 * import { assertEquals } from "@std/assert";
 * import * as tf from "@tensorflow/tfjs";
 *
 * await startBackend();
 * using weights = scope(key(45));
 * const network = patchTransformer(weights, { shape: [1000, 4], dim: 32 });
 * assertEquals(network.apply(tf.zeros([2, 1000, 4])).shape, [2, 32]);
 * assertEquals(network.apply(tf.zeros([2, 600, 4])).shape, [2, 32]);
 * ```
 */
export function patchTransformer(
  scope: Scope,
  { shape: [length, channels], dim, patch = 20, width = 64, heads = 4, blocks = 2, mask }:
    PatchTransformerOptions,
): SummaryNetwork {
  const action = "build patch transformer";
  for (const [name, value] of Object.entries({ length, channels, patch, width, blocks })) {
    integer(action, name, value, 1);
  }
  if (length % patch !== 0) {
    throw new RangeError(
      `Cannot ${action} as patch must divide the length ${length}: current value is ${patch}`,
    );
  }
  const embed = dense(scope.child("patch"), { inputs: patch * channels, outputs: width });
  const positions = scope.variable(
    "positions",
    [length / patch, width],
    (rng) => POSITION_SD * rng.normal(),
  );
  const layers = Array.from(
    { length: blocks },
    (_, i) => transformerBlock(scope.child(i), { width, heads }),
  );
  const norm = layerNorm(scope.child("norm"), width);
  const last = dense(scope.child("dense"), { inputs: width, outputs: dim });

  /** Which samples exist, [N, T, 1]. */
  const existing = (x: tf.Tensor3D, channel: number) =>
    x.slice([0, 0, channel], [-1, -1, 1]).greaterEqual(-ROUNDING).toFloat();

  return Object.freeze({
    dim,
    apply: (x: tf.Tensor) =>
      tf.tidy(() => {
        const series = x as tf.Tensor3D;
        const [count, points] = series.shape;
        const tokens = points / patch;
        const samples = mask === undefined ? undefined : existing(series, mask);
        const seen = samples ? tf.mul(series, samples) : series;
        const there = samples?.reshape([count, tokens, patch]).max<tf.Tensor2D>(2); // [N, tokens]
        const embedded = embed(seen.reshape([count * tokens, patch * channels]))
          .reshape([count, tokens, width])
          .add<tf.Tensor3D>(positions.slice([0, 0], [tokens, width]));
        const h = norm(layers.reduce((h, layer) => layer(h, there), embedded));
        if (!there) return last(h.mean<tf.Tensor2D>(1));
        const sum = h.mul(there.expandDims(2)).sum<tf.Tensor2D>(1);
        return last(sum.div(there.sum(1, true).maximum(1)));
      }),
  });
}
