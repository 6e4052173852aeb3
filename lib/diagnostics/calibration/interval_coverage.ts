/**
 * Coverage of central intervals, at all levels at once, and the calibration error.
 *
 * The interval between the a-th lowest and the a-th highest of S draws holds the truth if its rank
 * is in a … S − a: with probability (S + 1 − 2 a) / (S + 1), exactly, if the posterior is
 * calibrated. No quantile is interpolated.
 *
 * @module
 */
import { between, integer } from "../../core/check.ts";
import { column, type Draws } from "../../core/draws.ts";
import { fold, type Key, stream } from "../../core/random.ts";
import { mean, quantiles } from "../../core/stats.ts";
import { ecdfAgainst, type EcdfReport, type QuantityEcdf } from "./rank_ecdf.ts";
import { checkRanks } from "./ranks.ts";
import { countsBelow } from "./simultaneous.ts";
import type { Finding } from "../verdict.ts";

/** Mean and median of |observed − expected coverage| over the levels. */
export interface CalibrationError {
  /** Mean distance of observed from expected coverage, over levels. */
  readonly mean: number;
  /** Median distance. */
  readonly median: number;
}

/** The coverage of one quantity: `shares` are those of truths inside their interval. */
export interface QuantityCoverage<Name extends string = string> extends QuantityEcdf<Name> {
  /** The distance from expected coverage in one number. */
  readonly calibrationError: CalibrationError;
  /** P(a mean error as large or larger), by simulation. */
  readonly errorPValue: number;
}

/**
 * Coverage of all quantities; `points` are the levels of the intervals. Plain data, ready for JSON.
 */
export interface CoverageReport<Name extends string = string> extends EcdfReport<Name> {
  /** One a parameter. */
  readonly quantities: readonly QuantityCoverage<Name>[];
  /** The calibration error of a calibrated posterior: mean and 95 % quantile. */
  readonly errorFloor: {
    readonly mean: CalibrationError;
    readonly limit: CalibrationError;
  };
}

/** BayesFlow's levels for the calibration error: 20 from 0.005 to 0.995. */
const LEVELS = Array.from({ length: 20 }, (_, l) => 0.005 + 0.99 * l / 19);

/** Simulations of a calibrated posterior: enough that a p-value can survive Holm over a hundred. */
const SIMULATIONS = 4999;

/** How many intervals around the middle leave a rank out: 0 … ⌊draws / 2⌋. */
const intervalClass = (rank: number, draws: number) =>
  Math.floor(draws / 2) - Math.min(rank, draws - rank);

function errorOf(classes: ArrayLike<number>, points: Float64Array, at: readonly number[]) {
  const counts = countsBelow(classes, points.length);
  const errors = at.map((l) => Math.abs(counts[l] / classes.length - points[l]));
  return { mean: mean(errors), median: quantiles(errors, [0.5])[0] };
}

/**
 * Compares expected and observed coverage of central intervals, quantity by quantity. The
 * calibration error is BayesFlow's, with each of its levels moved to the nearest one that so many
 * draws can have, so that it has no error of rounding; what a calibrated posterior would give at
 * these numbers of observations and draws stands beside it.
 *
 * @param key Of the simulations behind that.
 * @param ranks From `sbcRanks` or `sbcQuantities`.
 * @param options.level Of the band, 0.95 if not given.
 * @throws {RangeError} If there are fewer than two draws, no ranks, a rank is not in 0 … draws, or
 * the level is not in [0.5, 0.9999].
 *
 * @example Usage
 * ```ts
 * import { intervalCoverage } from "./interval_coverage.ts";
 * import { key } from "../../core/random.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const ranks = { names: ["g_L"], count: 4, values: Float64Array.of(0, 1, 2, 4) };
 * const { points, quantities } = intervalCoverage(key(1), ranks, { draws: 4 });
 * assertEquals(points, [1 / 5, 3 / 5]);
 * assertEquals(quantities[0].shares, [1 / 4, 2 / 4]);
 * ```
 */
export function intervalCoverage<Name extends string>(
  key: Key,
  ranks: Draws<Name>,
  { draws, level = 0.95 }: { readonly draws: number; readonly level?: number },
): CoverageReport<Name> {
  const action = "measure coverage";
  integer(action, "draws", draws, 2);
  checkRanks(action, ranks, draws);
  between(action, "level", level, [0.5, 0.9999]);
  const most = Math.floor(draws / 2);
  const points = Float64Array.from(
    { length: most },
    (_, j) => (draws + 1 - 2 * (most - j)) / (draws + 1),
  );
  const values = ranks.values.map((rank) => intervalClass(rank, draws));
  const classes = { names: ranks.names, count: ranks.count, values };
  const report = ecdfAgainst(classes, points, { draws, level });

  const nearest = LEVELS.map((alpha) =>
    points.reduce(
      (best, p, j) => Math.abs(p - alpha) < Math.abs(points[best] - alpha) ? j : best,
      0,
    )
  );
  const rng = stream(fold(key, "calibration error"));
  const errors = Array.from({ length: SIMULATIONS }, () => {
    const uniform = Array.from(
      { length: ranks.count },
      () => intervalClass(Math.floor(rng.uniform() * (draws + 1)), draws),
    );
    return errorOf(uniform, points, nearest);
  });
  const limit = (of: keyof CalibrationError) => quantiles(errors.map((e) => e[of]), [0.95])[0];
  return {
    ...report,
    quantities: report.quantities.map((own) => {
      const calibrationError = errorOf(column(classes, own.name), points, nearest);
      const asLarge = errors.filter((e) => e.mean >= calibrationError.mean).length;
      return { ...own, calibrationError, errorPValue: (asLarge + 1) / (SIMULATIONS + 1) };
    }),
    errorFloor: {
      mean: { mean: mean(errors.map((e) => e.mean)), median: mean(errors.map((e) => e.median)) },
      limit: { mean: limit("mean"), median: limit("median") },
    },
  };
}

/**
 * Two findings a quantity: coverage at all levels, and the mean calibration error.
 *
 * @example Usage
 * ```ts
 * import { coverageFindings, intervalCoverage } from "./interval_coverage.ts";
 * import { key } from "../../core/random.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const ranks = { names: ["g_L"], count: 100, values: new Float64Array(100).fill(3) };
 * const [{ fault }] = coverageFindings(intervalCoverage(key(1), ranks, { draws: 99 }));
 * assertMatch(fault ?? "", /overconfident$/);
 * ```
 */
export function coverageFindings(
  { level, logGammaFloor, quantities, errorFloor, points }: CoverageReport,
): Finding[] {
  return quantities.flatMap((own): Finding[] => {
    const surplus = mean(own.shares.map((share, j) => share - points[j]));
    const fault = surplus < 0
      ? "intervals hold too few truths: the posterior is overconfident"
      : "intervals hold too many truths: the posterior is underconfident";
    return [
      {
        diagnostic: "interval coverage, log γ",
        quantity: own.name,
        value: own.logGamma,
        floor: logGammaFloor,
        pValue: own.pValue,
        reading: `below 0: leaves the ${100 * level} % band of this test at some level`,
        fault,
      },
      {
        diagnostic: "calibration error",
        quantity: own.name,
        value: own.calibrationError.mean,
        floor: { mean: errorFloor.mean.mean, limit: errorFloor.limit.mean },
        pValue: own.errorPValue,
        reading: "mean distance of observed from expected coverage; never 0 with finite numbers",
        fault,
      },
    ];
  });
}
