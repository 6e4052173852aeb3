/**
 * Laplace's approximation of a posterior: the mode, found by Gauss and Newton's steps with Levenberg's
 * damping, and the curvature there.
 *
 * @module
 */
import { factorInPlace, solveCholesky } from "../core/linear_algebra.ts";
import { studentMixture } from "./student_mixture.ts";
import type { Proposal } from "./target.ts";

/** A log density near one point. */
export interface Expansion {
  /** The log density. */
  value: number;
  /** Its gradient, [dim]. */
  readonly gradient: Float64Array;
  /**
   * Minus its second derivatives, or something near that is positive definite, [dim, dim]; only the
   * lower triangle is read.
   */
  readonly information: Float64Array;
}

/** A normal approximation about a mode. */
export interface Laplace {
  /** Where the steps ended, [dim]. */
  readonly mode: Float64Array;
  /** L of the information there, L Lᵀ, [dim, dim]. */
  readonly factor: Float64Array;
  /** The log density there. */
  readonly logDensity: number;
  /** Evaluations of the expansion. */
  readonly evaluations: number;
  /** Whether the last step gained so little that the mode is there. */
  readonly converged: boolean;
}

/** When to stop. */
export interface LaplaceOptions {
  /** Evaluations at most. Default 50. */
  readonly evaluations?: number;
  /** A step that gains less, in nats, is the last. Default 1e-6. */
  readonly gain?: number;
  /** The longest step of one coordinate. Default without bound. */
  readonly step?: number;
}

/** Levenberg's damping, as a share of the diagonal: at first, and after a step. */
const DAMPING = { first: 1e-3, failed: 0.1, up: 10, down: 0.1, none: 1e-9 };
/** The least pivot, as a share of the diagonal: an information singular by rounding stays solvable. */
const LEAST_PIVOT = 1e-12;

/** An expansion to be written to. */
export function blankExpansion(dim: number): Expansion {
  return { value: NaN, gradient: new Float64Array(dim), information: new Float64Array(dim * dim) };
}

/** L of A + damping · diag(A) = L Lᵀ, of A's lower triangle. */
export function factorDamped(a: Float64Array, dim: number, damping = 0): Float64Array {
  const factor = a.map((value, at) => {
    const [row, column] = [Math.floor(at / dim), at % dim];
    return row === column ? value * (1 + damping) : row > column ? value : 0;
  });
  factorInPlace(factor, dim, (rest, diagonal) => Math.max(rest, LEAST_PIVOT * diagonal));
  return factor;
}

/**
 * The approximation of a log density by its mode and curvature.
 *
 * @param expand Writes the expansion about a point.
 * @param start Where the steps begin, [dim].
 *
 * @example Usage
 * ```ts
 * import { laplace } from "./laplace.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * // x − e^x, the logarithm of a Gumbel density, has its mode at 0 and there the curvature 1.
 * const { mode, factor } = laplace(([x], out) => {
 *   out.value = x - Math.exp(x);
 *   out.gradient[0] = 1 - Math.exp(x);
 *   out.information[0] = Math.exp(x);
 * }, Float64Array.of(2));
 * assertAlmostEquals(mode[0], 0, 1e-3);
 * assertAlmostEquals(factor[0], 1, 1e-3);
 * ```
 */
export function laplace(
  expand: (point: Float64Array, out: Expansion) => void,
  start: Float64Array,
  { evaluations: most = 50, gain: least = 1e-6, step: longest = Infinity }: LaplaceOptions = {},
): Laplace {
  const dim = start.length;
  let mode = start.slice(), trial = new Float64Array(dim);
  let here = blankExpansion(dim), there = blankExpansion(dim);
  const step = new Float64Array(dim);
  expand(mode, here);
  let evaluations = 1, damping = DAMPING.first, converged = false;
  while (evaluations < most && !converged) {
    solveCholesky(factorDamped(here.information, dim, damping), here.gradient, step);
    const size = step.reduce((size, s) => Math.max(size, Math.abs(s)), 0);
    const share = Math.min(1, longest / size);
    for (let j = 0; j < dim; j++) trial[j] = mode[j] + share * step[j];
    expand(trial, there);
    evaluations++;
    const gain = there.value - here.value;
    if (!(gain > -least)) {
      damping = Math.max(damping * DAMPING.up, DAMPING.failed);
      continue;
    }
    [mode, trial] = [trial, mode];
    [here, there] = [there, here];
    converged = gain < least && share === 1;
    damping = Math.max(damping * DAMPING.down, DAMPING.none);
  }
  return {
    mode,
    factor: factorDamped(here.information, dim),
    logDensity: here.value,
    evaluations,
    converged,
  };
}

/** Degrees of freedom of a proposal: its tails are wider than those of most posteriors. */
const FREEDOM = 5;
/** The share of a proposal that is as wide as N(0, I), so that no weight is without bound. */
const DEFENCE = 0.05;

/** The covariance (L Lᵀ)⁻¹, [dim, dim]. */
export function covarianceOf({ factor }: Pick<Laplace, "factor">): Float64Array {
  const dim = Math.sqrt(factor.length);
  const covariance = new Float64Array(dim * dim), unit = new Float64Array(dim);
  for (let j = 0; j < dim; j++) {
    solveCholesky(
      factor,
      unit.fill(0).fill(1, j, j + 1),
      covariance.subarray(j * dim, (j + 1) * dim),
    );
  }
  return covariance;
}

/**
 * A proposal for importance sampling from Laplace's approximation of a posterior in coordinates in which
 * the prior is N(0, I): a Student distribution about the mode, and a share about the origin.
 *
 * @example Usage
 * ```ts
 * import { laplace, laplaceProposal } from "./laplace.ts";
 * import { importanceSample } from "./importance.ts";
 * import { key } from "../core/random.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * // The logarithm of a Gumbel density, which is skewed.
 * const logDensity = (x: number) => x - Math.exp(x);
 * const approximation = laplace(([x], out) => {
 *   out.value = logDensity(x);
 *   out.gradient[0] = 1 - Math.exp(x);
 *   out.information[0] = Math.exp(x);
 * }, Float64Array.of(1));
 * const target = { dim: 1, logDensity: (points: Float64Array) => points.map(logDensity) };
 * const sample = importanceSample(key(1), target, laplaceProposal(approximation), 4000);
 * assertAlmostEquals(sample.logEvidence, 0, 0.05);
 * ```
 */
export function laplaceProposal(approximation: Laplace): Proposal {
  const { mode } = approximation;
  const dim = mode.length;
  const identity = Float64Array.from(
    { length: dim * dim },
    (_, at) => at % (dim + 1) === 0 ? 1 : 0,
  );
  return studentMixture(dim, [
    { weight: 1 - DEFENCE, mean: mode, scale: covarianceOf(approximation), freedom: FREEDOM },
    { weight: DEFENCE, mean: new Float64Array(dim), scale: identity, freedom: FREEDOM },
  ]);
}
