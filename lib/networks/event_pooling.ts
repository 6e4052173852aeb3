/**
 * Event-aligned pooling: local filters slide over a series; what they give, and its square, is
 * averaged over the samples in each bin of a clock, such as the time since the last event. So an
 * observation of any length, with any number of events, becomes means and variances of learned local
 * features, as a function of the time from events. Sums over samples in no order are a deep set of
 * Zaheer et al. 2017, arXiv:1703.06114; second moments, since some parameters show only in the
 * fluctuations about a mean.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { between, integer } from "../core/check.ts";
import { binMoments, rawMoments } from "../compute/kernels/bin_moments.ts";
import { PANEL, pooledFilters } from "../compute/kernels/pooled_filters.ts";
import type { Scope } from "../compute/scope.ts";
import { dense } from "./dense.ts";
import { mlp } from "./mlp.ts";
import type { SummaryNetwork } from "./network.ts";

/** Filters of one resolution. */
export interface FilterLevel {
  /** A point that a filter sees is the mean of so many samples. */
  readonly every: number;
  /** Points that a filter sees. */
  readonly taps: number;
  /** Number of filters, a multiple of 8. */
  readonly filters: number;
}

/** The shape of the network. */
export interface EventPoolingOptions {
  /** The shape [T, C + codes] of a series, or [sweeps, T, C + codes] of several. */
  readonly shape: readonly number[];
  /** So many of the last columns are codes of bins, one for each clock; below 0 is no bin. */
  readonly codes: number;
  /** Codes are 0 … bins − 1. */
  readonly bins: number;
  /** Number of learned summaries. */
  readonly dim: number;
  /** Default: 16 filters of 8 points of 1 sample, of 4, of 16, … as long as they fit six times. */
  readonly levels?: readonly FilterLevel[];
  /** What is kept of all moments in a bin. Default 16. */
  readonly rank?: number;
  /** Widths of the dense layers behind. Default 256, 256. */
  readonly widths?: readonly number[];
}

/** The default levels for series of a length. */
function levelsFor(length: number): FilterLevel[] {
  const levels: FilterLevel[] = [];
  for (let every = 1; every === 1 || 48 * every <= length; every *= 4) {
    levels.push({ every, taps: 8, filters: 16 });
  }
  return levels;
}

/** Variances below are rounding. */
const LEAST = 1e-9;

/** What makes values standard over rows, [N, …], where they are there: 0 for a value that never changes. */
function unitsOf(values: tf.Tensor, there: tf.Tensor) {
  const count = there.sum(0).maximum(1);
  const mean = values.mul(there).sum(0).div(count);
  const variance = values.sub(mean).mul(there).square().sum(0).div(count);
  const scale = variance.maximum(LEAST).rsqrt().mul(variance.greater(LEAST).toFloat());
  return { scale, shift: mean.mul(scale) };
}

/** Filters of a level, and the units of their moments. */
function levelOf(scope: Scope, { every, taps, filters }: FilterLevel, options: {
  readonly channels: number;
  readonly bins: number;
  readonly sweeps: number;
  readonly rank: number;
}) {
  const { channels, bins, sweeps, rank } = options;
  const action = "build event pooling";
  for (const [name, value] of Object.entries({ every, taps, filters })) {
    integer(action, name, value, 1);
  }
  if (filters % PANEL > 0) {
    throw new RangeError(
      `Cannot ${action} as filters must be a multiple of ${PANEL}: current value is ${filters}`,
    );
  }
  const sd = 1 / Math.sqrt(taps * channels);
  const weights = scope.variable("weights", [taps * channels, filters], (rng) => sd * rng.normal());
  const scale = scope.variable("scale", [bins, 2 * filters], () => 1);
  const shift = scope.variable("shift", [bins, 2 * filters], () => 0);
  const project = dense(scope.child("project"), { inputs: 2 * filters, outputs: rank });
  const pool = (x: tf.Tensor3D) =>
    pooledFilters(x, weights, { channels, taps, every, bins, sweeps });
  return {
    /** Sets the units to those of these series; gives the counts [N, bins]. */
    initialise(x: tf.Tensor3D): tf.Tensor2D {
      const pooled = pool(x);
      const units = unitsOf(rawMoments(pooled), pooled.counts.greater(0).toFloat().expandDims(2));
      scale.assign(units.scale as tf.Tensor2D);
      shift.assign(units.shift as tf.Tensor2D);
      return pooled.counts;
    },
    /** [N bins, rank] of the moments, and the counts [N, bins]. */
    apply(x: tf.Tensor3D) {
      const pooled = pool(x);
      const moments = binMoments(pooled, { scale, shift });
      return { features: project(moments.reshape([-1, 2 * filters])), counts: pooled.counts };
    },
  };
}

/**
 * Summarises series with codes, such as {@linkcode ../model/event_series.ts | eventSeries} makes,
 * [N, …shape] → [N, dim]; several sweeps of an observation add up, in whatever order. Samples in no
 * bin have no influence but through the filters that see them. The series are data: no gradient goes
 * through them.
 *
 * @throws {RangeError} If a number is not a positive integer, filters no multiple of 8, a point of
 * more samples than there are, or the shape not of two or three axes or without a column beside the
 * codes.
 *
 * @example Usage
 * ```ts
 * import { eventPooling } from "./event_pooling.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { key } from "../core/random.ts";
 * import { scope } from "../compute/scope.ts";
 * import { assertEquals } from "@std/assert";
 * import * as tf from "@tensorflow/tfjs";
 *
 * await startBackend();
 * using weights = scope(key(45));
 * const network = eventPooling(weights, { shape: [1000, 4], codes: 2, bins: 55, dim: 32 });
 * assertEquals(network.apply(tf.zeros([2, 1000, 4])).shape, [2, 32]);
 * ```
 */
export function eventPooling(
  scope: Scope,
  { shape, codes, bins, dim, levels, rank = 16, widths = [256, 256] }: EventPoolingOptions,
): SummaryNetwork {
  const action = "build event pooling";
  if (shape.length !== 2 && shape.length !== 3) {
    throw new RangeError(
      `Cannot ${action} as shape must have 2 or 3 axes: it has ${shape.length}`,
    );
  }
  const [length, width] = shape.slice(-2), sweeps = shape.length > 2 ? shape[0] : 1;
  const channels = width - codes;
  for (const [name, value] of Object.entries({ codes, bins, rank, sweeps, channels })) {
    integer(action, name, value, 1);
  }
  const parts = (levels ?? levelsFor(length)).map((level, i) => {
    between(action, "every", level.every, [1, length]);
    return levelOf(scope.child(i), level, { channels, bins, sweeps, rank });
  });
  integer(action, "levels.length", parts.length, 1);
  const counted = scope.child("counts");
  const scale = counted.variable("scale", [bins], () => 1);
  const shift = counted.variable("shift", [bins], () => 0);
  const head = mlp(scope.child("head"), { inputs: bins * (rank + 1), outputs: dim, widths });
  const seriesOf = (x: tf.Tensor) => x.reshape<tf.Tensor3D>([-1, ...shape.slice(-2)]);

  return Object.freeze({
    dim,
    initialise: (x: tf.Tensor) =>
      tf.tidy(() => {
        const series = seriesOf(x);
        const [counts] = parts.map((part) => part.initialise(series));
        const roots = counts.sqrt();
        const units = unitsOf(roots, tf.onesLike(roots));
        scale.assign(units.scale as tf.Tensor1D);
        shift.assign(units.shift as tf.Tensor1D);
      }),
    apply: (x: tf.Tensor) =>
      tf.tidy(() => {
        const all = parts.map(({ apply }) => apply(seriesOf(x)));
        const features = all.map(({ features }) => features).reduce((sum, part) =>
          tf.add(sum, part)
        );
        const roots = all[0].counts.sqrt().mul(scale).sub<tf.Tensor2D>(shift);
        return head(tf.concat2d([features.reshape([-1, bins * rank]), roots], 1));
      }),
  });
}
