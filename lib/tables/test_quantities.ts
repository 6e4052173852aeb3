/**
 * Test quantities as a table.
 *
 * @module
 */
import type { QuantityReport } from "../diagnostics/checks/test_quantities.ts";
import { withUnit } from "../core/labels.ts";
import { quantiles } from "../core/stats.ts";
import { type Table, table } from "./table.ts";

/**
 * A row a quantity: the observation's value, the central 90 % of the replicates', and the p-values,
 * plain and adjusted for testing all of them. A dash stands where a quantity is undefined.
 *
 * @example Usage
 * ```ts
 * import { quantitiesTable } from "./test_quantities.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const one = { name: "first spike", unit: "ms", observed: 9, replicated: [7, 8.5, 9, 12] };
 * const tested = { undefinedReplicates: 0, lower: 0.7, upper: 0.3, pValue: 0.6 };
 * const quantities = [{ ...one, ...tested, adjustedPValue: 0.6 }];
 * assertMatch(quantitiesTable({ replicates: 4, quantities }).text, /first spike \(ms\) +9/);
 * ```
 */
export function quantitiesTable({ quantities }: QuantityReport): Table {
  return table(
    ["quantity", "observation", "5 %", "median", "95 %", "undefined", "p", "p adjusted"],
    quantities.map(({ name, unit, observed, replicated, undefinedReplicates, ...tested }) => [
      withUnit(name, unit),
      observed ?? NaN,
      ...quantiles(replicated, [0.05, 0.5, 0.95]),
      undefinedReplicates,
      tested.pValue.toFixed(3),
      tested.adjustedPValue.toFixed(3),
    ]),
  );
}
