/**
 * A set transformer: the same network is applied to every element, elements attend to each other,
 * and learned seeds attend to them. Lee et al. 2019, arXiv:1810.00825, with the blocks of
 * {@linkcode transformerBlock}, and the number of elements, which averages don't see, beside them.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { integer } from "../core/check.ts";
import type { Scope } from "../compute/scope.ts";
import { attentionPooling } from "./attention_pooling.ts";
import { layerNorm } from "./layer_norm.ts";
import { mlp } from "./mlp.ts";
import type { SummaryNetwork } from "./network.ts";
import { setPlaces, type SetPlacesOptions } from "./set_places.ts";
import { transformerBlock } from "./transformer_block.ts";

/** The shape of a set transformer. */
export interface SetTransformerOptions extends SetPlacesOptions {
  /** Number of learned summaries. */
  readonly dim: number;
  /** Attention heads; must divide element.dim. Default 4. */
  readonly heads?: number;
  /** Blocks of attention and perceptron. Default 2. */
  readonly blocks?: number;
  /** Averages of the tokens. Default 8. */
  readonly seeds?: number;
  /** Widths of the hidden layers behind. Default 128. */
  readonly widths?: readonly number[];
}

/**
 * Summarises sets, [N, most, …, width] → [N, dim]. What stands in free places has no influence. The
 * order of the elements has none but that of rounding. An empty set is read as such.
 *
 * @throws {RangeError} If a number is not a positive integer, the heads do not divide the width of a
 * token, or the element's network takes noise.
 *
 * @example Usage
 * ```ts
 * import { setTransformer } from "./set_transformer.ts";
 * import { mlpSummary } from "./mlp.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { key } from "../core/random.ts";
 * import { scope } from "../compute/scope.ts";
 * import { assertEquals } from "@std/assert";
 * import * as tf from "@tensorflow/tfjs";
 *
 * await startBackend();
 * using weights = scope(key(45));
 * const element = mlpSummary(weights.child("element"), { inputs: 3, dim: 8, widths: [16] });
 * const network = setTransformer(weights, { shape: [20, 3], element, dim: 4 });
 * assertEquals(network.apply(tf.zeros([2, 20, 3])).shape, [2, 4]);
 * ```
 */
export function setTransformer(
  scope: Scope,
  { shape, element, dim, heads = 4, blocks = 2, seeds = 8, widths = [128] }: SetTransformerOptions,
): SummaryNetwork {
  const action = "build set transformer";
  integer(action, "blocks", blocks, 1);
  const read = setPlaces(action, { shape, element });
  const token = element.dim;
  const layers = Array.from(
    { length: blocks },
    (_, i) => transformerBlock(scope.child(i), { width: token, heads }),
  );
  const norm = layerNorm(scope.child("norm"), token);
  const pool = attentionPooling(scope.child("pooling"), { width: token, seeds });
  const head = mlp(scope.child("head"), { inputs: seeds * token + 1, outputs: dim, widths });
  return Object.freeze({
    dim,
    apply: (x: tf.Tensor) =>
      tf.tidy(() => {
        const { taken, outputs } = read(x);
        const there = taken.greater(0).toFloat();
        // Zeros in free places, as those of an empty set are attended to.
        const tokens = tf.mul<tf.Tensor3D>(outputs, there);
        const mask = there.squeeze<tf.Tensor2D>([2]);
        const h = norm(layers.reduce((h, layer) => layer(h, mask), tokens));
        const count = mask.sum<tf.Tensor2D>(1, true).log1p<tf.Tensor2D>();
        return head(tf.concat2d([pool(h, [h], mask), count], 1));
      }),
  });
}
