/**
 * The exact log posterior density of draws that were found for an observation, and of its truth.
 *
 * @module
 */
import type { Draws } from "../lib/core/draws.ts";
import type { Prior } from "../lib/distributions/prior.ts";

/** What an exact inference found. */
export interface FoundDraws<Name extends string> {
  readonly draws: Draws<Name>;
  readonly logEvidence: number;
}

/**
 * log p(theta) + log p(x | theta) − log p(x).
 *
 * @param truth In the order of the prior's parameters.
 */
export function exactDensities<Name extends string>(
  prior: Prior<Name>,
  { draws: { names, count, values }, logEvidence }: FoundDraws<Name>,
  truth: Float64Array,
  logLikelihood: (theta: Draws<Name>) => Float64Array,
): { readonly draws: Float64Array; readonly truth: number } {
  const all = { names, count: count + 1, values: Float64Array.of(...values, ...truth) };
  const logPrior = prior.logProb(all);
  const logP = logLikelihood(all).map((value, row) => value + logPrior[row] - logEvidence);
  return { draws: logP.subarray(0, count), truth: logP[count] };
}
