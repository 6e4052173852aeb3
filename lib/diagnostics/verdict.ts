/**
 * What every diagnostic says in the end, in one shape: a number, what a calibrated posterior would
 * give, and a sentence on how to read it.
 *
 * @module
 */

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
