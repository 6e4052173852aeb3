/**
 * The marginals of draws, in numbers.
 *
 * @module
 */
import { allFinite, between, integer } from "../../core/check.ts";
import { column, type Draws } from "../../core/draws.ts";
import { mean, quantiles, sd } from "../../core/stats.ts";

/** The marginal of one parameter, in its unit. */
export interface Marginal<Name extends string = string> {
  /** The parameter. */
  readonly name: Name;
  /** Of the draws. */
  readonly mean: number;
  /** Of the draws, n − 1 in the denominator. */
  readonly sd: number;
  /** The ends of the central interval. */
  readonly lower: number;
  /** Of the draws. */
  readonly median: number;
  /** The upper end of the interval. */
  readonly upper: number;
}

/** The marginals of all parameters. Plain data, ready for JSON. */
export interface MarginalReport<Name extends string = string> {
  /** The mass of the intervals. */
  readonly level: number;
  /** One a parameter. */
  readonly parameters: readonly Marginal<Name>[];
}

/**
 * Mean, sd, median and central interval of each parameter.
 *
 * @param options.level The mass of the central intervals, 0.9 if not given: from 5 % to 95 %.
 * @throws {RangeError} If there are fewer than two draws, all draws are the same, a value is not finite
 * or the level is outside [0, 1].
 *
 * @example Usage
 * ```ts
 * import { marginals } from "./marginals.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const draws = { names: ["tau_m"] as const, count: 3, values: Float64Array.of(9, 10, 14) };
 * const [{ mean, median }] = marginals(draws).parameters;
 * assertEquals([mean, median], [11, 10]);
 * ```
 */
export function marginals<Name extends string>(
  draws: Draws<Name>,
  { level = 0.9 }: { readonly level?: number } = {},
): MarginalReport<Name> {
  const action = "describe draws";
  integer(action, "draws.count", draws.count, 2);
  between(action, "level", level, [0, 1]);
  const tails = [(1 - level) / 2, 0.5, (1 + level) / 2];
  const parameters = draws.names.map((name) => {
    const values = column<string>(draws, name);
    allFinite(action, `draws.${name}`, values);
    const [lower, median, upper] = quantiles(values, tails);
    return { name, mean: mean(values), sd: sd(values), lower, median, upper };
  });
  if (parameters.length > 0 && parameters.every(({ sd }) => sd === 0)) {
    throw new RangeError(
      `Cannot ${action} as some parameter must vary: all of ${draws.count} draws are the same`,
    );
  }
  return { level, parameters };
}
