/**
 * A deep set: the same network is applied to every element and its outputs are averaged, so that
 * the order of elements has no influence. Zaheer et al. 2017, arXiv:1703.06114, eq. 2 with
 * ρ(mean φ(x), log(1 + n)) for ρ(Σ φ(x)), where n is the number of elements.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Scope } from "../compute/scope.ts";
import { silu } from "./activations.ts";
import { mlp } from "./mlp.ts";
import type { SummaryNetwork } from "./network.ts";
import { setPlaces, type SetPlacesOptions } from "./set_places.ts";

/** The shape of a deep set. */
export interface DeepSetOptions extends SetPlacesOptions {
  /** Number of learned summaries. */
  readonly dim: number;
  /** Widths of the hidden layers of ρ. Default 128. */
  readonly widths?: readonly number[];
}

/**
 * Summarises sets, [N, most, …, width] → [N, dim]. What stands in free places has no influence. The
 * order of the elements has none but that of rounding, as they are summed one after another. An
 * empty set is read as such.
 *
 * @throws {RangeError} If a number is not a positive integer, or the element's network takes noise.
 *
 * @example Usage
 * ```ts
 * import { deepSet } from "./deep_set.ts";
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
 * const network = deepSet(weights, { shape: [50, 3], element, dim: 4 });
 * assertEquals(network.apply(tf.zeros([2, 50, 3])).shape, [2, 4]);
 * ```
 */
export function deepSet(
  scope: Scope,
  { shape, element, dim, widths = [128] }: DeepSetOptions,
): SummaryNetwork {
  const read = setPlaces("build deep set", { shape, element });
  const head = mlp(scope.child("head"), { inputs: element.dim + 1, outputs: dim, widths });
  return Object.freeze({
    dim,
    apply: (x: tf.Tensor) =>
      tf.tidy(() => {
        const { taken, outputs } = read(x);
        const active = silu(outputs);
        const count = taken.sum<tf.Tensor2D>(1); // [N, 1]
        const mean = tf.where(
          taken.tile([1, 1, element.dim]).greater(0),
          active,
          tf.zerosLike(active),
        )
          .sum<tf.Tensor2D>(1).div<tf.Tensor2D>(count.maximum(1));
        return head(tf.concat2d([mean, count.log1p()], 1));
      }),
  });
}
