/**
 * Leakage: the share of draws that a prior calls impossible. Greenberg et al. 2019,
 * arXiv:1905.07488.
 *
 * @module
 */
import { integer } from "../check.ts";
import type { Draws } from "../draws.ts";
import type { Prior } from "../priors/prior.ts";

/**
 * The share of draws off the prior's support; 0 for an exact posterior.
 *
 * @throws {RangeError} If there are no draws, or of other parameters than the prior's.
 *
 * @example Usage
 * ```ts
 * import { leakage } from "./leakage.ts";
 * import { lifPrior } from "../priors/lif.ts";
 * import { key } from "../random.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const prior = lifPrior();
 * assertEquals(leakage(prior.sample(key(45), 100), prior), 0);
 * ```
 */
export function leakage<Name extends string>(draws: Draws<Name>, prior: Prior<Name>): number {
  integer("measure leakage", "draws.count", draws.count, 1);
  const impossible = prior.logProb(draws).filter((logProb) => logProb === -Infinity);
  return impossible.length / draws.count;
}
