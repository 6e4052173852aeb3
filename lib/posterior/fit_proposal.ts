/**
 * Importance proposals fitted to points: mixtures of Student distributions with a wide one around
 * them, so that no weight is without bound.
 *
 * @module
 */
import { momentsOf } from "../core/linear_algebra.ts";
import type { Key } from "../core/random.ts";
import type { WeightedSample } from "./importance.ts";
import { normalisedWeights } from "./pareto_smoothing.ts";
import { fitStudentMixture, studentMixture } from "./student_mixture.ts";
import type { Proposal } from "./target.ts";

/** Fewer points than this per coordinate can't be fitted. */
export const POINTS_PER_DIM = 8;
const FREEDOM = 8;
/** The share of a wide distribution around everything, so that no weight is without bound. */
const DEFENCE = 0.05;
/** The largest weight in a fit, in units of the mean: a single point is no component. */
const LARGEST_WEIGHT = 15;

/** Truncated weights, so that no single point dominates a fit; they sum to 1. */
function boundedWeights(weights: Float64Array): Float64Array {
  const cut = weights.map((w) => Math.min(w, LARGEST_WEIGHT / weights.length));
  const total = cut.reduce((a, b) => a + b, 0);
  return cut.map((w) => w / total);
}

/** A mixture fitted to weighted points [n, dim], with a wide component around it. */
export function fitProposal(
  key: Key,
  points: Float64Array,
  weights: Float64Array,
  components: number,
): Proposal {
  const dim = points.length / weights.length;
  const bounded = boundedWeights(weights);
  const fitted = fitStudentMixture(key, points, bounded, { components, freedom: FREEDOM });
  const { mean, covariance } = momentsOf(points, bounded, dim);
  const wide = {
    weight: DEFENCE / (1 - DEFENCE) * fitted.reduce((sum, { weight }) => sum + weight, 0),
    mean,
    scale: covariance.map((v) => 2 * v),
    freedom: 4,
  };
  return studentMixture(dim, [...fitted, wide]);
}

/**
 * The weights of a sample, tempered until their effective size is `least`: their logarithms are
 * halved as often as needed, so that a mixture far from the target moves towards it.
 */
function fittingWeights({ weights, logWeights }: WeightedSample, least: number): Float64Array {
  const effective = (own: Float64Array) =>
    1 / boundedWeights(own).reduce((sum, w) => sum + w * w, 0);
  let fitting = weights;
  for (let power = 0.5; !(effective(fitting) >= least); power /= 2) {
    fitting = normalisedWeights(logWeights.map((l) => power * l));
  }
  return fitting;
}

/**
 * A mixture fitted to draws of another by their weights; none if too few of them have one.
 */
export function refitProposal(
  key: Key,
  drawn: WeightedSample,
  dim: number,
  components: number,
): Proposal | undefined {
  const least = POINTS_PER_DIM * dim;
  if (drawn.logWeights.filter((l) => l > -Infinity).length < least) return undefined;
  return fitProposal(key, drawn.points, fittingWeights(drawn, least), components);
}
