/**
 * The posterior's mode and width under an approximate likelihood (see assumed_density.ts): where
 * Gauss and Newton's steps end, and what they leave uncertain. It is not the posterior: the filter
 * is approximate, and the prior's bounds enter by the distances from them only. But the features
 * are nearly sufficient: the network has only the difference to learn.
 *
 * @module
 */
import { factorInPlace, solveCholesky } from "../../../core/linear_algebra.ts";
import type { MultivariateNormal } from "../../../distributions/multivariate_normal.ts";
import type { Batch } from "../../../model/batch.ts";
import { DIM, LOG_TAU, V_INF, V_INIT, V_RESET, V_TH } from "../columns.ts";
import type { PriorConfig } from "../prior/lif.ts";
import { type LifFields, refractorySteps, type SimConfig, stepCount } from "../simulator/lif.ts";
import { assumedDensity, type Expansion, expansion } from "../statistics/assumed_density.ts";
import { assumedDensityPass, hasAssumedDensityPass } from "../statistics/assumed_density_pass.ts";
import { nearbyPrior } from "../statistics/nearby_prior.ts";
import { boundDistances } from "./bounds.ts";

/** Evaluations of the likelihood at most; four to six is usual. */
const EVALUATIONS = 6;
/** A step that gains less is the last. */
const GAIN = 1e-3;
/** Levenberg's damping: at first, and at least after a step that failed. */
const DAMPING = { first: 1e-3, failed: 0.1, up: 30, down: 0.1 };
/** Correlations are kept from ±1, where Fisher's transform has no value. */
const LARGEST_CORRELATION = 0.999;
/** Pairs of coordinates, i > j. */
const PAIRS = DIM * (DIM - 1) / 2;

/**
 * A normal distribution near the posterior of V_th, log tau_m, log g_L, V_reset, V_init and
 * E_L + I_mean / g_L, in single precision, which is all that a network sees of it.
 */
export interface LifMode {
  /** [6]. */
  readonly mean: Float32Array;
  /** Logarithms of the standard deviations, [6]. */
  readonly logSd: Float32Array;
  /**
   * Fisher's transform of the correlations, atanh(0.999 r), of all pairs i > j, row by row, [15].
   */
  readonly fisher: Float32Array;
  /** The approximate posterior's log density at the mode, up to a constant. */
  readonly logDensity: number;
  /** How far the distribution is from the prior's bounds, of {@linkcode BOUND_DISTANCES}. */
  readonly distances: Float32Array;
}

/**
 * The least pivot, as a share of the diagonal: an information that is singular by rounding stays
 * solvable.
 */
const LEAST_PIVOT = 1e-12;

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

/** What can be read off an observation at a glance: where the steps begin. */
function firstGuess(
  config: SimConfig,
  { mean }: { readonly mean: Float64Array },
): (voltage: Float32Array, spikes: Float32Array, at: number, point: Float64Array) => void {
  const steps = stepCount(config);
  const rate = config.dt / Math.exp(mean[LOG_TAU]);
  const blocked = refractorySteps(config) + 1;
  const lead = 3; // samples before a spike
  return (voltage, spikes, at, point) => {
    let heldSum = 0, held = 0, leadSum = 0, count = 0, lateSum = 0, left = 0, first = 0, last = 0;
    for (let k = 0; k < steps; k++) {
      if (spikes[at + k] > 0) {
        left = blocked;
        if (count++ === 0) first = k;
        last = k;
        for (let j = 1; j <= lead; j++) leadSum += voltage[at + Math.max(0, k - j)] / lead;
      }
      if (left > 0) {
        heldSum += voltage[at + k];
        held++;
        left--;
      }
      if (2 * k >= steps) lateSum += voltage[at + k] / (steps - Math.ceil(steps / 2));
    }
    point.set(mean);
    if (held > 0) point[V_RESET] = heldSum / held;
    let start = 0;
    for (let k = 0; k < lead; k++) start += voltage[at + Math.min(k, steps - 1)] / lead;
    point[V_INIT] = start;
    if (count > 0) {
      point[V_TH] = leadSum / count + 1;
      // From V_reset to V_th in one interval, along an exponential towards V_inf.
      const interval = count > 1 ? (last - first) / (count - 1) - blocked : steps;
      const rest = Math.exp(-rate * Math.max(interval, 1));
      point[V_INF] = (point[V_TH] - rest * point[V_RESET]) / (1 - rest);
    } else {
      point[V_INF] = lateSum;
      point[V_TH] = Math.max(mean[V_TH], lateSum + 2);
    }
  };
}

/** The distribution as a mean and a covariance. */
export function normalLawOf({ mean, logSd, fisher }: LifMode): MultivariateNormal {
  const sd = Float64Array.from(logSd, Math.exp);
  const covariance = new Float64Array(DIM * DIM);
  let pair = 0;
  for (let i = 0; i < DIM; i++) {
    for (let j = 0; j < i; j++) {
      const entry = Math.tanh(fisher[pair++]) / LARGEST_CORRELATION * sd[i] * sd[j];
      covariance[i * DIM + j] = covariance[j * DIM + i] = entry;
    }
    covariance[i * DIM + i] = sd[i] ** 2;
  }
  return { mean: Float64Array.from(mean), covariance };
}

/**
 * A function that finds the mode and the width of the approximate posterior of observation `row`.
 *
 * @example Usage
 * ```ts
 * import { lifMode } from "./mode.ts";
 * import { simulate } from "../../../model/dataset.ts";
 * import { lifPrior, priorConfig } from "../prior/lif.ts";
 * import { key } from "../../../core/random.ts";
 * import { lif, simConfig } from "../simulator/lif.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const values = [-55, 10, 10, -75, -70, -65];
 * const theta = { names: lifPrior().names, count: 1, values: Float64Array.from(values) };
 * const find = lifMode(simConfig(), priorConfig());
 * const { mean: [V_th, logTau] } = find(simulate(key(1), lif(), theta), 0);
 * assertAlmostEquals(V_th, -55, 1);
 * assertAlmostEquals(Math.exp(logTau), 10, 2);
 * ```
 */
export function lifMode(
  config: SimConfig,
  prior: PriorConfig,
): (observations: Batch<LifFields>, row: number) => LifMode {
  const expand = hasAssumedDensityPass ? assumedDensityPass(config) : assumedDensity(config);
  const distribution = nearbyPrior(prior, config);
  const guess = firstGuess(config, distribution);
  const distances = boundDistances(prior, config);
  let point = new Float64Array(DIM), trial = new Float64Array(DIM);
  let here = expansion(), there = expansion();
  const factor = new Float64Array(DIM * DIM), step = new Float64Array(DIM);
  const covariance = Array.from({ length: DIM }, () => new Float64Array(DIM));

  /** Moves `point` uphill, and leaves its expansion in `here`. */
  function climb({ voltage, spikes }: Batch<LifFields>["values"], at: number): void {
    const evaluate = (u: Float64Array, out: Expansion) => {
      expand(voltage, spikes, at, u, out);
      distribution.add(u, out);
    };
    guess(voltage, spikes, at, point);
    evaluate(point, here);
    let damping = DAMPING.first;
    for (let evaluations = 1; evaluations < EVALUATIONS; evaluations++) {
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
      point[j] += Math.min(distribution.sd[j], Math.max(-distribution.sd[j], step[j]));
    }
  }

  return ({ values }, row) => {
    climb(values, row * stepCount(config));
    covariance.forEach((column, j) =>
      solveCholesky(factor, column.fill(0).fill(1, j, j + 1), column)
    );
    const fisher = new Float32Array(PAIRS);
    let pair = 0;
    for (let i = 0; i < DIM; i++) {
      for (let j = 0; j < i; j++) {
        const scale = Math.sqrt(covariance[i][i] * covariance[j][j]);
        fisher[pair++] = Math.atanh(LARGEST_CORRELATION * covariance[i][j] / scale);
      }
    }
    return {
      mean: Float32Array.from(point),
      logSd: Float32Array.from(covariance, (column, j) => 0.5 * Math.log(column[j])),
      fisher,
      logDensity: Math.fround(here.value),
      distances: distances(point, covariance),
    };
  };
}
