/**
 * A deep set: the same network is applied to every element and its outputs are averaged, so that
 * the order of elements has no influence. Zaheer et al. 2017, arXiv:1703.06114, eq. 2 with
 * ρ(mean φ(x), log(1 + n)) for ρ(Σ φ(x)), where n is the number of elements.
 *
 * @module
 */
import { elements } from "../core/arrays.ts";
import * as tf from "@tensorflow/tfjs";
import { integer } from "../core/check.ts";
import type { Scope } from "../compute/scope.ts";
import { silu } from "./activations.ts";
import { mlp } from "./mlp.ts";
import type { SummaryNetwork } from "./network.ts";

/** The shape of a deep set. */
export interface DeepSetOptions {
  /**
   * The shape [most, …, width] of one set with all its places, taken or free. The last of the
   * `width` numbers is 1 throughout an element that is there, and 0 in a free place.
   */
  readonly shape: readonly number[];
  /** φ, [N, …, width] → [N, element.dim]: reads one element, its mark included. */
  readonly element: SummaryNetwork;
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
  const [most, ...of] = shape;
  const width = of.at(-1) ?? 0;
  const size = elements(of);
  integer("build deep set", "most", most, 1);
  integer("build deep set", "width", width, 1);
  if (element.noise) {
    throw new RangeError(
      `Cannot build deep set as its element network must take no noise: it takes ${element.noise}`,
    );
  }
  const head = mlp(scope.child("head"), { inputs: element.dim + 1, outputs: dim, widths });
  return Object.freeze({
    dim,
    apply: (x: tf.Tensor) =>
      tf.tidy(() => {
        const sets = x.shape[0];
        const places = x.reshape([sets, most, size]);
        const taken = places.slice([0, 0, width - 1], [sets, most, 1]); // [N, most, 1]
        const count = taken.sum<tf.Tensor2D>(1); // [N, 1]
        const outputs = silu(element.apply(places.reshape([sets * most, ...of])))
          .reshape([sets, most, element.dim]);
        const mean = tf.where(
          taken.tile([1, 1, element.dim]).greater(0),
          outputs,
          tf.zerosLike(outputs),
        )
          .sum<tf.Tensor2D>(1).div<tf.Tensor2D>(count.maximum(1));
        return head(tf.concat2d([mean, count.log1p()], 1));
      }),
  });
}
