/**
 * Conversion between arrays and tensors, the only place for it, and the rules of ownership:
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
import { elements } from "../core/arrays.ts";
import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { ofLength } from "../core/check.ts";
import { kernelsRun } from "./kernels/heap.ts";
import type { TensorOf } from "./tfjs.ts";

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
): TensorOf<Shape> {
  const size = elements(shape);
  ofLength("make tensor", "values", values, size);
  const floats = values instanceof Float32Array ? values : Float32Array.from(values);
  return tf.tensor<tf.Rank>(floats, [...shape], "float32") as TensorOf<Shape>;
}

/** The values of a tensor, row-major. */
export async function toValues(tensor: tf.Tensor): Promise<Float32Array> {
  return await tensor.data<"float32">();
}

/** The value of a scalar, such as a loss. */
export async function toNumber(scalar: tf.Scalar): Promise<number> {
  return (await toValues(scalar))[0];
}

/** The sizes of tensors together. */
function totalSize(tensors: readonly tf.Tensor[]): number {
  return tensors.reduce((sum, { size }) => sum + size, 0);
}

/** The numbers of a tensor in the heap of the wasm backend. Making another tensor may move them. */
function view(tensor: tf.Tensor): Float32Array {
  return (tf.backend() as BackendWasm).typedArrayFromHeap(tensor) as Float32Array;
}

/**
 * Copies the numbers of tensors concatenated, into `out`, which may be shared memory. On the
 * wasm backend it costs one copy, and is done when the function returns.
 *
 * @throws {RangeError} If `out` has not the length of all together.
 *
 * @example Usage
 * ```ts
 * import { copyOut, toTensor } from "./tensors.ts";
 * import { startBackend } from "./backend.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await startBackend();
 * const out = new Float32Array(new SharedArrayBuffer(4 * 3));
 * const [a, b] = [toTensor([1, 2], [2]), toTensor([3], [1])];
 * await copyOut([a, b], out);
 * assertEquals([...out], [1, 2, 3]);
 * a.dispose();
 * b.dispose();
 * ```
 */
export async function copyOut(tensors: readonly tf.Tensor[], out: Float32Array): Promise<void> {
  ofLength("copy tensors", "out", out, totalSize(tensors));
  let offset = 0;
  for (const tensor of tensors) {
    out.set(tf.getBackend() === "wasm" ? view(tensor) : await toValues(tensor), offset);
    offset += tensor.size;
  }
}

/**
 * Sets variables to the numbers concatenated in `values`, which may be shared
 * memory. With own kernels it costs one copy, and no new tensor. (Stock tfjs keeps a copy of its
 * own of every matrix that it multiplied, and would not see what is written in its place.)
 *
 * @throws {RangeError} If `values` has not the length of all together.
 */
export function copyIn(values: Float32Array, variables: readonly tf.Variable[]): void {
  ofLength("set variables", "values", values, totalSize(variables));
  let offset = 0;
  for (const variable of variables) {
    const part = values.subarray(offset, offset += variable.size);
    if (kernelsRun()) view(variable).set(part);
    else tf.tidy(() => variable.assign(toTensor(Float32Array.from(part), variable.shape)));
  }
}
