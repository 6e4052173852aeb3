/**
 * Posterior draws against exact ones, observation by observation: can a classifier distinguish
 * them, and how far are their marginals?
 *
 * @module
 */
import { integer } from "../../core/check.ts";
import { dataset, type PosteriorDraws } from "../../core/draws.ts";
import type { OnProgress } from "../../core/history.ts";
import { fold, type Key } from "../../core/random.ts";
import { mean } from "../../core/stats.ts";
import { c2st } from "./c2st.ts";
import { marginalErrors } from "./marginal_errors.ts";

/** One observation. */
export interface DrawsComparison {
  /** Accuracy of the classifier two-sample test: 0.5 if the draws look alike. */
  readonly c2st: number;
  /** The largest error of a marginal mean, in sds of the exact marginal. */
  readonly worstMean: number;
  /** The least and the largest sd of a marginal, in sds of the exact one. */
  readonly sdRatios: readonly [number, number];
}

/** All observations. Plain data, ready for JSON. */
export interface DrawsComparisonReport {
  /** One an observation. */
  readonly rows: readonly DrawsComparison[];
  /** Mean over the observations; 0.5 where the draws are indistinguishable. */
  readonly meanC2st: number;
  /** The largest of all observations. */
  readonly worstMean: number;
  /** The least and the largest of all observations. */
  readonly sdRatios: readonly [number, number];
}

/**
 * Compares posterior draws with exact draws.
 *
 * @param exact Draws from the exact posteriors.
 * @param draws As many, for the same observations.
 * @throws {RangeError} If there is no observation, or not as many draws for as many observations.
 *
 * @example Usage
 * ```ts
 * import { compareDraws } from "./compare_draws.ts";
 * import { key, normals } from "../../core/random.ts";
 * import { assert } from "@std/assert";
 *
 * const shape = { names: ["theta"], datasets: 1, count: 300 };
 * const [exact, draws] = [key(1), key(2)].map((own) => ({ ...shape, values: normals(own, 300) }));
 * assert(Math.abs(compareDraws(key(3), exact, draws).meanC2st - 0.5) < 0.1);
 * ```
 */
export function compareDraws<Name extends string>(
  key: Key,
  exact: PosteriorDraws<Name>,
  draws: PosteriorDraws<NoInfer<Name>>,
  onProgress?: OnProgress,
): DrawsComparisonReport {
  integer("compare draws", "exact.datasets", exact.datasets, 1);
  if (draws.datasets !== exact.datasets) {
    throw new RangeError(
      `Cannot compare draws as draws.datasets must be ${exact.datasets}: current value is ${draws.datasets}`,
    );
  }
  const rows = Array.from({ length: exact.datasets }, (_, i): DrawsComparison => {
    const [reference, own] = [dataset(exact, i), dataset(draws, i)];
    const { parameters } = marginalErrors(reference, own);
    const ratios = parameters.map(({ sdRatio }) => sdRatio);
    const { accuracy } = c2st(fold(key, i), reference, own);
    onProgress?.(i + 1, exact.datasets);
    return {
      c2st: accuracy,
      worstMean: Math.max(...parameters.map(({ mean }) => Math.abs(mean))),
      sdRatios: [Math.min(...ratios), Math.max(...ratios)],
    };
  });
  return {
    rows,
    meanC2st: mean(rows.map((row) => row.c2st)),
    worstMean: rows.reduce((worst, row) => Math.max(worst, row.worstMean), 0),
    sdRatios: [
      rows.reduce((least, { sdRatios }) => Math.min(least, sdRatios[0]), Infinity),
      rows.reduce((most, { sdRatios }) => Math.max(most, sdRatios[1]), 0),
    ],
  };
}
