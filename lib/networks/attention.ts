/**
 * Multi-head self-attention: each token takes an average of all tokens' values, weighed by
 * softmax(Q Kᵀ / √d). Vaswani et al. 2017, arXiv:1706.03762, section 3.2.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { integer } from "../core/check.ts";
import type { Scope } from "../compute/scope.ts";
import { dense } from "./dense.ts";

/** The shape of an attention layer. */
export interface AttentionOptions {
  /** Channels of a token. */
  readonly width: number;
  /** Divides the channels. */
  readonly heads: number;
}

/** Maps tokens [N, T, width] to as many; the mask [N, T], 1 or 0, says which tokens exist. */
export type Attention = (x: tf.Tensor3D, mask?: tf.Tensor2D) => tf.Tensor3D;

/** Added to the score of a token that does not exist: its weight is then 0 in float32. */
export const NEVER = -1e9;

/**
 * Self-attention of all tokens that exist.
 *
 * @throws {RangeError} If a width is not a positive integer, or the heads do not divide it.
 */
export function attention(scope: Scope, { width, heads }: AttentionOptions): Attention {
  integer("build attention", "heads", heads, 1);
  if (width % heads !== 0) {
    throw new RangeError(
      `Cannot build attention as heads must divide width = ${width}: current value is ${heads}`,
    );
  }
  const size = width / heads;
  // No bias: softmax doesn't see the key's, and the output's does for the value's.
  const limit = Math.sqrt(6 / (2 * width));
  const input = scope.child("input").variable(
    "weights",
    [width, 3 * width],
    (rng) => limit * (2 * rng.uniform() - 1),
  );
  const output = dense(scope.child("output"), { inputs: width, outputs: width });
  return (x, mask) =>
    tf.tidy(() => {
      const [count, tokens] = x.shape;
      const flat = x.as2D(count * tokens, width);
      const [query, key, value] = tf.split(tf.matMul(flat, input), 3, 1).map((y) =>
        y.reshape([count, tokens, heads, size]).transpose<tf.Tensor4D>([0, 2, 1, 3])
      );
      const scores = tf.matMul(query.div<tf.Tensor4D>(Math.sqrt(size)), key, false, true);
      const barred = mask &&
        tf.mul(tf.sub(1, mask), NEVER).reshape([count, 1, 1, tokens]);
      const weights = tf.softmax(barred ? scores.add(barred) : scores); // [N, heads, T, T]
      const mixed = tf.matMul(weights, value);
      return output(mixed.transpose([0, 2, 1, 3]).reshape([count * tokens, width]))
        .reshape([count, tokens, width]);
    });
}
