/**
 * Is a posterior stuck on a bound of its prior? Then the observation is explained best by
 * parameters outside the prior's support, and the posterior takes the nearest inside.
 *
 * In normal coordinates every parameter is N(0, 1) under the prior, bounds far out in its tails.
 * Averaged over observations the posterior mass of any set is its prior mass, so that by Markov's
 * inequality the median of a posterior lies beyond a point of prior tail mass ε in at most 2 ε of
 * all observations: a p-value, if a cautious one, for an exact posterior of whatever shape. An atom
 * of the prior has the tail mass of its beginning, so that a posterior on a likely atom is no
 * conflict.
 *
 * @module
 */
import { integer } from "../../core/check.ts";
import type { Draws } from "../../core/draws.ts";
import type { Prior } from "../../distributions/prior.ts";
import { normalCdf } from "../../core/special.ts";
import { quantiles } from "../../core/stats.ts";

/** How far out in the prior a posterior lies. Plain data, ready for JSON. */
export interface PriorConflictReport<Name extends string = string> {
  /** Of all parameters and both ends together. */
  readonly pValue: number;
  /** A parameter each, the one farthest out first. */
  readonly parameters: readonly {
    readonly name: Name;
    readonly end: "lower" | "upper";
    /** The median of the posterior, in the parameter's unit. */
    readonly median: number;
    /** The prior's mass beyond it, given the parameters before it in the prior's chain. */
    readonly tail: number;
  }[];
}

/** On a bound z is infinite; so far out nothing is left of N(0, 1). */
const FARTHEST = 38;

/**
 * How far out in the prior the medians of a posterior lie.
 *
 * @param draws On the prior's support.
 * @throws {RangeError} If there are none.
 *
 * @example Usage
 * ```ts
 * import { priorConflict } from "./prior_conflict.ts";
 * import { lifPrior } from "../../models/lif/prior/lif.ts";
 * import { key } from "../../core/random.ts";
 * import { assert } from "@std/assert";
 *
 * const prior = lifPrior();
 * const draws = prior.sample(key(1), 100);
 * assert(priorConflict(draws, prior).pValue === 1);
 * const V_th = draws.names.indexOf("V_th");
 * const stuck = draws.values.map((v, i) => i % 6 === V_th ? -50.0001 : v);
 * const { pValue, parameters: [{ name, end }] } = priorConflict({ ...draws, values: stuck }, prior);
 * assert(pValue < 0.001 && name === "V_th" && end === "upper");
 * ```
 */
export function priorConflict<Name extends string>(
  draws: Draws<Name>,
  prior: Prior<Name>,
): PriorConflictReport<Name> {
  integer("look for a prior conflict", "draws.count", draws.count, 1);
  const { names, count, values } = draws;
  const dim = names.length;
  const z = prior.toNormal(draws).map((value) => Math.max(-FARTHEST, Math.min(FARTHEST, value)));
  const medianOf = (from: Float64Array, j: number) =>
    quantiles(Float64Array.from({ length: count }, (_, i) => from[i * dim + j]), [0.5])[0];
  const parameters = names.map((name, j) => {
    const middle = medianOf(z, j);
    return {
      name,
      end: middle > 0 ? "upper" as const : "lower" as const,
      median: medianOf(values, j),
      tail: normalCdf(-Math.abs(middle)),
    };
  }).sort((a, b) => a.tail - b.tail);
  return { pValue: Math.min(1, 4 * dim * parameters[0].tail), parameters };
}
