/**
 * The result of every diagnostic in one form: a number, what a calibrated posterior would
 * give, and a sentence on how to read it.
 *
 * @module
 */
import { holm } from "../core/stats.ts";

/** One statistic of one quantity. Plain data, ready for JSON. */
export interface Finding {
  /** What made it, such as "SBC ECDF". */
  readonly diagnostic: string;
  /** What was tested: a parameter, or a function of parameters and observation. */
  readonly quantity: string;
  /** Of the statistic; NaN where there is none. */
  readonly value: number;
  /** What a calibrated posterior would give: mean and 95 % quantile. */
  readonly floor?: { readonly mean: number; readonly limit: number };
  /** NaN where there is a test that could not be computed. */
  readonly pValue?: number;
  /** How to read the value, whatever it is; a phrase. */
  readonly reading: string;
  /** What an alarm means for the posterior; the reading if not given. */
  readonly fault?: string;
}

/** A finding with what it means among others. */
export interface Verdict extends Omit<Finding, "fault"> {
  /** After Holm's correction over all findings; NaN where the p-value is. */
  readonly adjustedPValue?: number;
  /**
   * An alarm if the adjusted p-value is at most 0.05, a pass if it is above; "not computable" if it
   * is NaN, which is neither; "none" where there is nothing to test.
   */
  readonly verdict: "pass" | "alarm" | "not computable" | "none";
  /**
   * What follows from the verdict: what is at fault if it is an alarm, else how to read the value.
   */
  readonly reading: string;
}

/**
 * Of all findings together: one false alarm or more in at most 5 % of lists, whatever their length.
 */
export const LEVEL = 0.05;

/**
 * Findings with Holm's correction (1979, Scand. J. Stat. 6, 65–70) and a verdict.
 *
 * @example Usage
 * ```ts
 * import { verdictsOf } from "./verdict.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const one = { diagnostic: "SBC", quantity: "g_L", value: 3, reading: "positive: too low" };
 * const verdicts = verdictsOf([
 *   { ...one, pValue: 0.01, fault: "the posterior is too low" },
 *   { ...one, pValue: 0.06 },
 *   { ...one, pValue: NaN },
 *   one,
 * ]);
 * assertEquals(
 *   verdicts.map(({ verdict }) => verdict),
 *   ["alarm", "pass", "not computable", "none"],
 * );
 * assertEquals(verdicts[0].reading, "the posterior is too low");
 * ```
 */
export function verdictsOf(findings: readonly Finding[]): Verdict[] {
  const tested = findings.filter(({ pValue }) => pValue !== undefined);
  const adjusted = holm(tested.map(({ pValue = NaN }) => pValue));
  return findings.map(({ fault, ...finding }) => {
    const { pValue, reading } = finding;
    if (pValue === undefined) return { ...finding, verdict: "none" };
    const adjustedPValue = adjusted.shift()!;
    if (adjustedPValue <= LEVEL) {
      return { ...finding, adjustedPValue, verdict: "alarm", reading: fault ?? reading };
    }
    const verdict = adjustedPValue > LEVEL ? "pass" : "not computable";
    return { ...finding, adjustedPValue, verdict };
  });
}
