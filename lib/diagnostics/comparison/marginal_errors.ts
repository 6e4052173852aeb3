/**
 * The errors of a posterior's marginals, against draws from the exact posterior.
 *
 * @module
 */
import type { Draws } from "../../core/draws.ts";
import { checkComparison, moments } from "./check_comparison.ts";

/** The error of one parameter's marginal. */
export interface MarginalError<Name extends string = string> {
  /** The parameter. */
  readonly name: Name;
  /** (mean − mean of the reference) / sd of the reference; 0 is perfect. */
  readonly mean: number;
  /** sd / sd of the reference; 1 is perfect, less is too narrow. */
  readonly sdRatio: number;
}

/** The errors of all parameters' marginals. Plain data, ready for JSON. */
export interface MarginalErrorReport<Name extends string = string> {
  /** Reference draws and draws. */
  readonly counts: readonly [number, number];
  /** One a parameter. */
  readonly parameters: readonly MarginalError<Name>[];
}

/**
 * Compares means and sds with those of reference draws, parameter by parameter. Between two sets of
 * n exact and independent draws, the error of the mean is about √(2 / n).
 *
 * @param reference [n, names.length], such as draws from the exact posterior.
 * @param draws [m, names.length].
 * @throws {RangeError} If the parameters differ, there are fewer than two draws in a set, a value
 * is not finite, or a parameter of the reference never varies.
 *
 * @example Usage
 * ```ts
 * import { marginalErrors } from "./marginal_errors.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const names = ["tau_m"] as const;
 * const reference = { names, count: 3, values: Float64Array.of(8, 10, 12) };
 * const draws = { names, count: 3, values: Float64Array.of(10, 11, 12) };
 * assertEquals(marginalErrors(reference, draws).parameters, [
 *   { name: "tau_m", mean: 0.5, sdRatio: 0.5 },
 * ]);
 * ```
 */
export function marginalErrors<Name extends string>(
  reference: Draws<Name>,
  draws: Draws<NoInfer<Name>>,
): MarginalErrorReport<Name> {
  checkComparison("compare marginals", reference, draws);
  const own = moments(draws);
  const parameters = moments(reference).map(({ name, mean, sd }, j) => ({
    name,
    mean: (own[j].mean - mean) / sd,
    sdRatio: own[j].sd / sd,
  }));
  return { counts: [reference.count, draws.count], parameters };
}
