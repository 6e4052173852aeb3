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
  /** Taken away. */
  readonly centre: tf.Tensor2D;
  /** Then multiplied by. */
  readonly scale: tf.Tensor2D;
}

/** Standard values are squashed softly to at most this. */
const LIMIT = 8;

const FORWARD = "lif-sbi/BinMoments", BACKWARD = "lif-sbi/BinMomentsGradient";

/** The counts and addresses that both kernels take. */
function given(
  heap: Heap,
  { sums, counts, centre, scale }: Readonly<Record<string, tf.TensorInfo>>,
) {
  const [rows, bins, width] = sums.shape;
  return {
    rows,
    bins,
    filters: width / 2,
    sums: heap.of(sums),
    counts: heap.of(counts),
    centre: heap.of(centre),
    scale: heap.of(scale),
  };
}

defineKernel(FORWARD, (heap: Heap, inputs) => {
  const y = heap.make(inputs.sums.shape);
  heap.kernels.binMoments({ ...given(heap, inputs), y: heap.of(y) });
  return y;
});

defineKernel(BACKWARD, (heap: Heap, inputs) => {
  const { sums, centre, dy } = inputs;
  const made = [sums.shape, centre.shape, centre.shape].map(heap.make);
  const [dSums, dCentre, dScale] = made.map(heap.of);
  heap.kernels.binMomentsGradient({
    ...given(heap, inputs),
    dy: heap.of(dy),
    dSums,
    dCentre,
    dScale,
  });
  return made;
});

tf.registerGradient({
  kernelName: FORWARD,
  inputsToSave: ["sums", "counts", "centre", "scale"],
  gradFunc: (dy, [sums, counts, centre, scale]) => {
    const inputs = { sums, counts, centre, scale, dy: dy as tf.Tensor };
    const [dSums, dCentre, dScale] = runKernel(BACKWARD, inputs, {});
    return {
      sums: () => dSums,
      counts: () => tf.zerosLike(counts),
      centre: () => dCentre,
      scale: () => dScale,
    };
  },
});

/** The moments themselves, [N, bins, 2 filters]: means, then variances; 0 in an empty bin. */
export function rawMoments({ sums, counts }: PooledFilters): tf.Tensor3D {
  return tf.tidy(() => {
    const [mean, square] = tf.split(tf.div(sums, counts.maximum(1).expandDims(2)), 2, 2);
    return tf.concat([mean, tf.sub(square, mean.square())], 2) as tf.Tensor3D;
  });
}

/**
 * Means and variances in bins, in standard units, squashed softly to at most 8: [N, bins, 2
 * filters], the means first. An empty bin has 0.
 */
export function binMoments(pooled: PooledFilters, { centre, scale }: MomentUnits): tf.Tensor3D {
  return tf.tidy(() => {
    const { sums, counts } = pooled;
    if (kernelsRun() && sums.shape[2] % (2 * PANEL) === 0) {
      return runKernel(FORWARD, { sums, counts, centre, scale }, {}) as unknown as tf.Tensor3D;
    }
    const there = counts.greater(0).toFloat().expandDims(2);
    const f = rawMoments(pooled).sub(centre).mul(scale).mul(there);
    return f.div(f.div(LIMIT).square().add(1).sqrt());
  });
}
