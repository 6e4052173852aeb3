/**
 * What can be asked of any posterior, however it was found.
 *
 * @module
 */
import type { Draws, PosteriorDraws } from "./draws.ts";
import type { Key } from "./random.ts";
import type { Recordings } from "./simulators/simulator.ts";

/** p(theta | x), or an approximation q(theta | x), for any recording x. */
export interface Posterior<Name extends string = string, Channel extends string = string> {
  readonly names: readonly Name[];
  /** `count` draws for each recording. Draws of recording i depend on the key and i only. */
  sample(
    key: Key,
    recordings: Recordings<Channel>,
    count: number,
  ): Promise<PosteriorDraws<Name>>;
  /** log density of each draw given its recording, [datasets, count]; NaN at an atom of the prior. */
  logProb(
    theta: PosteriorDraws<Name>,
    recordings: Recordings<Channel>,
  ): Promise<Float64Array>;
}

/** An approximation that can be weighed against the exact posterior. */
export interface AmortizedPosterior<Name extends string = string, Channel extends string = string>
  extends Posterior<Name, Channel> {
  /**
   * The draws of `sample`, recording after recording, some thousands at a time: for more than
   * memory holds.
   */
  pieces(
    key: Key,
    recordings: Recordings<Channel>,
    count: number,
  ): AsyncGenerator<Draws<Name>>;
  /**
   * `count` draws for one recording in the prior's standard normal coordinates, [count, dim], and its
   * log density at each, there.
   */
  propose(
    key: Key,
    recording: Recordings<Channel>,
    count: number,
  ): Promise<{ readonly points: Float64Array; readonly logDensity: Float64Array }>;
}
