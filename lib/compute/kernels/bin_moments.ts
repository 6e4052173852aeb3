/**
 * Means and variances in bins, in standard units, as one kernel with one gradient.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { defineKernel, type Heap, kernelsRun, runKernel } from "./heap.ts";
import { PANEL, type PooledFilters } from "./pooled_filters.ts";

/** What makes moments standard, [bins, 2 filters] each. */
export interface MomentUnits {
  /** Multiplied by. */
  readonly scale: tf.Tensor2D;
  /** Then taken away. */
  readonly shift: tf.Tensor2D;
}

/** Standard values are squashed softly to at most this. */
const LIMIT = 8;

const FORWARD = "lif-sbi/BinMoments", BACKWARD = "lif-sbi/BinMomentsGradient";

/** The counts and addresses that both kernels take. */
function given(
  heap: Heap,
  { sums, counts, scale, shift }: Readonly<Record<string, tf.TensorInfo>>,
) {
  const [rows, bins, width] = sums.shape;
  return {
    rows,
    bins,
    filters: width / 2,
    sums: heap.of(sums),
    counts: heap.of(counts),
    scale: heap.of(scale),
    shift: heap.of(shift),
  };
}

defineKernel(FORWARD, (heap: Heap, inputs) => {
  const y = heap.make(inputs.sums.shape);
  heap.kernels.binMoments({ ...given(heap, inputs), y: heap.of(y) });
  return y;
});

defineKernel(BACKWARD, (heap: Heap, inputs) => {
  const { sums, scale, dy } = inputs;
  const made = [sums.shape, scale.shape, scale.shape].map(heap.make);
  const [dSums, dScale, dShift] = made.map(heap.of);
  heap.kernels.binMomentsGradient({
    ...given(heap, inputs),
    dy: heap.of(dy),
    dSums,
    dScale,
    dShift,
  });
  return made;
});

tf.registerGradient({
  kernelName: FORWARD,
  inputsToSave: ["sums", "counts", "scale", "shift"],
  gradFunc: (dy, [sums, counts, scale, shift]) => {
    const inputs = { sums, counts, scale, shift, dy: dy as tf.Tensor };
    const [dSums, dScale, dShift] = runKernel(BACKWARD, inputs, {});
    return {
      sums: () => dSums,
      counts: () => tf.zerosLike(counts),
      scale: () => dScale,
      shift: () => dShift,
    };
  },
});

/**
 * The moments themselves, [N, bins, 2 filters]: means, then variances; 0 in an empty bin.
 *
 * @example Usage
 * ```ts
 * import { rawMoments } from "./bin_moments.ts";
 * import { startBackend } from "../backend.ts";
 * import { assertEquals } from "@std/assert";
 * import * as tf from "@tensorflow/tfjs";
 *
 * await startBackend();
 * const sums = tf.tensor3d([[[5, 13]]]), counts = tf.tensor2d([[2]]); // of the values 2, 3
 * assertEquals(rawMoments({ sums, counts }).arraySync(), [[[2.5, 0.25]]]);
 * ```
 */
export function rawMoments({ sums, counts }: PooledFilters): tf.Tensor3D {
  return tf.tidy(() => {
    const [mean, square] = tf.split(tf.div(sums, counts.maximum(1).expandDims(2)), 2, 2);
    return tf.concat([mean, tf.sub(square, mean.square())], 2) as tf.Tensor3D;
  });
}

/**
 * Means and variances in bins, in standard units, squashed softly to at most 8: [N, bins, 2
 * filters], the means first. An empty bin has 0.
 *
 * @example Usage
 * ```ts
 * import { binMoments } from "./bin_moments.ts";
 * import { startBackend } from "../backend.ts";
 * import { assertEquals } from "@std/assert";
 * import * as tf from "@tensorflow/tfjs";
 *
 * await startBackend();
 * const sums = tf.tensor3d([[[5, 13]]]), counts = tf.tensor2d([[2]]); // of the values 2, 3
 * const units = { scale: tf.tensor2d([[2, 4]]), shift: tf.tensor2d([[5, 1]]) };
 * assertEquals(binMoments({ sums, counts }, units).arraySync(), [[[0, 0]]]);
 * ```
 */
export function binMoments(pooled: PooledFilters, { scale, shift }: MomentUnits): tf.Tensor3D {
  return tf.tidy(() => {
    const { sums, counts } = pooled;
    if (kernelsRun() && sums.shape[2] % (2 * PANEL) === 0) {
      return runKernel(FORWARD, { sums, counts, scale, shift }, {}) as unknown as tf.Tensor3D;
    }
    const there = counts.greater(0).toFloat().expandDims(2);
    const f = rawMoments(pooled).mul(scale).sub(shift).mul(there);
    return f.div(f.div(LIMIT).square().add(1).sqrt());
  });
}
