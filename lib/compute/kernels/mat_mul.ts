/**
 * Products of matrices for the wasm backend, in every transposed variant.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { after, heapOf } from "./heap.ts";
import { multiply, productRoom } from "./product.ts";

/** Numbers of the outer axes of a batch, and how they repeat in the batch of the result. */
function batchIndices(shape: readonly number[], result: readonly number[]): number[] {
  let indices = [0];
  let stride = tf.util.sizeFromShape([...shape]);
  result.forEach((length, axis) => {
    const own = shape[axis - (result.length - shape.length)] ?? 1;
    stride /= own;
    const step = own === 1 ? 0 : stride;
    indices = indices.flatMap((index) => Array.from({ length }, (_, i) => index + i * step));
  });
  return indices;
}

/** `BatchMatMul` of float32 matrices by the own kernel. */
export const matMul: tf.KernelFunc = ({ inputs, attrs, backend }) => {
  const { a, b } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
  const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean };
  const heap = heapOf(backend);
  const [columnsA, columnsB] = [a, b].map(({ shape }) => shape[shape.length - 1]);
  const [rowsA, rowsB] = [a, b].map(({ shape }) => shape[shape.length - 2]);
  const [m, k] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
  const n = transposeB ? rowsB : columnsB;
  const [batchA, batchB] = [a, b].map(({ shape }) => shape.slice(0, -2));
  const batch = tf.broadcast_util.assertAndGetBroadcastShape(batchA, batchB);
  const out = heap.make([...batch, m, n]);
  const work = heap.scratch(productRoom(n));
  const [ofA, ofB, ofOut] = [a, b, out].map(heap.of);
  const indicesA = batchIndices(batchA, batch), indicesB = batchIndices(batchB, batch);
  indicesA.forEach((indexA, i) => {
    multiply(heap, {
      m,
      n,
      k,
      a: after(ofA, indexA * m * k),
      transposeA,
      b: after(ofB, indicesB[i] * k * n),
      transposeB,
      c: after(ofOut, i * m * n),
      work,
    });
  });
  return out;
};
