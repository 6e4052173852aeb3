/**
 * The marginals of draws as a table.
 *
 * @module
 */
import type { MarginalReport } from "../diagnostics/comparison/marginals.ts";
import type { Theta } from "../core/draws.ts";
import { checkUnits, withUnit } from "../core/labels.ts";
import { decimal, type Table, table } from "./table.ts";

/** What is printed beside the marginals. */
export interface MarginalTableOptions<Name extends string> {
  /** One a parameter, as in `Prior.units`. */
  readonly units: readonly string[];
  /** The parameters behind the observation. */
  readonly truth?: Theta<Name>;
}

/** A probability in per cent, as "5 %". */
function percent(probability: number): string {
  return `${Number((100 * probability).toPrecision(3))} %`;
}

/**
 * A row a parameter: mean, sd, median and the ends of the central interval, in its unit; before
 * them the truth, if it is known.
 *
 * @throws {RangeError} If there is not one unit a parameter.
 *
 * @example Usage
 * ```ts
 * import { marginalTable } from "./marginals.ts";
 * import { marginals } from "../diagnostics/comparison/marginals.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const draws = { names: ["tau_m"] as const, count: 3, values: Float64Array.of(9, 10, 14) };
 * const { text } = marginalTable(marginals(draws), { units: ["ms"] });
 * assertMatch(text, /mean +sd +5 % +50 % +95 %\ntau_m \(ms\) +11/);
 * ```
 */
export function marginalTable<Name extends string>(
  { level, parameters }: MarginalReport<Name>,
  { units, truth }: MarginalTableOptions<NoInfer<Name>>,
): Table {
  checkUnits("print marginals", units, parameters.length);
  const quantiles = [(1 - level) / 2, 0.5, (1 + level) / 2].map(percent);
  return table(
    ["parameter", ...truth ? ["truth"] : [], "mean", "sd", ...quantiles],
    parameters.map(({ name, mean, sd, lower, median, upper }, j) => {
      const numbers = [...truth ? [truth[name]] : [], mean, sd, lower, median, upper];
      return [withUnit(name, units[j]), ...numbers.map((value) => decimal(value, 2))];
    }),
  );
}
