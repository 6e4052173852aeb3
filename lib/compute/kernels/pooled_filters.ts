/**
 * Filters over series, and the sums of what they give and of its squares in bins of clocks, as one
 * kernel with one gradient: unfused, a thousand numbers a filter would be written and read again
 * several times for each series.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { defineKernel, type Heap, kernelsRun, runKernel } from "./heap.ts";
import { makeKept } from "./perceptron.ts";

/** How series are read. */
export interface PooledFiltersShape {
  /** Columns of a sample that are filtered; those behind them are codes, one a clock. */
  readonly channels: number;
  /** Points that a filter sees; the middle one, or the left of the middle two, is where it stands. */
  readonly taps: number;
  /** A point is the mean of so many samples. */
  readonly every: number;
  /** Codes are 0 … bins − 1; below 0 is no bin. */
  readonly bins: number;
  /** So many series, one after another, are added up. */
  readonly sweeps: number;
}

/** What falls into each bin: of N groups of series. */
export type PooledFilters = {
  /** [N, bins, 2 filters]: the sums of what the filters give, then of its squares. */
  readonly sums: tf.Tensor3D;
  /** [N, bins]: the number of points. */
  readonly counts: tf.Tensor2D;
};

/** Filters of the kernel come by so many. */
export const PANEL = 8;

/** Points are filtered by so many. */
const TILE = 6;

/** The counts that both kernels take, and the sizes of their work arrays. */
function plan(x: tf.TensorInfo, filters: number, shape: PooledFiltersShape) {
  const { channels, taps, every, bins, sweeps } = shape;
  const [count, length, width] = x.shape;
  const points = Math.floor(length / every), rows = TILE * Math.ceil(points / TILE);
  const clocks = width - channels;
  const ready = (rows + taps) * channels + TILE + points * (1 + clocks);
  return {
    counts: { count, sweeps, length, channels, clocks, taps, every, filters, bins },
    groups: count / sweeps,
    kept: count * filters * rows,
    room: taps * channels * filters + ready,
    gradientRoom: rows * PANEL + ready,
  };
}

const FORWARD = "lif-sbi/PooledFilters", BACKWARD = "lif-sbi/PooledFiltersGradient";
const COUNTS = "lif-sbi/PooledCounts";

/** A kernel of its own, as counts have no gradient. */
defineKernel(COUNTS, (heap: Heap, { x }, attrs) => {
  const { counts: { count, sweeps, length, channels, clocks, every, bins }, groups } = plan(
    x,
    0,
    attrs as PooledFiltersShape,
  );
  const counts = heap.make([groups, bins]);
  heap.kernels.pooledCounts({
    count,
    sweeps,
    length,
    channels,
    clocks,
    every,
    bins,
    x: heap.of(x),
    counts: heap.of(counts),
  });
  return counts;
});

defineKernel(FORWARD, (heap: Heap, { x, weights }, attrs) => {
  const filters = weights.shape[1];
  const { counts, groups, kept: size, room } = plan(x, filters, attrs as PooledFiltersShape);
  const sums = heap.make([groups, counts.bins, 2 * filters]);
  const kept = makeKept(heap, size), work = heap.scratch(room);
  heap.kernels.pooledFilters({
    ...counts,
    x: heap.of(x),
    weights: heap.of(weights),
    sums: heap.of(sums),
    kept: heap.of(kept),
    work,
  });
  return [sums, kept];
});

defineKernel(BACKWARD, (heap: Heap, { x, kept, dSums }, attrs) => {
  const shape = attrs as PooledFiltersShape, filters = dSums.shape[2] / 2;
  const { counts, gradientRoom } = plan(x, filters, shape);
  const dWeights = heap.make([shape.taps * shape.channels, filters]);
  const work = heap.scratch(gradientRoom);
  heap.kernels.pooledFiltersGradient({
    ...counts,
    x: heap.of(x),
    kept: heap.of(kept),
    dSums: heap.of(dSums),
    dWeights: heap.of(dWeights),
    work,
  });
  return dWeights;
});

tf.registerGradient({
  kernelName: FORWARD,
  inputsToSave: ["x"],
  outputsToSave: [false, true],
  gradFunc: (dys, [x, kept], attrs) => {
    const [dSums] = dys as tf.Tensor[];
    return {
      x: () => tf.zerosLike(x),
      weights: () => runKernel(BACKWARD, { x, kept, dSums }, attrs) as unknown as tf.Tensor,
    };
  },
});

/** The same of plain operations of tfjs. */
function plainly(
  x: tf.Tensor3D,
  weights: tf.Tensor2D,
  { channels, taps, every, bins, sweeps }: PooledFiltersShape,
): PooledFilters {
  const [count, length, width] = x.shape, filters = weights.shape[1];
  const points = Math.floor(length / every), clocks = width - channels, groups = count / sweeps;
  const blocks = x.slice([0, 0, 0], [count, points * every, width])
    .reshape([count, points, every, width]);
  const values = blocks.slice([0, 0, 0, 0], [count, points, every, channels]).mean<tf.Tensor3D>(2);
  const before = (taps - 1) >> 1;
  const padded = tf.pad3d(values, [[0, 0], [before, taps - 1 - before], [0, 0]]);
  const windows = tf.concat(
    Array.from({ length: taps }, (_, k) => padded.slice([0, k, 0], [count, points, channels])),
    2,
  );
  const z = tf.matMul(windows.reshape<tf.Tensor2D>([-1, taps * channels]), weights)
    .reshape([groups, sweeps * points, filters]);
  const codes = blocks.slice([0, 0, every >> 1, channels], [count, points, 1, clocks])
    .reshape([groups, sweeps * points, clocks, 1]);
  const inBin = codes.equal(tf.range(0, bins)).toFloat().sum<tf.Tensor3D>(2); // [N, points, bins]
  return {
    sums: tf.matMul(inBin, tf.concat([z, z.square()], 2), true, false) as tf.Tensor3D,
    counts: inBin.sum(1),
  };
}

/**
 * Filters x [N sweeps, T, channels + clocks] by weights [taps × channels, filters], and adds up in
 * bins. Points beyond the ends are zero; samples behind the last whole point are left out. A point
 * has the codes of its middle sample, of which one that is no bin's is of none. x is data: it gets no
 * gradient.
 *
 * @example Usage
 * ```ts
 * import { pooledFilters } from "./pooled_filters.ts";
 * import { startBackend } from "../backend.ts";
 * import { assertEquals } from "@std/assert";
 * import * as tf from "@tensorflow/tfjs";
 *
 * await startBackend();
 * const x = tf.tensor3d([[[1, 0], [2, 1], [3, 1]]]); // the second column is the code
 * const shape = { channels: 1, taps: 1, every: 1, bins: 2, sweeps: 1 };
 * const { sums, counts } = pooledFilters(x, tf.ones([1, 8]), shape);
 * assertEquals(counts.arraySync(), [[1, 2]]);
 * assertEquals(sums.gather([0, 8], 2).arraySync(), [[[1, 1], [5, 13]]]); // Σ z, Σ z² of a filter
 * ```
 */
export function pooledFilters(
  x: tf.Tensor3D,
  weights: tf.Tensor2D,
  shape: PooledFiltersShape,
): PooledFilters {
  return tf.tidy(() => {
    if (!kernelsRun() || x.dtype !== "float32" || weights.shape[1] % PANEL > 0) {
      return plainly(x, weights, shape);
    }
    const [sums] = runKernel(FORWARD, { x, weights }, shape);
    const counts = runKernel(COUNTS, { x }, shape) as unknown as tf.Tensor2D;
    return { sums: sums as tf.Tensor3D, counts };
  });
}
