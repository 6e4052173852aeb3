/**
 * What attention needs along the last axis, by own kernels where they run.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { defineKernel, kernelsRun, runKernel } from "./heap.ts";

const SOFTMAX = "lif-sbi/Softmax", SOFTMAX_GRADIENT = "lif-sbi/SoftmaxGradient";
const NORM = "lif-sbi/LayerNorm", NORM_GRADIENT = "lif-sbi/LayerNormGradient";

/** Number and length of the rows. */
function rowsOf({ shape }: tf.TensorInfo): readonly [number, number] {
  const length = shape[shape.length - 1];
  return [tf.util.sizeFromShape(shape.slice(0, -1)), length];
}

defineKernel(SOFTMAX, (heap, { x }) => {
  const y = heap.make(x.shape);
  heap.kernels.softmax(...rowsOf(x), heap.of(x), heap.of(y));
  return y;
});

defineKernel(SOFTMAX_GRADIENT, (heap, { y, dy }) => {
  const dx = heap.make(y.shape);
  heap.kernels.softmaxGradient(...rowsOf(y), ...[y, dy, dx].map(heap.of));
  return dx;
});

tf.registerGradient({
  kernelName: SOFTMAX,
  outputsToSave: [true],
  gradFunc: (dy, [y]) => ({
    x: () => runKernel(SOFTMAX_GRADIENT, { y, dy: dy as tf.Tensor }, {}) as unknown as tf.Tensor,
  }),
});

/** Gives the deviations too, which the gradient needs. */
defineKernel(NORM, (heap, { x }, attrs) => {
  const [rows, length] = rowsOf(x), { epsilon } = attrs as { readonly epsilon: number };
  const y = heap.make(x.shape), deviations = heap.make([rows]);
  heap.kernels.layerNorm(rows, length, epsilon, ...[x, y, deviations].map(heap.of));
  return [y, deviations];
});

defineKernel(NORM_GRADIENT, (heap, { y, deviations, dy }) => {
  const dx = heap.make(y.shape);
  heap.kernels.layerNormGradient(...rowsOf(y), ...[y, deviations, dy, dx].map(heap.of));
  return dx;
});

tf.registerGradient({
  kernelName: NORM,
  outputsToSave: [true, true],
  gradFunc: (dys, [y, deviations]) => {
    const [dy] = dys as tf.Tensor[];
    return {
      x: () => runKernel(NORM_GRADIENT, { y, deviations, dy }, {}) as unknown as tf.Tensor,
    };
  },
});

/** exp(x) / Σ exp(x) along the last axis. */
export function softmax<T extends tf.Tensor>(x: T): T {
  if (!kernelsRun()) return tf.softmax(x);
  return runKernel(SOFTMAX, { x }, {}) as unknown as T;
}

/**
 * (x − mean) / √(variance + ε) along the last axis. Ba et al. 2016, arXiv:1607.06450, eq. 4, without
 * gain and bias, which a layer behind can have.
 */
export function layerNorm<T extends tf.Tensor>(x: T, epsilon = 1e-5): T {
  return tf.tidy(() => {
    if (kernelsRun()) return runKernel(NORM, { x }, { epsilon })[0] as T;
    const centred = x.sub(x.mean(-1, true));
    return centred.div<T>(centred.square().mean(-1, true).add(epsilon).sqrt());
  });
}
