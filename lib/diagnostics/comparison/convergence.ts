/**
 * How fast a numerical method converges as its resolution grows.
 *
 * @module
 */
import { integer, ofLength, positive } from "../../core/check.ts";
import { quantiles } from "../../core/stats.ts";

/** The errors at one spacing. */
export interface SpacingError {
  /** At which the values were computed. */
  readonly spacing: number;
  /** Absolute, in the unit of the values. */
  readonly median: number;
  /** The largest of them. */
  readonly worst: number;
}

/** The errors at all spacings. Plain data, ready for JSON. */
export interface ConvergenceReport {
  /** The spacing whose values stand for the truth. */
  readonly finest: number;
  /** Values compared. */
  readonly count: number;
  /** In the order given. */
  readonly errors: readonly SpacingError[];
}

/** The options of {@linkcode convergence}. */
export interface ConvergenceOptions {
  /** At which the values are computed. */
  readonly spacings: readonly number[];
  /** The spacing whose values stand for the truth. */
  readonly finest: number;
}

const ACTION = "measure convergence";

function absoluteDifference(value: number, truth: number): number {
  return value === truth ? 0 : Math.abs(value - truth); // also where both are −∞
}

/**
 * Evaluates the same values at several spacings, and takes their differences from the finest for
 * errors.
 *
 * @param evaluate The values at a spacing, equally many at each.
 * @throws {RangeError} If there is no spacing or no value, one is not positive, the finest is not finer
 * than all others, or the numbers of values differ.
 *
 * @example Usage
 * ```ts
 * import { convergence } from "./convergence.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * // The derivative of the sine at 0 by central differences: the error is h² / 6.
 * const slope = (h: number) => Float64Array.of((Math.sin(h) - Math.sin(-h)) / (2 * h));
 * const { errors } = convergence(slope, { spacings: [0.2, 0.1], finest: 1e-3 });
 * assertAlmostEquals(errors[0].worst / errors[1].worst, 4, 0.02);
 * ```
 */
export function convergence(
  evaluate: (spacing: number) => Float64Array,
  { spacings, finest }: ConvergenceOptions,
): ConvergenceReport {
  integer(ACTION, "spacings.length", spacings.length, 1);
  positive(ACTION, "finest", finest);
  const least = Math.min(...spacings);
  if (!(least > finest)) {
    throw new RangeError(
      `Cannot ${ACTION} as every spacing must be > finest = ${finest}: the least is ${least}`,
    );
  }
  const truth = evaluate(finest);
  integer(ACTION, "the number of values", truth.length, 1);
  const errors = spacings.map((spacing): SpacingError => {
    const values = evaluate(spacing);
    ofLength(ACTION, `evaluate(${spacing})`, values, truth.length);
    const differences = values.map((value, i) => absoluteDifference(value, truth[i]));
    const [median, worst] = quantiles(differences, [0.5, 1]);
    return { spacing, median, worst };
  });
  return { finest, count: truth.length, errors };
}
