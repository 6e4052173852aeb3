/**
 * The one door between arrays and tensors, and the law of ownership behind it:
 *
 * 1. Arguments are borrowed: a function never disposes what it was given.
 * 2. Results are the caller's, and everything else made inside is gone: a function with more than
 *    one operation is a `tf.tidy`, or says that it must be called in one.
 * 3. Variables live in a {@link ./scope.ts | Scope}, which is disposable.
 * 4. One training step is one tidy: the loss leaves as a number, gradients are disposed by the
 *    optimiser.
 * 5. Only this file reads data out of tensors, and waits for it, as a graphics card answers late.
 *
 * Arrays may be float64, tensors are float32: the conversion happens here.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { ofLength } from "./check.ts";
import type { RankOf } from "./scope.ts";

/**
 * The values as a tensor of that shape, row-major.
 *
 * @throws {RangeError} If the values do not fill the shape.
 *
 * @example Usage
 * ```ts
 * import { toTensor, toValues } from "./tensors.ts";
 * import { startBackend } from "./backend.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await startBackend();
 * const matrix = toTensor([1, 2, 3, 4, 5, 6], [2, 3]);
 * assertEquals(matrix.shape, [2, 3]);
 * assertEquals([...await toValues(matrix)], [1, 2, 3, 4, 5, 6]);
 * matrix.dispose();
 * ```
 */
export function toTensor<const Shape extends readonly number[]>(
  values: ArrayLike<number>,
  shape: Shape,
): tf.Tensor<RankOf<Shape>> {
  const size = shape.reduce((product, length) => product * length, 1);
  ofLength("make tensor", "values", values, size);
  const floats = values instanceof Float32Array ? values : Float32Array.from(values);
  return tf.tensor<tf.Rank>(floats, [...shape], "float32") as tf.Tensor<RankOf<Shape>>;
}

/** The values of a tensor, row-major. */
export async function toValues(tensor: tf.Tensor): Promise<Float32Array> {
  return await tensor.data<"float32">();
}

/** The value of a scalar, such as a loss. */
export async function toNumber(scalar: tf.Scalar): Promise<number> {
  return (await toValues(scalar))[0];
}
