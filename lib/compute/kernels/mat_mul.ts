/**
 * Products of matrices for the wasm backend, in every transposed variant.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { after, heapOf } from "./heap.ts";
import { gemmRoom } from "./layers.ts";

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
  const [lda, ldb] = [a, b].map(({ shape }) => shape[shape.length - 1]);
  const [rowsA, rowsB] = [a, b].map(({ shape }) => shape[shape.length - 2]);
  const [m, k] = transposeA ? [lda, rowsA] : [rowsA, lda];
  const n = transposeB ? rowsB : ldb;
  const [batchA, batchB] = [a, b].map(({ shape }) => shape.slice(0, -2));
  const batch = tf.broadcast_util.assertAndGetBroadcastShape(batchA, batchB);
  const out = heap.make([...batch, m, n]);
  const work = heap.scratch(gemmRoom(n));
  const [ofA, ofB, ofOut] = [a, b, out].map(heap.of);
  const flags = [Number(transposeA), Number(transposeB)];
  const indicesA = batchIndices(batchA, batch), indicesB = batchIndices(batchB, batch);
  indicesA.forEach((indexA, i) => {
    const [from, by] = [after(ofA, indexA * m * k), after(ofB, indicesB[i] * k * n)];
    const to = after(ofOut, i * m * n);
    heap.kernels.gemm(...flags, m, n, k, from, lda, by, ldb, to, n, 0, 0, work);
  });
  return out;
};
