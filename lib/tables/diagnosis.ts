/**
 * An examination as a table.
 *
 * @module
 */
import type { Verdict } from "../diagnostics/verdict.ts";
import { decimal, type Table, table } from "./table.ts";

/**
 * A row a statistic: its value, what a calibrated posterior would give (mean, and the limit it passes
 * in one case of twenty), the p-value, alone and after Holm's correction for all rows, the verdict, and
 * what is at fault where that is an alarm, else how to read the value. Rows without a p-value are
 * descriptive.
 *
 * @example Usage
 * ```ts
 * import { diagnosisTable } from "./diagnosis.ts";
 * import { verdictsOf } from "../diagnostics/verdict.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const verdicts = verdictsOf([{
 *   diagnostic: "SBC",
 *   quantity: "tau_m",
 *   value: 0.1,
 *   pValue: 0.5,
 *   reading: "small p: not uniform",
 * }]);
 * assertMatch(diagnosisTable({ verdicts }).text, /SBC +tau_m +0.100/);
 * ```
 */
export function diagnosisTable({ verdicts }: { readonly verdicts: readonly Verdict[] }): Table {
  const number = (value: number | undefined) =>
    value === undefined || Number.isNaN(value)
      ? "–"
      : decimal(value, value !== 0 && Math.abs(value) < 0.01 ? 5 : 3);
  const probability = (pValue: number | undefined) =>
    pValue === undefined ? "–" : pValue < 0.001 ? "< 0.001" : decimal(pValue, 3);
  return table(
    ["diagnostic", "quantity", "value", "calibrated", "limit", "p", "p_adj", "verdict", "reading"],
    verdicts.map((
      { diagnostic, quantity, value, floor, pValue, adjustedPValue, verdict, reading },
    ) => [
      diagnostic,
      quantity,
      number(value),
      number(floor?.mean),
      number(floor?.limit),
      probability(pValue),
      probability(adjustedPValue),
      verdict === "none" ? "descriptive" : verdict === "alarm" ? "ALARM" : verdict,
      reading,
    ]),
  );
}

/**
 * The outcome in a sentence, each alarm with what is at fault, and what could not be computed.
 *
 * @example Usage
 * ```ts
 * import { diagnosisText } from "./diagnosis.ts";
 * import { verdictsOf } from "../diagnostics/verdict.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const verdicts = verdictsOf([{
 *   diagnostic: "SBC",
 *   quantity: "tau_m",
 *   value: 0.1,
 *   pValue: 0.5,
 *   reading: "small p: not uniform",
 * }]);
 * assertMatch(diagnosisText({ verdicts }), /^no alarm in 1 tests/);
 * ```
 */
export function diagnosisText({ verdicts }: { readonly verdicts: readonly Verdict[] }): string {
  const tested = verdicts.filter(({ verdict }) => verdict !== "none").length;
  const alarms = verdicts.filter(({ verdict }) => verdict === "alarm");
  const silent = verdicts.filter(({ verdict }) => verdict === "not computable");
  const name = ({ diagnostic, quantity }: Verdict) => `${diagnostic}, ${quantity}`;
  return [
    alarms.length === 0
      ? `no alarm in ${tested} tests, at 5 % over all of them`
      : `ALARM: ${alarms.length} of ${tested} tests say no, at 5 % over all of them:`,
    ...alarms.map((verdict) => `  ${name(verdict)}: ${verdict.reading}`),
    ...(silent.length === 0
      ? []
      : [`NOT COMPUTABLE: ${silent.length} of them, neither passed nor failed:`]),
    ...silent.map((verdict) => `  ${name(verdict)}`),
  ].join("\n");
}
