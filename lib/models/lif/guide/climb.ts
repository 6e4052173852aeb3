/**
 * The climb to the mode of an approximate posterior, by Gauss and Newton's steps, and the normal
 * distribution there.
 *
 * @module
 */
import { factorInPlace, solveCholesky } from "../../../core/linear_algebra.ts";
import { fisherTransform, fromFisher } from "../../../core/stats.ts";
import type { MultivariateNormal } from "../../../distributions/multivariate_normal.ts";
import { DIM } from "../columns.ts";
import { type Expansion, expansion } from "../statistics/assumed_density.ts";

/** A step that gains less is the last. */
const GAIN = 1e-3;
/** Levenberg's damping: at first, and at least after a step that failed. */
const DAMPING = { first: 1e-3, failed: 0.1, up: 30, down: 0.1 };
/** Pairs of coordinates, i > j. */
const PAIRS = DIM * (DIM - 1) / 2;
/**
 * The least pivot, as a share of the diagonal: an information that is singular by rounding stays
 * solvable.
 */
const LEAST_PIVOT = 1e-12;

/**
 * A normal distribution near the posterior of V_th, log tau_m, log g_L, V_reset, V_init and
 * E_L + I_mean / g_L, in single precision, which is all that a network sees of it.
 */
export interface ModeNormal {
  /** [6]. */
  readonly mean: Float32Array;
  /** Logarithms of the standard deviations, [6]. */
  readonly logSd: Float32Array;
  /**
   * Fisher's transform of the correlations, atanh(0.999 r), of all pairs i > j, row by row, [15].
   */
  readonly fisher: Float32Array;
}

/** Where a climb ended. */
export interface Mode extends ModeNormal {
  /** The mode, in double precision, [6]; overwritten by the next climb. */
  readonly point: Float64Array;
  /** The rows of the covariance; overwritten by the next climb. */
  readonly covariance: readonly Float64Array[];
  /** The log density at the last point that was evaluated. */
  readonly value: number;
}

/** Expands the log density of an approximate posterior about a point into `out`. */
export type ExpandPosterior = (point: Float64Array, out: Expansion) => void;

/**
 * L of A + damping · diag(A) = L Lᵀ.
 *
 * @param triangle A's lower triangle, row by row.
 * @param factor Receives L, [DIM, DIM].
 */
function factorDamped(triangle: Float64Array, factor: Float64Array, damping: number): void {
  let entry = 0;
  for (let i = 0; i < DIM; i++) {
    for (let j = 0; j < i; j++) factor[i * DIM + j] = triangle[entry++];
    factor[i * DIM + i] = triangle[entry++] * (1 + damping);
  }
  factorInPlace(factor, DIM, (rest, diagonal) => Math.max(rest, LEAST_PIVOT * diagonal));
}

/** The distribution as a mean and a covariance. */
export function normalLawOf({ mean, logSd, fisher }: ModeNormal): MultivariateNormal {
  const sd = Float64Array.from(logSd, Math.exp);
  const covariance = new Float64Array(DIM * DIM);
  let pair = 0;
  for (let i = 0; i < DIM; i++) {
    for (let j = 0; j < i; j++) {
      const entry = fromFisher(fisher[pair++]) * sd[i] * sd[j];
      covariance[i * DIM + j] = covariance[j * DIM + i] = entry;
    }
    covariance[i * DIM + i] = sd[i] ** 2;
  }
  return { mean: Float64Array.from(mean), covariance };
}

/**
 * A function that climbs from a point, which it moves, to the mode.
 *
 * @param limit The last step is no longer than this in any coordinate, [6].
 * @param evaluations Of the density at most.
 */
export function climber(
  limit: Float64Array,
  evaluations: number,
): (evaluate: ExpandPosterior, start: Float64Array) => Mode {
  let point = new Float64Array(DIM), trial = new Float64Array(DIM);
  let here = expansion(), there = expansion();
  const factor = new Float64Array(DIM * DIM), step = new Float64Array(DIM);
  const covariance = Array.from({ length: DIM }, () => new Float64Array(DIM));

  return (evaluate, start) => {
    point.set(start);
    evaluate(point, here);
    let damping = DAMPING.first;
    for (let done = 1; done < evaluations; done++) {
      factorDamped(here.information, factor, damping);
      solveCholesky(factor, here.score, step);
      for (let j = 0; j < DIM; j++) trial[j] = point[j] + step[j];
      evaluate(trial, there);
      const gain = there.value - here.value;
      if (!(gain > -GAIN)) {
        damping = Math.max(damping * DAMPING.up, DAMPING.failed);
        continue;
      }
      [point, trial] = [trial, point];
      [here, there] = [there, here];
      damping *= DAMPING.down;
      if (gain < GAIN) break;
    }
    // The last step costs no evaluation; it is kept short, in case the climb was broken off.
    factorDamped(here.information, factor, 0);
    solveCholesky(factor, here.score, step);
    for (let j = 0; j < DIM; j++) {
      point[j] += Math.min(limit[j], Math.max(-limit[j], step[j]));
    }
    covariance.forEach((column, j) =>
      solveCholesky(factor, column.fill(0).fill(1, j, j + 1), column)
    );
    const fisher = new Float32Array(PAIRS);
    let pair = 0;
    for (let i = 0; i < DIM; i++) {
      for (let j = 0; j < i; j++) {
        const scale = Math.sqrt(covariance[i][i] * covariance[j][j]);
        fisher[pair++] = fisherTransform(covariance[i][j], scale);
      }
    }
    return {
      point,
      covariance,
      value: here.value,
      mean: Float32Array.from(point),
      logSd: Float32Array.from(covariance, (column, j) => 0.5 * Math.log(column[j])),
      fisher,
    };
  };
}
