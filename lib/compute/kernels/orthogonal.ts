/**
 * The orthogonal part of a matrix, roughly, as one kernel: an iteration of small products, which
 * plain tfjs takes longer to call than to compute.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { defineKernel, type Heap, kernelsRun, runKernel } from "./heap.ts";
import { productRoom } from "./product.ts";

/**
 * Steps, and the coefficients of the quintic of Jordan et al. 2024,
 * https://kellerjordan.github.io/posts/muon/: fast, though singular values end near 1 only.
 */
const STEPS = 5;
const [A, B, C] = [3.4445, -4.775, 2.0315];

const ORTHOGONAL = "lif-sbi/Orthogonal";

defineKernel(ORTHOGONAL, (heap: Heap, { x }) => {
  const [rows, columns] = x.shape, y = heap.make(x.shape);
  const side = Math.min(rows, columns), long = Math.max(rows, columns);
  const work = heap.scratch(rows * columns + 2 * side * side + productRoom(long));
  heap.kernels.orthogonal({
    rows,
    columns,
    steps: STEPS,
    a: A,
    b: B,
    c: C,
    x: heap.of(x),
    y: heap.of(y),
    work,
  });
  return y;
});

/** The same of plain operations of tfjs. */
function plainly(matrix: tf.Tensor2D): tf.Tensor2D {
  const [rows, columns] = matrix.shape;
  const wide = rows > columns ? matrix.transpose<tf.Tensor2D>() : matrix;
  let x = tf.div<tf.Tensor2D>(wide, wide.norm().add(1e-12));
  for (let i = 0; i < STEPS; i++) {
    const gram = tf.matMul(x, x, false, true);
    const inner = tf.add<tf.Tensor2D>(gram.mul(B), tf.matMul(gram, gram).mul(C));
    x = tf.add(x.mul(A), tf.matMul(inner, x));
  }
  return rows > columns ? x.transpose() : x;
}

/**
 * U Vᵀ of a matrix U Σ Vᵀ, roughly: its singular values are brought to between 0.7 and 1.2, unless
 * they are less than a hundredth of the largest.
 *
 * @example Usage
 * ```ts
 * import { orthogonal } from "./orthogonal.ts";
 * import { startBackend } from "../backend.ts";
 * import { assert } from "@std/assert";
 * import * as tf from "@tensorflow/tfjs";
 *
 * await startBackend();
 * const [[a], [, b]] = orthogonal(tf.tensor2d([[100, 0], [0, -5]])).arraySync();
 * assert(a > 0.6 && a < 1.3 && b < -0.6 && b > -1.3);
 * ```
 */
export function orthogonal(matrix: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() =>
    kernelsRun()
      ? runKernel(ORTHOGONAL, { x: matrix }, {}) as unknown as tf.Tensor2D
      : plainly(matrix)
  );
}
