/**
 * An examination as a table.
 *
 * @module
 */
import type { Verdict } from "../diagnostics/verdict.ts";
import { decimal, type Table, table } from "./table.ts";

/** Three digits that count, however small the number. */
function number(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return "–";
  const digits = value === 0 ? 1 : Math.floor(Math.log10(Math.abs(value))) + 1;
  return decimal(value, Math.min(6, Math.max(0, 3 - digits)));
}

function probability(pValue: number | undefined): string {
  if (pValue === undefined) return "–";
  return pValue < 0.001 ? "< 0.001" : pValue.toFixed(3);
}

const WORDS = { pass: "pass", alarm: "ALARM", none: "–" } as const;

/**
 * A row a statistic: its value, what a calibrated posterior would give (mean, and the limit it passes
 * in one case of twenty), the p-value, alone and after Holm's correction for all rows, the verdict,
 * and how to read it. Without p-value a row describes, and has no verdict.
 *
 * @example Usage
 * ```ts
 * import { diagnosisTable } from "./diagnosis.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const { text } = diagnosisTable({
 *   verdicts: [{
 *     diagnostic: "calibration error",
 *     quantity: "g_L",
 *     value: 0.01,
 *     floor: { mean: 0.017, limit: 0.032 },
 *     pValue: 0.8,
 *     adjustedPValue: 1,
 *     verdict: "pass",
 *     reading: "mean distance of observed from expected coverage",
 *   }],
 * });
 * assertMatch(text, /g_L +0\.0100 +0\.0170 +0\.0320 +0\.800 +1\.000 +pass/);
 * ```
 */
export function diagnosisTable({ verdicts }: { readonly verdicts: readonly Verdict[] }): Table {
  return table(
    ["diagnostic", "quantity", "value", "calibrated", "limit", "p", "p_adj", "verdict", "reading"],
    verdicts.map(({ diagnostic, quantity, value, floor, pValue, adjustedPValue, ...rest }) => [
      ...[diagnostic, quantity, number(value), number(floor?.mean), number(floor?.limit)],
      ...[probability(pValue), probability(adjustedPValue), WORDS[rest.verdict], rest.reading],
    ]),
  );
}

/** The outcome in a sentence, and the rows that alarm. */
export function diagnosisText({ verdicts }: { readonly verdicts: readonly Verdict[] }): string {
  const tested = verdicts.filter(({ verdict }) => verdict !== "none").length;
  const alarms = verdicts.filter(({ verdict }) => verdict === "alarm");
  if (alarms.length === 0) return `no alarm in ${tested} tests, at 5 % over all of them`;
  return [
    `ALARM: ${alarms.length} of ${tested} tests say no, at 5 % over all of them:`,
    ...alarms.map(({ diagnostic, quantity, reading }) =>
      `  ${diagnostic}, ${quantity}: ${reading}`
    ),
  ].join("\n");
}
