/**
 * Importance-weighted population inference: the joint posterior of a population and its members
 * from draws of each member's posterior under the single prior, amortised or not.
 *
 *     p(population | x₁ … x_N) ∝ p(population) Πᵢ E[p(zᵢ | population) / p₀(zᵢ) | xᵢ],
 *
 * and each member given the population is one of its draws, chosen by the same ratio (Hogg, Myers &
 * Bovy 2010, arXiv:1008.4146). Populations are found by importance sampling from a mixture fitted to
 * a short Gibbs chain, so that their weights are checked, too.
 *
 * @module
 */
import { compareValues } from "../core/arrays.ts";
import { allFinite, integer, ofLength } from "../core/check.ts";
import { fold, type Key, stream } from "../core/random.ts";
import type { PopulationPrior } from "../distributions/population_prior.ts";
import { fitProposal } from "./fit_proposal.ts";
import { chooseByLogWeight, gibbsPopulations } from "./population_gibbs.ts";
import { type MemberDraws, memberLikelihood } from "./population_likelihood.ts";
import type { PopulationDraws } from "./population_direct.ts";
import { effectiveSize } from "./importance.ts";
import { refine } from "./refine.ts";
import { type BayesianTarget, standardNormal } from "./target.ts";

/** Draws of a population and of its members, with their diagnosis. */
export interface PopulationInference<Name extends string = string> extends PopulationDraws<Name> {
  /** The members' standard normal coordinates, [members, count, dim]. */
  readonly z: Float64Array;
  /**
   * log p(x₁ … x_N | population prior) − Σ log p(xᵢ | single prior), in nats: above 0 if the members
   * are more alike than members that know nothing of each other.
   */
  readonly logBayesFactor: number;
  /** Its standard error, in nats, given the members' draws. */
  readonly logBayesFactorSe: number;
  /** Pareto k̂ of the populations' weights; above 0.7 they can't be trusted. */
  readonly paretoK: number;
  /**
   * For each member, how many of its draws have weight in a population, 1 / Σ w², the mean over
   * populations.
   */
  readonly effectiveSizes: readonly number[];
  /** Reasons not to trust the draws, a sentence each; empty if there is none. */
  readonly problems: readonly string[];
}

const ACTION = "infer population";
const GIBBS = { sweeps: 1500, burnIn: 100 };
/** Of the mixture fitted to the Gibbs chain. */
const COMPONENTS = 2;
/** Draws of a member with weight, below which its ratio can't be trusted. */
const LEAST_EFFECTIVE_SIZE = 20;

/**
 * The joint posterior of a population and its members from draws of the members' posteriors under
 * the single prior. The answer depends on the set of members, and not on their order, to the last bit.
 *
 * @param count How many joint draws.
 * @throws {RangeError} If there is no member, or its draws are none, or not finite.
 *
 * @example Usage
 * ```ts
 * import { chain } from "../distributions/chain.ts";
 * import { normal } from "../distributions/normal.ts";
 * import { populationPrior } from "../distributions/population_prior.ts";
 * import { weighPopulation } from "./population.ts";
 * import { key, normals } from "../core/random.ts";
 * import { mean } from "../core/stats.ts";
 * import { assert } from "@std/assert";
 *
 * const population = populationPrior(chain({ mu: normal({ mean: 0, sd: 1 }) }));
 * // Three members that are known to ± 0.1.
 * const members = [1, 1.2, 1.4].map((z, i) => ({
 *   points: normals(key(i), 500).map((e) => z + 0.1 * e),
 * }));
 * const { population: { values } } = await weighPopulation(key(9), population, members, 200);
 * assert(Math.abs(mean(values.filter((_, at) => at % 2 === 0)) - 1.2) < 0.25);
 * ```
 */
export async function weighPopulation<Name extends string>(
  key: Key,
  population: PopulationPrior<Name>,
  members: readonly MemberDraws[],
  count: number,
): Promise<PopulationInference<Name>> {
  integer(ACTION, "members.length", members.length, 1);
  const { member: { names, fromNormal }, hyper } = population;
  const dim = names.length;
  members.forEach(({ points, logWeights }, i) => {
    integer(ACTION, `draws of member ${i}`, points.length / dim, 1);
    allFinite(ACTION, `points of member ${i}`, points);
    if (logWeights) ofLength(ACTION, `logWeights of member ${i}`, logWeights, points.length / dim);
  });
  const order = [...members.keys()].sort((a, b) =>
    compareValues(members[a].points, members[b].points)
  );
  const likelihoods = order.map((member) => memberLikelihood(members[member], dim));
  const chain = gibbsPopulations(fold(key, "Gibbs"), population, likelihoods, dim, GIBBS);
  const rowOf = (values: Float64Array, row: number) => ({
    mean: values.subarray(row * 2 * dim, row * 2 * dim + dim),
    sd: values.subarray(row * 2 * dim + dim, (row + 1) * 2 * dim),
  });
  const target: BayesianTarget = {
    prior: standardNormal(2 * dim),
    logLikelihood(points) {
      const { count, values } = hyper.fromNormal(points);
      return Float64Array.from({ length: count }, (_, row) => {
        const normals = rowOf(values, row);
        return likelihoods.reduce((sum, { logRatio }) => sum + logRatio(normals), 0);
      });
    },
  };
  const equal = new Float64Array(GIBBS.sweeps).fill(1 / GIBBS.sweeps);
  const proposal = fitProposal(fold(key, "mixture"), chain, equal, COMPONENTS);
  const found = await refine(
    fold(key, "population"),
    async (key, count) => {
      const points = proposal.sample(key, count);
      return await { points, logDensity: proposal.logDensity(points) };
    },
    { target, theta: (points) => hyper.fromNormal(points) },
    count,
  );

  const z = new Float64Array(members.length * count * dim);
  const effectiveSizes = new Array<number>(members.length).fill(0);
  likelihoods.forEach(({ points, logWeights, drawZ }, place) => {
    const member = order[place], rng = stream(fold(fold(key, "members"), place));
    const own = new Float64Array(points.length / dim);
    for (let row = 0; row < count; row++) {
      const normals = rowOf(found.draws.values, row);
      logWeights(normals, own);
      effectiveSizes[member] += effectiveSize(own) / count;
      z.set(drawZ(rng, normals, chooseByLogWeight(rng, own)), (member * count + row) * dim);
    }
  });
  return {
    population: found.draws,
    members: {
      names,
      datasets: members.length,
      count,
      values: fromNormal(z).values,
    },
    z,
    logBayesFactor: found.logEvidence,
    logBayesFactorSe: found.logEvidenceSe,
    paretoK: found.paretoK,
    effectiveSizes,
    problems: [...found.problems, ...memberProblems(effectiveSizes)],
  };
}

/** A sentence about members whose draws hardly ever have weight in the population. */
function memberProblems(effectiveSizes: readonly number[]): string[] {
  const few = effectiveSizes.flatMap((size, i) => size < LEAST_EFFECTIVE_SIZE ? [i] : []);
  if (few.length === 0) return [];
  return [
    `the effective size of every member's draws must be >= ${LEAST_EFFECTIVE_SIZE}: it is ` +
    few.map((i) => `${effectiveSizes[i].toFixed(1)} of member ${i}`).join(", "),
  ];
}
