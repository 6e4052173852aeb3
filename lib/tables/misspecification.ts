/**
 * An observation among simulations, as tables.
 *
 * @module
 */
import type { MisspecificationReport } from "../diagnostics/checks/misspecification.ts";
import { type Table, table } from "./table.ts";

/**
 * The distances of the observation, with what is usual and their p-values; the last row is of all,
 * and says the least p-value that so many simulations allow.
 *
 * @example Usage
 * ```ts
 * import { misspecificationTable } from "./misspecification.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const report = { pValue: 0.004, simulations: 999, distances: [], standouts: [] };
 * assertMatch(misspecificationTable(report).text, /all together, least p 0.001 .* 0.004/);
 * ```
 */
export function misspecificationTable(
  { pValue, simulations, distances }: MisspecificationReport,
): Table {
  const leastP = (1 / (simulations + 1)).toPrecision(1);
  return table(["distance from simulations", "observation", "median", "95 %", "p"], [
    ...distances.map(({ summaries, measure, value, median, limit, pValue }) => [
      `${summaries}, ${measure}`,
      value,
      median,
      limit,
      pValue.toFixed(3),
    ]),
    [`all together, least p ${leastP}`, NaN, NaN, NaN, pValue.toFixed(3)],
  ]);
}

/**
 * The summaries that stand out most, with the central 95 % of simulations.
 *
 * @example Usage
 * ```ts
 * import { standoutTable } from "./misspecification.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const one = { summaries: "residuals", name: "held spread", value: 9, low: -2, high: 2, z: 9 };
 * const report = { pValue: 0.001, simulations: 999, distances: [], standouts: [one] };
 * assertMatch(standoutTable(report).text, /held spread/);
 * ```
 */
export function standoutTable({ standouts }: MisspecificationReport): Table {
  return table(
    ["summary", "observation", "2.5 %", "97.5 %", "sd from mean"],
    standouts.map(({ name, value, low, high, z }) => [name, value, low, high, z.toFixed(1)]),
  );
}
