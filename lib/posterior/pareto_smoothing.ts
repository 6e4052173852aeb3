/**
 * Pareto smoothed importance sampling: the largest weights are replaced by the expected order
 * statistics of a generalised Pareto distribution fitted to them, whose shape k̂ measures how far
 * to trust them. Vehtari, Simpson, Gelman, Yao & Gabry, arXiv:1507.02646; the fit is Zhang &
 * Stephens 2009, Technometrics 51, 316–325.
 *
 * @module
 */

/** Above this shape importance sampling can't be trusted (arXiv:1507.02646, section 3.3). */
export const PARETO_K_LIMIT = 0.7;

/** Fewer positive weights than this have no tail to fit. */
export const LEAST_POSITIVE = 25;

/** The generalised Pareto distribution over x ≥ 0: P(X > x) = (1 + k x / scale)^(−1 / k). */
export interface ParetoFit {
  readonly k: number;
  readonly scale: number;
}

/**
 * Fits a generalised Pareto distribution: the posterior mean of Zhang & Stephens 2009, with k drawn
 * towards 0.5 as by ten more observations (arXiv:1507.02646, appendix C).
 *
 * @param sorted At least 5 values ≥ 0 in ascending order, the last > 0.
 */
export function fitGeneralisedPareto(sorted: Float64Array): ParetoFit {
  const n = sorted.length;
  const grid = 30 + Math.floor(Math.sqrt(n));
  const quartile = sorted[Math.floor(n / 4 + 0.5) - 1] || sorted[n - 1] * 1e-12;
  // Candidates for b = −k / scale, their profile likelihoods and posterior weights.
  const candidates = Float64Array.from(
    { length: grid },
    (_, j) => 1 / sorted[n - 1] + (1 - Math.sqrt(grid / (j + 0.5))) / (3 * quartile),
  );
  const shape = (b: number) => sorted.reduce((sum, x) => sum + Math.log1p(-b * x), 0) / n;
  const logProfile = candidates.map((b) => {
    const k = shape(b);
    return n * (Math.log(-b / k) - k - 1);
  });
  let b = 0;
  for (let j = 0; j < grid; j++) {
    b += candidates[j] / logProfile.reduce((sum, l) => sum + Math.exp(l - logProfile[j]), 0);
  }
  const k = shape(b);
  return { k: (k * n + 10 * 0.5) / (n + 10), scale: -k / b };
}

/** Smoothed weights and their diagnosis. */
export interface SmoothedWeights {
  /** Normalised: they sum to 1. In the given order. */
  readonly weights: Float64Array;
  /** k̂: −∞ where the weights are all the same. */
  readonly paretoK: number;
}

/** Weights from log weights, normalised to the sum 1; NaN where all are −∞. */
export function normalisedWeights(logWeights: Float64Array): Float64Array {
  const max = logWeights.reduce((a, b) => Math.max(a, b), -Infinity);
  const weights = logWeights.map((l) => Math.exp(l - max));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((w) => w / sum);
}

/**
 * Smooths importance weights.
 *
 * @param logWeights log ratios of target and proposal, known up to a constant; −∞ is a weight of 0.
 * @throws {RangeError} If fewer than {@linkcode LEAST_POSITIVE} weights are positive, as doubles
 * that sum to 1.
 *
 * @example Usage
 * ```ts
 * import { paretoSmooth, PARETO_K_LIMIT } from "./pareto_smoothing.ts";
 * import { key, normals } from "../core/random.ts";
 * import { assert } from "@std/assert";
 *
 * const logWeights = normals(key(1), 1000); // log-normal weights have a light tail
 * assert(paretoSmooth(logWeights).paretoK < PARETO_K_LIMIT);
 * ```
 */
export function paretoSmooth(logWeights: Float64Array): SmoothedWeights {
  const raw = normalisedWeights(logWeights);
  const order = [...raw.keys()].filter((i) => raw[i] > 0).sort((i, j) => raw[i] - raw[j]);
  if (order.length < LEAST_POSITIVE) {
    throw new RangeError(
      `Cannot smooth weights as at least ${LEAST_POSITIVE} must be positive: ${order.length} are`,
    );
  }
  const tailLength = Math.ceil(Math.min(0.2 * raw.length, 3 * Math.sqrt(raw.length)));
  const tail = order.slice(-Math.min(tailLength, order.length - 1));
  const cutoff = raw[order[order.length - 1 - tail.length]];
  const largest = raw[tail[tail.length - 1]];
  const exceedances = Float64Array.from(tail, (i) => raw[i] - cutoff);
  if (!(largest - cutoff > 1e-12 * largest)) return { weights: raw, paretoK: -Infinity };
  const { k, scale } = fitGeneralisedPareto(exceedances);
  const weights = raw.slice();
  tail.forEach((i, rank) => {
    const p = (rank + 0.5) / tail.length;
    const excess = k === 0 ? -scale * Math.log1p(-p) : scale * Math.expm1(-k * Math.log1p(-p)) / k;
    weights[i] = Math.min(cutoff + excess, largest);
  });
  const sum = weights.reduce((a, b) => a + b, 0);
  return { weights: weights.map((w) => w / sum), paretoK: k };
}
