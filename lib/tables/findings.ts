/**
 * The findings of diagnostics as a table.
 *
 * @module
 */
import { type Finding, verdictsOf } from "../diagnostics/verdict.ts";
import { decimal, type Table, table } from "./table.ts";

/**
 * A row a finding: its value, what a calibrated posterior would give (mean, and the limit it passes
 * in one case of twenty), the p-value after Holm's correction for all findings in the table, and how
 * to read it; where that alarms, what is at fault.
 *
 * @example Usage
 * ```ts
 * import { findingsTable } from "./findings.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const { text } = findingsTable([{
 *   diagnostic: "calibration error",
 *   quantity: "g_L",
 *   value: 0.01,
 *   floor: { mean: 0.017, limit: 0.032 },
 *   pValue: 0.8,
 *   reading: "mean distance of observed from expected coverage",
 * }]);
 * assertMatch(text, /g_L +0\.010 +0\.017 +0\.032 +0\.800/);
 * ```
 */
export function findingsTable(findings: readonly Finding[]): Table {
  const number = (value: number | undefined) => value === undefined ? "–" : decimal(value, 3);
  return table(
    ["diagnostic", "quantity", "value", "calibrated", "limit", "p_adj", "reading"],
    verdictsOf(findings).map((
      { diagnostic, quantity, value, floor, adjustedPValue, verdict, reading },
    ) => [
      diagnostic,
      quantity,
      number(value),
      number(floor?.mean),
      number(floor?.limit),
      verdict === "not computable" ? verdict : number(adjustedPValue),
      reading,
    ]),
  );
}
