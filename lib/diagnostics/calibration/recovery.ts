/**
 * Parameter recovery: do posterior medians find the truths, and do intervals hold them?
 *
 * Recovery shows how much the observations inform about each parameter. It is no proof of
 * calibration: a wide but calibrated posterior recovers badly, and a good recovery can hide wrong
 * intervals.
 *
 * @module
 */
import { between } from "../../core/check.ts";
import { column, dataset, type Draws, type PosteriorDraws } from "../../core/draws.ts";
import { correlation, mean, quantiles, sd } from "../../core/stats.ts";
import { checkPairing } from "./pairing.ts";

/** One observation: the truth behind it and its posterior, in the parameter's unit. */
export interface RecoveryPoint {
  /** The parameter behind the observation. */
  readonly truth: number;
  /** Of its posterior. */
  readonly median: number;
  /** Of its posterior. */
  readonly mean: number;
  /** The ends of the central interval. */
  readonly lower: number;
  /** The upper end of the interval. */
  readonly upper: number;
}

/** How one parameter is recovered. */
export interface ParameterRecovery<Name extends string = string> {
  /** The parameter. */
  readonly name: Name;
  /** One an observation. */
  readonly points: readonly RecoveryPoint[];
  /** Pearson's r between truths and medians; NaN if the medians never vary. */
  readonly correlation: number;
  /** 1 − Σ (truth − median)² / Σ (truth − mean truth)²; negative if worse than a constant. */
  readonly r2: number;
  /** Root mean squared error of the medians, in sds of the truths. */
  readonly rmse: number;
  /** The share of truths inside their interval; near `level` if calibrated. */
  readonly coverage: number;
  /** Mean of 1 − posterior variance / variance of the truths: 0 learnt nothing, 1 everything. */
  readonly contraction: number;
}

/** How all parameters are recovered. Plain data, ready for JSON. */
export interface RecoveryReport<Name extends string = string> {
  /** The posterior mass of the intervals. */
  readonly level: number;
  /** Observations. */
  readonly datasets: number;
  /** One a parameter. */
  readonly parameters: readonly ParameterRecovery<Name>[];
}

const ACTION = "measure recovery";

function recoverOne<Name extends string>(
  posterior: PosteriorDraws<Name>,
  truth: Draws<Name>,
  name: Name,
  level: number,
): ParameterRecovery<Name> {
  const truths = column(truth, name);
  const variance = sd(truths) ** 2;
  if (variance === 0) {
    throw new RangeError(
      `Cannot ${ACTION} as the truths of ${name} must vary: current value is ${truths[0]} in all`,
    );
  }
  const tails = [(1 - level) / 2, 0.5, (1 + level) / 2];
  const contractions: number[] = [];
  const points = Array.from(truths, (value, i) => {
    const draws = column<string>(dataset(posterior, i), name);
    const [lower, median, upper] = quantiles(draws, tails);
    contractions.push(1 - sd(draws) ** 2 / variance);
    return { truth: value, median, mean: mean(draws), lower, upper };
  });
  const squaredError = mean(points.map((p) => (p.truth - p.median) ** 2));
  const center = mean(truths);
  return {
    name,
    points,
    correlation: correlation(truths, points.map((p) => p.median)),
    r2: 1 - squaredError / mean(truths.map((value) => (value - center) ** 2)),
    rmse: Math.sqrt(squaredError / variance),
    coverage: mean(points.map((p) => Number(p.lower <= p.truth && p.truth <= p.upper))),
    contraction: mean(contractions),
  };
}

/**
 * Compares posteriors with the truths behind their observations, parameter by parameter. The
 * truths' sd stands for the prior's, so they should be drawn from the prior.
 *
 * @param options.level The posterior mass of the central intervals, 0.9 if not given.
 * @throws {RangeError} If the two don't belong together, a value is not finite, there are fewer
 * than two observations, the truths of a parameter are all the same, or the level is outside [0,
 * 1].
 *
 * @example Usage
 * ```ts
 * import { recovery } from "./recovery.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const names = ["tau_m"] as const;
 * const truth = { names, count: 2, values: Float64Array.of(10, 12) };
 * const posterior = { names, datasets: 2, count: 3, values: Float64Array.of(9, 10, 11, 12, 13, 14) };
 * const [{ points, coverage }] = recovery(posterior, truth).parameters;
 * assertEquals(points.map((p) => p.median), [10, 13]);
 * assertEquals(coverage, 0.5);
 * ```
 */
export function recovery<Name extends string>(
  posterior: PosteriorDraws<Name>,
  truth: Draws<NoInfer<Name>>,
  { level = 0.9 }: { readonly level?: number } = {},
): RecoveryReport<Name> {
  checkPairing(ACTION, posterior, truth);
  between(ACTION, "level", level, [0, 1]);
  between(ACTION, "posterior.datasets", posterior.datasets, [2, Infinity]);
  const parameters = posterior.names.map((name) => recoverOne(posterior, truth, name, level));
  return { level, datasets: posterior.datasets, parameters };
}
