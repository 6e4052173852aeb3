/**
 * Targets of the samplers: a density known up to a constant, and the product of a prior and a
 * likelihood.
 *
 * @module
 */
import { ofLength } from "../core/check.ts";
import { type Key, normalRows } from "../core/random.ts";
import { normalLogDensity } from "../core/special.ts";

/** A density over points with `dim` coordinates, known up to a constant factor. */
export interface Target {
  /** Coordinates of a point. */
  readonly dim: number;
  /** The log density of each of the points [n, dim]; −∞ off the support, never NaN. */
  logDensity(points: Float64Array): Float64Array;
}

/** A normalised density that can be sampled. */
export interface Proposal extends Target {
  /** Independent points, [count, dim]; row i depends on the key and i only. */
  sample(key: Key, count: number): Float64Array;
}

/** A posterior as prior × likelihood, in any coordinates. */
export interface BayesianTarget {
  /** In the coordinates of the points. */
  readonly prior: Proposal;
  /**
   * log p(x | point) of each of the points [n, dim], all of them on the prior's support; −∞ where x
   * is impossible, never NaN or +∞.
   */
  logLikelihood(points: Float64Array): Float64Array;
  /**
   * A log likelihood to use in its place while particles are tempered, where log p(x | point) is −∞
   * almost everywhere.
   */
  readonly surrogate?: (points: Float64Array) => Float64Array;
}

/**
 * N(0, I) in `dim` dimensions: the prior in its own normal coordinates.
 *
 * @example Usage
 * ```ts
 * import { standardNormal } from "./target.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const [atZero] = standardNormal(2).logDensity(Float64Array.of(0, 0));
 * assertAlmostEquals(atZero, -Math.log(2 * Math.PI));
 * ```
 */
export function standardNormal(dim: number): Proposal {
  return {
    dim,
    sample: (key, count) => normalRows(key, dim, { to: count }),
    logDensity: (points) =>
      Float64Array.from({ length: points.length / dim }, (_, i) => {
        let sum = 0;
        for (let j = i * dim; j < (i + 1) * dim; j++) sum += normalLogDensity(points[j]);
        return sum;
      }),
  };
}

/** log prior and log likelihood of each of the points; the likelihood is −∞ off the support. */
export interface JointDensity {
  readonly logPrior: Float64Array;
  readonly logLikelihood: Float64Array;
}

/** Refuses values that are no log density: NaN, +∞, or not one value a point. */
function checkLogDensity(what: string, values: ArrayLike<number>, count: number): void {
  const action = "evaluate posterior";
  ofLength(action, what, values, count);
  for (let i = 0; i < count; i++) {
    if (!(values[i] < Infinity)) {
      throw new RangeError(
        `Cannot ${action} as ${what} must be a number below Infinity: it is ${
          values[i]
        } at point ${i} of ${count}`,
      );
    }
  }
}

/**
 * Evaluates the likelihood on the prior's support only.
 *
 * @throws {RangeError} If a log prior or a log likelihood is NaN or +∞, or is not one value a
 * point.
 */
export function jointDensity(
  { prior, logLikelihood }: BayesianTarget,
  points: Float64Array,
): JointDensity {
  const { dim } = prior;
  const logPrior = prior.logDensity(points);
  checkLogDensity("the log prior", logPrior, points.length / dim);
  const inside = [...logPrior.keys()].filter((i) => logPrior[i] > -Infinity);
  const values = inside.length > 0 ? logLikelihood(takeRows(points, inside, dim)) : inside;
  checkLogDensity("the log likelihood", values, inside.length);
  const out = new Float64Array(logPrior.length).fill(-Infinity);
  inside.forEach((i, at) => out[i] = values[at]);
  return { logPrior, logLikelihood: out };
}

/** prior × likelihood as a target, whose constant is the evidence. */
export function joint(target: BayesianTarget): Target {
  return {
    dim: target.prior.dim,
    logDensity(points) {
      const { logPrior, logLikelihood } = jointDensity(target, points);
      return logPrior.map((value, i) => value + logLikelihood[i]);
    },
  };
}

/**
 * The same posterior with a proposal in the prior's place, for samplers that start there: prior ×
 * likelihood / proposal is in the likelihood's.
 */
export function withProposal(target: BayesianTarget, proposal: Proposal): BayesianTarget {
  const { logDensity } = joint(target);
  return {
    prior: proposal,
    logLikelihood(points) {
      const near = proposal.logDensity(points);
      return logDensity(points).map((value, i) => value - near[i]);
    },
  };
}

/** The rows listed of points [n, dim], in that order. */
export function takeRows(points: Float64Array, rows: ArrayLike<number>, dim: number): Float64Array {
  const out = new Float64Array(rows.length * dim);
  for (let i = 0; i < rows.length; i++) {
    out.set(points.subarray(rows[i] * dim, (rows[i] + 1) * dim), i * dim);
  }
  return out;
}
