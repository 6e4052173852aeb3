/**
 * Are the probabilities of models right? Of observations whose most probable model has 80 %, that
 * model must have made 80 % (Guo et al. 2017, arXiv:1706.04599, eqs. 2 and 3).
 *
 * @module
 */
import { between, integer, ofLength } from "../../core/check.ts";
import { type Key, stream } from "../../core/random.ts";
import { mean, quantiles } from "../../core/stats.ts";

/** Observations whose most probable model has a probability in one interval. */
export interface ConfidenceBin {
  /** How many there are. */
  readonly count: number;
  /** The mean probability of their most probable models. */
  readonly confidence: number;
  /** The share of them that these models made. */
  readonly frequency: number;
}

/** The quality of probabilities of models. Plain data, ready for JSON. */
export interface ModelChoiceReport {
  /** The models, in the order of rows and columns. */
  readonly labels: readonly string[];
  /** Observations. */
  readonly observations: number;
  /** [made by, most probable]: numbers of observations. */
  readonly confusion: readonly (readonly number[])[];
  /** The share of observations whose most probable model made them. */
  readonly accuracy: number;
  /** Mean −log probability of the model that made the observation, in nats. */
  readonly logLoss: number;
  /** Those that are not empty, of equal intervals of (0, 1]. */
  readonly bins: readonly ConfidenceBin[];
  /** The expected calibration error: the mean of |frequency − confidence| over observations. */
  readonly calibrationError: number;
  /** The same where the probabilities are right: its mean, and what 95 of 100 stay below. */
  readonly errorFloor: { readonly mean: number; readonly limit: number };
  /** The share of right probabilities with at least this error. */
  readonly pValue: number;
}

/** Options of {@linkcode modelChoiceCalibration}. */
export interface ModelChoiceCalibrationOptions {
  /** The models, one a column of the probabilities. */
  readonly labels: readonly string[];
  /** Intervals of the probability. Default 10. */
  readonly bins?: number;
}

const ACTION = "check model probabilities";
/** Simulations of right probabilities, and the level of their limit. */
const REPLICATES = 2000, LEVEL = 0.95;

/** The column of the largest number. */
const largest = (row: Float64Array) => row.indexOf(Math.max(...row));

/** The bin of each confidence. */
function binsOf(confidence: readonly number[], bins: number): number[] {
  return confidence.map((c) => Math.min(bins - 1, Math.max(0, Math.ceil(c * bins) - 1)));
}

/** The expected calibration error of outcomes, 1 where the most probable model made it, else 0. */
function calibrationErrorOf(
  confidence: readonly number[],
  outcomes: ArrayLike<number>,
  bins: readonly number[],
): number {
  const gaps = new Map<number, number>();
  confidence.forEach((c, i) => gaps.set(bins[i], (gaps.get(bins[i]) ?? 0) + outcomes[i] - c));
  return [...gaps.values()].reduce((sum, gap) => sum + Math.abs(gap), 0) / confidence.length;
}

/**
 * Compares probabilities of models with the models that made the observations.
 *
 * @param key Of the simulations that tell what error right probabilities have.
 * @param probabilities [observations, models], each row adding up to 1.
 * @param made The number of the model that made each observation.
 * @throws {RangeError} If the lengths don't belong together, a row adds up to another number, or
 * there is no model of a number.
 *
 * @example Usage
 * ```ts
 * import { modelChoiceCalibration } from "./model_choice.ts";
 * import { key } from "../../core/random.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const probabilities = Float64Array.of(0.8, 0.2, 0.3, 0.7);
 * const report = modelChoiceCalibration(key(1), probabilities, [0, 1], { labels: ["a", "b"] });
 * assertEquals(report.confusion, [[1, 0], [0, 1]]);
 * assertAlmostEquals(report.calibrationError, 0.25);
 * ```
 */
export function modelChoiceCalibration(
  key: Key,
  probabilities: Float64Array,
  made: ArrayLike<number>,
  { labels, bins = 10 }: ModelChoiceCalibrationOptions,
): ModelChoiceReport {
  const kinds = labels.length, count = made.length;
  integer(ACTION, "bins", bins, 1);
  integer(ACTION, "labels.length", kinds, 2);
  integer(ACTION, "made.length", count, 1);
  ofLength(ACTION, "probabilities", probabilities, count * kinds);
  const rows = Array.from(made, (model, i) => {
    integer(ACTION, `made[${i}]`, model, 0);
    between(ACTION, `made[${i}]`, model, [0, kinds - 1]);
    const row = probabilities.subarray(i * kinds, (i + 1) * kinds);
    row.forEach((p) => between(ACTION, `a probability of observation ${i}`, p, [0, 1 + 1e-6]));
    between(ACTION, `the sum of observation ${i}`, row.reduce((a, b) => a + b, 0), [
      1 - 1e-4,
      1 + 1e-4,
    ]);
    return { model, chosen: largest(row), confidence: Math.max(...row), own: row[model] };
  });
  const confusion = labels.map((_, from) =>
    labels.map((_, to) =>
      rows.filter(({ model, chosen }) => model === from && chosen === to).length
    )
  );
  const confidence = rows.map((row) => row.confidence);
  const outcomes = rows.map(({ model, chosen }) => Number(model === chosen));
  const places = binsOf(confidence, bins);
  const error = calibrationErrorOf(confidence, outcomes, places);
  const rng = stream(key);
  const right = Array.from(
    { length: REPLICATES },
    () => calibrationErrorOf(confidence, confidence.map((c) => Number(rng.uniform() < c)), places),
  );
  return {
    labels,
    observations: count,
    confusion,
    accuracy: mean(outcomes),
    logLoss: -mean(rows.map(({ own }) => Math.log(own))),
    bins: Array.from({ length: bins }, (_, b) => places.flatMap((p, i) => p === b ? [i] : []))
      .filter((members) => members.length > 0)
      .map((members) => ({
        count: members.length,
        confidence: mean(members.map((i) => confidence[i])),
        frequency: mean(members.map((i) => outcomes[i])),
      })),
    calibrationError: error,
    errorFloor: { mean: mean(right), limit: quantiles(right, [LEVEL])[0] },
    pValue: (1 + right.filter((other) => other >= error).length) / (1 + REPLICATES),
  };
}
