/**
 * Mixtures of multivariate Student distributions as importance proposals, and their fit to a
 * weighted sample: the EM of Cappé, Douc, Guillin, Marin & Robert 2008, arXiv:0710.4242, section 4,
 * which minimises the Kullback–Leibler divergence from the target.
 *
 * @module
 */
import { integer, positive } from "../core/check.ts";
import { fold, type Key, stream } from "../core/random.ts";
import { logGamma, logSumExp } from "../core/special.ts";
import {
  cholesky,
  logDeterminant,
  mahalanobis,
  momentsOf,
  multiplyLower,
} from "../core/linear_algebra.ts";
import type { Proposal } from "./target.ts";

/** One multivariate Student distribution of a mixture. */
export interface StudentComponent {
  /** Up to a common factor. */
  readonly weight: number;
  readonly mean: Float64Array;
  /**
   * The scale matrix, [dim, dim], positive definite: freedom / (freedom − 2) of it is the
   * covariance.
   */
  readonly scale: Float64Array;
  /** Degrees of freedom, a whole number. */
  readonly freedom: number;
}

/** A component ready to be evaluated. */
interface Factored extends StudentComponent {
  readonly lower: Float64Array;
  readonly logConstant: number;
}

function factor(component: StudentComponent, dim: number, totalWeight: number): Factored {
  const { weight, scale, freedom } = component;
  const lower = cholesky(scale, dim);
  const logConstant = Math.log(weight / totalWeight) + logGamma((freedom + dim) / 2) -
    logGamma(freedom / 2) - 0.5 * (dim * Math.log(freedom * Math.PI) + logDeterminant(lower, dim));
  return { ...component, lower, logConstant };
}

function factorAll(components: readonly StudentComponent[], dim: number): Factored[] {
  const total = components.reduce((sum, { weight }) => sum + weight, 0);
  return components.map((component) => factor(component, dim, total));
}

/** Evaluates all components at one point: log weighted density, and Mahalanobis distance. */
function evaluate(
  components: readonly Factored[],
  point: Float64Array,
  logDensities: Float64Array,
  distances: Float64Array,
  work: { readonly centred: Float64Array; readonly solved: Float64Array },
): void {
  const dim = point.length;
  components.forEach(({ mean, lower, freedom, logConstant }, c) => {
    for (let j = 0; j < dim; j++) work.centred[j] = point[j] - mean[j];
    distances[c] = mahalanobis(lower, work.centred, work.solved);
    logDensities[c] = logConstant - 0.5 * (freedom + dim) * Math.log1p(distances[c] / freedom);
  });
}

/**
 * A mixture of Student distributions.
 *
 * @throws {RangeError} If there is no component, a weight is not positive, a scale matrix is not
 * positive definite or the degrees of freedom are not whole.
 *
 * @example Usage
 * ```ts
 * import { studentMixture } from "./student_mixture.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const cauchy = studentMixture(1, [
 *   { weight: 1, mean: Float64Array.of(0), scale: Float64Array.of(1), freedom: 1 },
 * ]);
 * assertAlmostEquals(cauchy.logDensity(Float64Array.of(0))[0], -Math.log(Math.PI), 1e-12);
 * ```
 */
export function studentMixture(dim: number, components: readonly StudentComponent[]): Proposal {
  const action = "mix Student distributions";
  integer(action, "components.length", components.length, 1);
  for (const { weight, freedom } of components) {
    positive(action, "weight", weight);
    integer(action, "freedom", freedom, 1);
  }
  const factored = factorAll(components, dim);
  const cumulative = factored.map(() => 0);
  const total = components.reduce((sum, { weight }) => sum + weight, 0);
  components.reduce((sum, { weight }, c) => cumulative[c] = sum + weight / total, 0);

  return {
    dim,
    sample(key, count) {
      const points = new Float64Array(count * dim);
      const z = new Float64Array(dim);
      for (let i = 0; i < count; i++) {
        const rng = stream(fold(key, i));
        const u = rng.uniform();
        const c = Math.max(0, cumulative.findIndex((share) => u < share));
        const { mean, lower, freedom } = factored[c];
        for (let j = 0; j < dim; j++) z[j] = rng.normal();
        let chiSquare = 0;
        for (let j = 0; j < freedom; j++) chiSquare += rng.normal() ** 2;
        const stretch = Math.sqrt(freedom / chiSquare);
        multiplyLower(lower, z).forEach((v, j) => points[i * dim + j] = mean[j] + stretch * v);
      }
      return points;
    },
    logDensity(points) {
      const count = points.length / dim;
      const out = new Float64Array(count);
      const logDensities = new Float64Array(factored.length);
      const distances = new Float64Array(factored.length);
      const work = { centred: new Float64Array(dim), solved: new Float64Array(dim) };
      for (let i = 0; i < count; i++) {
        const point = points.subarray(i * dim, (i + 1) * dim);
        evaluate(factored, point, logDensities, distances, work);
        out[i] = logSumExp(logDensities);
      }
      return out;
    },
  };
}

/** How a mixture is fitted. */
export interface FitOptions {
  /** How many components to start with; those left without points are dropped. */
  readonly components: number;
  /** Degrees of freedom of every component, a whole number. */
  readonly freedom: number;
}

const ROUNDS = 30;
/** Each scale matrix is drawn towards that of all points, as by so many points a coordinate. */
const SHRINKAGE = 2;

/** One round of EM: eqs. 19–21 of arXiv:0710.4242. */
function improve(
  components: readonly StudentComponent[],
  points: Float64Array,
  weights: Float64Array,
  anchor: { readonly covariance: Float64Array; readonly mass: number },
): StudentComponent[] {
  const dim = components[0].mean.length;
  const factored = factorAll(components, dim);
  const logDensities = new Float64Array(components.length);
  const distances = new Float64Array(components.length);
  const work = { centred: new Float64Array(dim), solved: new Float64Array(dim) };
  const shares = components.map(() => new Float64Array(weights.length));
  const pulls = components.map(() => new Float64Array(weights.length));
  for (let i = 0; i < weights.length; i++) {
    const point = points.subarray(i * dim, (i + 1) * dim);
    evaluate(factored, point, logDensities, distances, work);
    const total = logSumExp(logDensities);
    for (let c = 0; c < components.length; c++) {
      const { freedom } = components[c];
      shares[c][i] = weights[i] * Math.exp(logDensities[c] - total);
      pulls[c][i] = shares[c][i] * (freedom + dim) / (freedom + distances[c]);
    }
  }
  return components.flatMap(({ freedom }, c) => {
    const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
    const weight = sum(shares[c]);
    const pull = sum(pulls[c]);
    if (!(weight > anchor.mass)) return [];
    const { mean, covariance } = momentsOf(points, pulls[c].map((p) => p / pull), dim);
    const scale = covariance.map((v, jk) =>
      (v * pull + anchor.covariance[jk] * anchor.mass) / (weight + anchor.mass)
    );
    return [{ weight, mean, scale, freedom }];
  });
}

/**
 * The mixture nearest to a weighted sample.
 *
 * @param points [n, dim].
 * @param weights They sum to 1.
 * @throws {RangeError} If the points lie in a plane.
 */
export function fitStudentMixture(
  key: Key,
  points: Float64Array,
  weights: Float64Array,
  { components: count, freedom }: FitOptions,
): StudentComponent[] {
  const dim = points.length / weights.length;
  const { mean, covariance } = momentsOf(points, weights, dim);
  const effectiveSize = 1 / weights.reduce((sum, w) => sum + w * w, 0);
  const anchor = { covariance, mass: SHRINKAGE * dim / effectiveSize / count };
  const rng = stream(key);
  const draw = () => {
    const u = rng.uniform();
    let row = 0;
    for (let sum = weights[0]; sum < u && row < weights.length - 1; sum += weights[++row]);
    return points.slice(row * dim, (row + 1) * dim);
  };
  let components: StudentComponent[] = Array.from({ length: count }, () => ({
    weight: 1,
    mean: count === 1 ? mean : draw(),
    scale: covariance,
    freedom,
  }));
  for (let round = 0; round < ROUNDS && components.length > 0; round++) {
    components = improve(components, points, weights, anchor);
  }
  // Points too few to be divided have a mean and a covariance.
  return components.length > 0 ? components : [{ weight: 1, mean, scale: covariance, freedom }];
}
