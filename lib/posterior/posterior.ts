/**
 * The interface of any posterior, however it was computed.
 *
 * @module
 */
import type { Fields } from "../model/field.ts";
import type { Draws, PosteriorDraws } from "../core/draws.ts";
import type { Key } from "../core/random.ts";
import type { Batch } from "../model/batch.ts";

/** p(theta | x), or an approximation q(theta | x), for any observation x. */
export interface Posterior<Name extends string = string, X extends Fields = Fields> {
  /** The parameters, in the order of the columns of its draws. */
  readonly names: readonly Name[];
  /**
   * `count` draws for each observation. Draws of observation i depend on the key and i only.
   *
   * @throws {RangeError} If the observations are not of the fields expected, or not finite.
   */
  sample(
    key: Key,
    observations: Batch<X>,
    count: number,
  ): Promise<PosteriorDraws<Name>>;
  /**
   * The log density of each draw given its observation, [datasets, count], with respect to Lebesgue
   * measure in the units of theta: −∞ off the support, and NaN where there is no such density,
   * which is at an atom of the prior (there the posterior has a mass) and exactly on a bound.
   * Columns of theta are matched by name.
   *
   * @throws {RangeError} If the names are not those of the posterior, a value is not finite, there
   * is not a set of draws for each observation, or the observations are not of the fields expected.
   */
  logProb(
    theta: PosteriorDraws<Name>,
    observations: Batch<X>,
  ): Promise<Float64Array>;
  /**
   * The log density of z, [datasets, count, dim], in the prior's standard normal coordinates,
   * theta = T(z), where the rows of an atom have one, too. Not there where draws can leave the
   * prior's support: such a posterior gives its atoms no mass.
   */
  logProbNormal?(
    z: Float64Array,
    theta: PosteriorDraws<Name>,
    observations: Batch<X>,
  ): Promise<Float64Array>;
}

/** An approximation that can be weighed against the exact posterior. */
export interface AmortizedPosterior<Name extends string = string, X extends Fields = Fields>
  extends Posterior<Name, X> {
  /**
   * The draws of `sample`, observation after observation, some thousands at a time: for more than
   * memory holds.
   */
  batches(
    key: Key,
    observations: Batch<X>,
    count: number,
  ): AsyncGenerator<Draws<Name>>;
  /**
   * `count` draws for one observation in the prior's standard normal coordinates, [count, dim], and
   * its log density at each, there.
   */
  propose(
    key: Key,
    observation: Batch<X>,
    count: number,
  ): Promise<{ readonly points: Float64Array; readonly logDensity: Float64Array }>;
}
