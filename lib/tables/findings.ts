/**
 * The findings of diagnostics as a table.
 *
 * @module
 */
import type { Finding } from "../diagnostics/verdict.ts";
import { holm } from "../stats.ts";
import { decimal, type Table, table } from "./table.ts";

/**
 * A row a finding: its value, what a calibrated posterior would give (mean, and the limit it passes
 * in one case of twenty), the p-value after Holm's correction for all findings in the table, and how
 * to read it.
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
  const tested = findings.filter(({ pValue }) => pValue !== undefined);
  const adjusted = holm(tested.map(({ pValue = 1 }) => pValue));
  const number = (value: number | undefined) => value === undefined ? "–" : decimal(value, 3);
  return table(
    ["diagnostic", "quantity", "value", "calibrated", "limit", "p_adj", "reading"],
    findings.map((finding) => [
      finding.diagnostic,
      finding.quantity,
      number(finding.value),
      number(finding.floor?.mean),
      number(finding.floor?.limit),
      number(adjusted[tested.indexOf(finding)]),
      finding.reading,
    ]),
  );
}
