/**
 * A block of a transformer, normalised before each part: Vaswani et al. 2017, arXiv:1706.03762;
 * Xiong et al. 2020, arXiv:2002.04745.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Scope } from "../compute/scope.ts";
import { type Attention, attention, type AttentionOptions } from "./attention.ts";
import { layerNorm } from "./layer_norm.ts";
import { mlp } from "./mlp.ts";

/**
 * h ← h + attention(norm(h)), h ← h + mlp(norm(h)), of tokens [N, T, width]; the perceptron has one
 * hidden layer of 2 width.
 *
 * @throws {RangeError} If a width is not a positive integer, or the heads do not divide it.
 */
export function transformerBlock(scope: Scope, { width, heads }: AttentionOptions): Attention {
  const before = layerNorm(scope.child("attention_norm"), width);
  const attend = attention(scope.child("attention"), { width, heads });
  const between = layerNorm(scope.child("mlp_norm"), width);
  const feed = mlp(scope.child("mlp"), { inputs: width, outputs: width, widths: [2 * width] });
  return (h, mask) =>
    tf.tidy(() => {
      const mixed = tf.add<tf.Tensor3D>(h, attend(before(h), mask));
      return tf.add(mixed, feed(between(mixed).as2D(-1, width)).reshape(h.shape));
    });
}
