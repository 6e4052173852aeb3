/**
 * An examination as a table.
 *
 * @module
 */
import type { Diagnosis } from "../diagnostics/diagnose.ts";
import { decimal, type Table, table } from "./table.ts";

/**
 * A row a statistic: its value, what a calibrated posterior would give (mean, and the limit it passes
 * in one case of twenty), the p-value after Holm's correction for all rows, the verdict, and how to
 * read it. Rows without a p-value are descriptive.
 */
export function diagnosisTable({ verdicts }: Pick<Diagnosis, "verdicts">): Table {
  const number = (value: number | undefined) =>
    value === undefined || Number.isNaN(value)
      ? "–"
      : decimal(value, value !== 0 && Math.abs(value) < 0.01 ? 5 : 3);
  return table(
    ["diagnostic", "quantity", "value", "calibrated", "limit", "p_adj", "verdict", "reading"],
    verdicts.map(({ diagnostic, quantity, value, floor, adjustedPValue, verdict, reading }) => [
      diagnostic,
      quantity,
      number(value),
      number(floor?.mean),
      number(floor?.limit),
      number(adjustedPValue),
      verdict === "none" ? "descriptive" : verdict === "alarm" ? "ALARM" : "pass",
      reading,
    ]),
  );
}
