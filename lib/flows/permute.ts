/**
 * Reorders coordinates.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Bijector } from "./bijector.ts";

/** Multiplies by a permutation matrix, which is exact, and has a gradient where `gather` has none. */
function reorder(order: readonly number[]): Bijector["forward"] {
  const dim = order.length;
  const matrix = new Float32Array(dim * dim);
  order.forEach((from, to) => matrix[from * dim + to] = 1);
  return (x) => ({
    value: tf.matMul(x, tf.tensor2d(matrix, [dim, dim])),
    logDet: tf.zeros([x.shape[0]]),
  });
}

/**
 * Coordinate i of the result is coordinate `order[i]` of the argument.
 *
 * @throws {RangeError} If the order does not hold each of 0 … dim − 1 once.
 *
 * @example Usage
 * ```ts
 * import { permute } from "./permute.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { toTensor, toValues } from "../compute/tensors.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await startBackend();
 * const x = toTensor([5, 6, 7], [1, 3]);
 * assertEquals([...await toValues(permute([2, 0, 1]).forward(x, x).value)], [7, 5, 6]);
 * ```
 */
export function permute(order: readonly number[]): Bijector {
  const back = order.map((_, i) => order.indexOf(i));
  if (back.includes(-1)) {
    throw new RangeError(
      `Cannot permute as order must hold each of 0 … ${order.length - 1} once: it is ${order}`,
    );
  }
  return Object.freeze({ dim: order.length, forward: reorder(order), inverse: reorder(back) });
}
