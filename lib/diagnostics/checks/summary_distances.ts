/**
 * How far an observation's summaries lie from those of simulations: by Mahalanobis' distance, which
 * has one centre and uses the correlations, and by the distance to the k-th nearest of the
 * simulations in whitened coordinates, which follows any shape.
 *
 * Whitening needs a covariance that can be inverted, however many summaries there are and however
 * they depend on each other: that of Ledoit & Wolf 2004 (J. Multivariate Anal. 88, 365–411),
 * (1 − γ) S + γ I of the standardised summaries, with their estimate of the best γ.
 *
 * @module
 */
import { allFinite, integer, ofLength } from "../../core/check.ts";
import { cholesky, mahalanobis, momentsOf } from "../../core/linear_algebra.ts";

/** Numbers about `count` observations. */
export interface Summaries {
  /** One a column. */
  readonly names: readonly string[];
  /** Observations. */
  readonly count: number;
  /** Row-major, [count, names.length]. */
  readonly values: ArrayLike<number>;
}

/** What is remembered of the simulations. Plain arrays, to be stored. */
export interface SummarySpace {
  /** One a summary. */
  readonly names: readonly string[];
  /** Of each summary; an sd of 1 where it never varied. */
  readonly mean: Float64Array;
  /** Of each summary; 1 where it never varied. */
  readonly sd: Float64Array;
  /** The lower triangle L of the shrunk correlation matrix L Lᵀ, [dim, dim]. */
  readonly lower: Float64Array;
  /** The share γ of the identity in it. */
  readonly shrinkage: number;
  /** The simulations, whitened: [count, dim]. */
  readonly points: Float32Array;
}

/** A distance from simulations. */
export type DistanceMeasure = "Mahalanobis" | "nearest simulations";

/** What is measured, in this order. */
export const MEASURES: readonly DistanceMeasure[] = ["Mahalanobis", "nearest simulations"];

/** The neighbour that is measured to. */
const NEIGHBOUR = 5;

/** Refuses summaries that are not numbers, or not of these names. */
export function checkSummaries(
  action: string,
  label: string,
  { names, count, values }: Summaries,
): void {
  integer(action, `${label}.names.length`, names.length, 1);
  ofLength(action, `${label}.values`, values, count * names.length);
  allFinite(action, `${label}.values`, values);
}

/** The share γ of the identity, equation 14 of Ledoit & Wolf for a unit diagonal; above 0. */
function shrinkageOf(rows: Float64Array, covariance: Float64Array, dim: number): number {
  const count = rows.length / dim;
  let distance = 0, norm = 0;
  covariance.forEach((c, i) => {
    norm += c * c;
    distance += (c - Number(i % (dim + 1) === 0)) ** 2;
  });
  let error = 0;
  for (let i = 0; i < count; i++) {
    let square = 0, form = 0;
    for (let j = 0; j < dim; j++) {
      const x = rows[i * dim + j];
      square += x * x;
      for (let k = 0; k < dim; k++) form += x * covariance[j * dim + k] * rows[i * dim + k];
    }
    error += (square * square - 2 * form + norm) / count ** 2;
  }
  return Math.min(1, Math.max(1e-6, error / distance));
}

/** Learns centre, scale, correlations and shape from simulations. */
export function summarySpace({ names, count, values }: Summaries): SummarySpace {
  const dim = names.length;
  const weights = new Float64Array(count).fill(1 / count);
  const raw = momentsOf(Float64Array.from(values), weights, dim);
  const sd = raw.mean.map((m, j) => {
    const own = Math.sqrt(raw.covariance[j * (dim + 1)]);
    return own > 1e-9 * Math.abs(m) ? own : 1; // what never varies still rounds
  });
  const rows = Float64Array.from(values, (value, i) => (value - raw.mean[i % dim]) / sd[i % dim]);
  const { covariance } = momentsOf(rows, weights, dim);
  const shrinkage = shrinkageOf(rows, covariance, dim);
  const lower = cholesky(
    covariance.map((c, i) => (1 - shrinkage) * c + (i % (dim + 1) === 0 ? shrinkage : 0)),
    dim,
  );
  const work = new Float64Array(dim);
  const points = new Float32Array(count * dim);
  for (let i = 0; i < count; i++) {
    mahalanobis(lower, rows.subarray(i * dim, (i + 1) * dim), work);
    points.set(work, i * dim);
  }
  return { names, mean: raw.mean, sd, lower, shrinkage, points };
}

/** The distance to the {@linkcode NEIGHBOUR}-th nearest point. */
function neighbourDistance(points: Float32Array, x: Float64Array): number {
  const dim = x.length;
  const nearest = new Float64Array(NEIGHBOUR).fill(Infinity);
  for (let from = 0; from < points.length; from += dim) {
    let sum = 0;
    for (let j = 0; j < dim && sum < nearest[NEIGHBOUR - 1]; j++) {
      const difference = points[from + j] - x[j];
      sum += difference * difference;
    }
    if (!(sum < nearest[NEIGHBOUR - 1])) continue;
    let place = NEIGHBOUR - 1;
    for (; place > 0 && nearest[place - 1] > sum; place--) nearest[place] = nearest[place - 1];
    nearest[place] = sum;
  }
  return Math.sqrt(nearest[Math.min(NEIGHBOUR, points.length / dim) - 1]);
}

/**
 * The two distances of one observation's summaries, [dim], in the order of {@linkcode MEASURES}.
 */
export function distancesTo(
  { mean, sd, lower, points }: SummarySpace,
  values: ArrayLike<number>,
): number[] {
  const x = mean.map((m, j) => (values[j] - m) / sd[j]);
  const work = new Float64Array(x.length);
  const square = mahalanobis(lower, x, work);
  return [Math.sqrt(square), neighbourDistance(points, work)];
}
