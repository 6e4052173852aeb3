/**
 * Leakage: the share of draws outside the prior's support. Greenberg et al. 2019,
 * arXiv:1905.07488.
 *
 * @module
 */
import { integer } from "../../core/check.ts";
import { type Draws, type PosteriorDraws, take } from "../../core/draws.ts";
import type { Prior } from "../../distributions/prior.ts";
import type { Finding } from "../verdict.ts";

/**
 * For each draw, 1 where the prior calls it impossible, else 0: to mark the draws that a posterior
 * should not have given.
 *
 * @throws {RangeError} If the draws are of other parameters than the prior's.
 *
 * @example Usage
 * ```ts
 * import { offSupport } from "./leakage.ts";
 * import { drawsOf } from "../../core/draws.ts";
 * import { lifPrior } from "../../models/lif/prior/lif.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const prior = lifPrior();
 * const theta = { V_th: -55, tau_m: 10, g_L: 10, V_reset: -75, V_init: -72, E_L: -70 };
 * const draws = drawsOf(prior.names, [theta, { ...theta, tau_m: 21 }]);
 * assertEquals([...offSupport(draws, prior)], [0, 1]);
 * ```
 */
export function offSupport<Name extends string>(
  draws: Draws<Name>,
  prior: Prior<Name>,
): Uint8Array {
  return Uint8Array.from(prior.logProb(draws), (logProb) => Number(logProb === -Infinity));
}

/**
 * The draws that the prior allows, in order: those of which there can be replicates.
 *
 * @example Usage
 * ```ts
 * import { onSupport } from "./leakage.ts";
 * import { drawsOf } from "../../core/draws.ts";
 * import { chain } from "../../distributions/chain.ts";
 * import { uniform } from "../../distributions/uniform.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const prior = chain({ share: uniform({ low: 0, high: 1 }) });
 * const draws = drawsOf(["share"], [{ share: 0.5 }, { share: 1.5 }]);
 * assertEquals([...onSupport(draws, prior).values], [0.5]);
 * ```
 */
export function onSupport<Name extends string>(
  draws: Draws<Name>,
  prior: Prior<Name>,
): Draws<Name> {
  const off = offSupport(draws, prior);
  return take(draws, [...off.keys()].filter((i) => off[i] === 0));
}

/**
 * The share of draws off the prior's support; 0 for an exact posterior.
 *
 * @throws {RangeError} If there are no draws, or of other parameters than the prior's.
 *
 * @example Usage
 * ```ts
 * import { leakage } from "./leakage.ts";
 * import { lifPrior } from "../../models/lif/prior/lif.ts";
 * import { key } from "../../core/random.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const prior = lifPrior();
 * assertEquals(leakage(prior.sample(key(45), 100), prior), 0);
 * ```
 */
export function leakage<Name extends string>(draws: Draws<Name>, prior: Prior<Name>): number {
  integer("measure leakage", "draws.count", draws.count, 1);
  return offSupport(draws, prior).reduce((sum, off) => sum + off, 0) / draws.count;
}

/**
 * The share of draws off the prior's support, over all observations: no test, as any is a fault.
 */
export function leakageFinding<Name extends string>(
  { names, datasets, count, values }: PosteriorDraws<Name>,
  prior: Prior<Name>,
): Finding {
  return {
    diagnostic: "leakage",
    quantity: "share of draws off the prior's support",
    value: leakage({ names, count: datasets * count, values }, prior),
    floor: { mean: 0, limit: 0 },
    reading:
      "above 0: the posterior gives draws that the prior excludes; replicates are of the others",
  };
}
