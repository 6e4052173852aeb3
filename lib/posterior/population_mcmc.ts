/**
 * The exact joint posterior of a population and its members, where each member has a likelihood:
 * an ensemble of Markov chains that alternates three moves, each of which leaves it unchanged:
 *
 * - each member's z given its population, along the difference of two other chains (ter Braak &
 *   Vrugt 2008),
 * - each mean and sd given all z, by Gibbs sampling,
 * - one mean and sd given the members' deviations ε = (z − mean) / sd, so that z moves along: it
 *   mixes where the observations say little (Yu & Meng 2011, interweaving).
 *
 * @module
 */
import { integer, ofLength } from "../core/check.ts";
import type { Draws, PosteriorDraws } from "../core/draws.ts";
import { fold, type Key, stream } from "../core/random.ts";
import type { HyperName, PopulationPrior } from "../distributions/population_prior.ts";
import { drawPopulation } from "./population_gibbs.ts";
import {
  type MemberLogLikelihood,
  moveMember,
  moveTogether,
  type Walker,
} from "./population_moves.ts";

/** Where the chains start: draws near the posterior, one a chain. */
export interface PopulationStart<Name extends string = string> {
  /** [chains, 2 dim]. */
  readonly population: Draws<HyperName<Name>>;
  /** [members, chains, dim]. */
  readonly z: Float64Array;
}

/** How long the chains run. */
export interface PopulationMcmcOptions {
  /** Sweeps before the first that is kept. */
  readonly burnIn: number;
  /** Sweeps after these. */
  readonly sweeps: number;
  /** Of which every `thin`-th is kept. */
  readonly thin: number;
}

/** Draws of the chains: those of the first kept sweep, then those of the next. */
export interface PopulationChains<Name extends string = string> {
  /** [draws, 2 dim]. */
  readonly population: Draws<HyperName<Name>>;
  /** Of each member, draw k given draw k of the population. */
  readonly members: PosteriorDraws<Name>;
  /** The mean acceptance rate of the members' moves, and of those together with their population. */
  readonly acceptance: { readonly members: number; readonly together: number };
}

/** Rounds of moves of each member in a sweep. */
const MEMBER_MOVES = 2;
/** The chains at their start. */
function walkersAt<Name extends string>(
  { population: { count, values }, z }: PopulationStart<Name>,
  dim: number,
  logLikelihoods: readonly MemberLogLikelihood[],
): Walker[] {
  const starts = logLikelihoods.map((logLikelihood, i) =>
    logLikelihood(z.slice(i * count * dim, (i + 1) * count * dim))
  );
  return Array.from({ length: count }, (_, k) => {
    const own = new Float64Array(starts.length * dim);
    starts.forEach((_, i) => own.set(z.subarray((i * count + k) * dim).subarray(0, dim), i * dim));
    return {
      mean: values.slice(k * 2 * dim, k * 2 * dim + dim),
      sd: values.slice(k * 2 * dim + dim, (k + 1) * 2 * dim),
      z: own,
      logLikelihood: Float64Array.from(starts, (start) => start[k]),
    };
  });
}

/**
 * Draws of the exact joint posterior of a population and its members.
 *
 * @param logLikelihoods One a member.
 * @param start Such as the draws of {@linkcode ./population.ts | weighPopulation}.
 * @throws {RangeError} If there are no members, the start is not one of their number, its chains are
 * fewer than eight or odd in number, or the numbers of sweeps are not whole.
 *
 * @example Usage
 * ```ts
 * import { chain } from "../distributions/chain.ts";
 * import { normal } from "../distributions/normal.ts";
 * import { populationPrior } from "../distributions/population_prior.ts";
 * import { populationMcmc } from "./population_mcmc.ts";
 * import { key, normals } from "../core/random.ts";
 * import { normalLogDensity } from "../core/special.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const population = populationPrior(chain({ mu: normal({ mean: 0, sd: 1 }) }));
 * const logLikelihoods = [1, 1.2].map((x) => (z: Float64Array) =>
 *   z.map((z) => normalLogDensity((x - z) / 0.1))
 * );
 * const start = { population: population.hyper.sample(key(1), 10), z: normals(key(2), 20) };
 * const options = { burnIn: 10, sweeps: 20, thin: 2 };
 * const { members } = populationMcmc(key(3), population, logLikelihoods, start, options);
 * assertEquals([members.datasets, members.count], [2, 100]);
 * ```
 */
export function populationMcmc<Name extends string>(
  key: Key,
  population: PopulationPrior<Name>,
  logLikelihoods: readonly MemberLogLikelihood[],
  start: PopulationStart<Name>,
  { burnIn, sweeps, thin }: PopulationMcmcOptions,
): PopulationChains<Name> {
  const action = "run chains";
  const { member: { names, fromNormal }, hyper } = population;
  const dim = names.length, chains = start.population.count, size = logLikelihoods.length;
  integer(action, "logLikelihoods.length", size, 1);
  integer(action, "start.population.count / 2", chains / 2, 4);
  ofLength(action, "start.z", start.z, size * chains * dim);
  integer(action, "burnIn", burnIn, 0);
  integer(action, "thin", thin, 1);
  integer(action, "sweeps / thin", sweeps / thin, 1);
  const walkers = walkersAt(start, dim, logLikelihoods);
  const count = sweeps / thin * chains;
  const kept = new Float64Array(count * 2 * dim), z = new Float64Array(size * count * dim);
  const rates = { members: 0, together: 0 };
  for (let sweep = 0; sweep < burnIn + sweeps; sweep++) {
    const here = fold(key, sweep);
    logLikelihoods.forEach((logLikelihood, i) => {
      for (let round = 0; round < MEMBER_MOVES; round++) {
        const own = fold(fold(fold(here, "member"), i), round);
        rates.members += moveMember(own, walkers, i, logLikelihood) / size / MEMBER_MOVES;
      }
    });
    walkers.forEach((walker, k) => {
      const { mean, sd } = drawPopulation(
        stream(fold(fold(here, "population"), k)),
        population,
        walker.z,
        walker,
      );
      walker.mean = Float64Array.from(mean);
      walker.sd = Float64Array.from(sd);
    });
    const column = Math.floor(stream(fold(here, "column")).uniform() * dim);
    rates.together += moveTogether(
      fold(here, "together"),
      walkers,
      column,
      population,
      logLikelihoods,
    );
    const at = (sweep - burnIn) / thin;
    if (!(at >= 0 && Number.isInteger(at))) continue;
    walkers.forEach((walker, k) => {
      const row = at * chains + k;
      kept.set(walker.mean, row * 2 * dim);
      kept.set(walker.sd, row * 2 * dim + dim);
      for (let i = 0; i < size; i++) {
        z.set(walker.z.subarray(i * dim, (i + 1) * dim), (i * count + row) * dim);
      }
    });
  }
  const total = burnIn + sweeps;
  return {
    population: { names: hyper.names, count, values: kept },
    members: { names, datasets: size, count, values: fromNormal(z).values },
    acceptance: { members: rates.members / total, together: rates.together / total },
  };
}
