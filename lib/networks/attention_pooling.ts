/**
 * Pooling by attention to learned seeds: Lee et al. 2019, arXiv:1810.00825, section 3.2. A seed is
 * the same for all observations, so that its query and the keys are one linear map of the tokens.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { integer } from "../core/check.ts";
import type { Scope } from "../compute/scope.ts";
import { NEVER } from "./attention.ts";

/** The shape of a pooling. */
export interface AttentionPoolingOptions {
  /** Channels of the tokens that decide about the weights. */
  readonly width: number;
  /** Number of averages. */
  readonly seeds: number;
}

/**
 * Averages each of the values [N, T, V] to [N, seeds × V], side by side, by weights that the tokens
 * [N, T, width] decide about. The mask [N, T], 1 or 0, says which tokens exist: others have a weight
 * of 0, unless none exists.
 */
export type AttentionPooling = (
  tokens: tf.Tensor3D,
  values: readonly tf.Tensor3D[],
  mask?: tf.Tensor2D,
) => tf.Tensor2D;

/**
 * For each seed s, Σₜ softmaxₜ(aₛ · tokenₜ) valueₜ. The order of tokens has no influence but
 * that of rounding.
 *
 * @throws {RangeError} If an option is not a positive integer.
 *
 * @example Usage
 * ```ts
 * import { attentionPooling } from "./attention_pooling.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { key } from "../core/random.ts";
 * import { scope } from "../compute/scope.ts";
 * import { assertEquals } from "@std/assert";
 * import * as tf from "@tensorflow/tfjs";
 *
 * await startBackend();
 * using weights = scope(key(45));
 * const pool = attentionPooling(weights, { width: 4, seeds: 3 });
 * assertEquals(pool(tf.zeros([2, 10, 4]), [tf.zeros([2, 10, 5])]).shape, [2, 15]);
 * ```
 */
export function attentionPooling(
  scope: Scope,
  { width, seeds }: AttentionPoolingOptions,
): AttentionPooling {
  integer("build attention pooling", "width", width, 1);
  integer("build attention pooling", "seeds", seeds, 1);
  const limit = Math.sqrt(6 / (width + seeds));
  // No bias: softmax doesn't see it.
  const queries = scope.variable(
    "queries",
    [width, seeds],
    (rng) => limit * (2 * rng.uniform() - 1),
  );
  return (tokens, values, mask) =>
    tf.tidy(() => {
      const [count, length] = tokens.shape;
      const scores = tf.matMul(tokens.reshape<tf.Tensor2D>([count * length, width]), queries)
        .reshape([count, length, seeds]).transpose<tf.Tensor3D>([0, 2, 1]);
      const barred = mask && tf.mul(tf.sub(1, mask), NEVER).reshape([count, 1, length]);
      const weights = tf.softmax(barred ? scores.add<tf.Tensor3D>(barred) : scores);
      const pooled = values.map((value) =>
        tf.matMul(weights, value).reshape<tf.Tensor2D>([count, seeds * value.shape[2]])
      );
      return tf.concat2d(pooled, 1);
    });
}
