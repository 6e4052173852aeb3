/**
 * What every diagnostic says in the end, in one shape: a number, what a calibrated posterior would
 * give, and a sentence on how to read it.
 *
 * @module
 */
import { holm } from "../stats.ts";

/** One statistic of one quantity. Plain data, ready for JSON. */
export interface Finding {
  readonly diagnostic: string;
  /** What was tested: a parameter, or a function of parameters and recording. */
  readonly quantity: string;
  readonly value: number;
  /** What a calibrated posterior would give: mean and 95 % quantile. */
  readonly floor?: { readonly mean: number; readonly limit: number };
  readonly pValue?: number;
  /** One sentence. */
  readonly reading: string;
}

/** A finding with what it means among others. */
export interface Verdict extends Finding {
  /** After Holm's correction over all findings. */
  readonly adjustedPValue?: number;
  /** An alarm if the adjusted p-value is at most 0.05; "none" where there is nothing to test. */
  readonly verdict: "pass" | "alarm" | "none";
}

/** Of all findings together: one false alarm or more in at most 5 % of lists, whatever their length. */
export const LEVEL = 0.05;

/**
 * Findings with Holm's correction (1979, Scand. J. Stat. 6, 65–70) and a verdict.
 *
 * @example Usage
 * ```ts
 * import { verdictsOf } from "./verdict.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const one = { diagnostic: "SBC", quantity: "g_L", value: 3, reading: "too low" };
 * const verdicts = verdictsOf([{ ...one, pValue: 0.01 }, { ...one, pValue: 0.06 }, one]);
 * assertEquals(verdicts.map(({ verdict }) => verdict), ["alarm", "pass", "none"]);
 * ```
 */
export function verdictsOf(findings: readonly Finding[]): Verdict[] {
  const tested = findings.filter(({ pValue }) => pValue !== undefined);
  const adjusted = holm(tested.map(({ pValue = 1 }) => pValue));
  return findings.map((finding) => {
    const adjustedPValue = adjusted[tested.indexOf(finding)];
    if (adjustedPValue === undefined) return { ...finding, verdict: "none" };
    return { ...finding, adjustedPValue, verdict: adjustedPValue <= LEVEL ? "alarm" : "pass" };
  });
}
