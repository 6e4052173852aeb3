/**
 * Population inference from an amortised posterior: the members' draws are those of a network that
 * was trained on single members, under the single prior.
 *
 * @module
 */
import { integer } from "../core/check.ts";
import { fold, type Key } from "../core/random.ts";
import type { PopulationPrior } from "../distributions/population_prior.ts";
import { type Batch, observation } from "../model/batch.ts";
import { canonicalOrder } from "../model/canonical_order.ts";
import type { Fields } from "../model/field.ts";
import { type PopulationInference, weighPopulation } from "./population.ts";
import { type MemberDraws, tailAtoms } from "./population_likelihood.ts";
import { weigh } from "./importance.ts";
import { PARETO_K_LIMIT } from "./pareto_smoothing.ts";
import type { AmortizedPosterior } from "./posterior.ts";
import type { ExactProblem } from "./refine.ts";
import { joint } from "./target.ts";

/** Members of which fewer draws have weight are given more, once, so many times as many at most. */
const GOAL = 40;
const MOST = 16;

/** How many draws an inference is made of. */
export interface PopulationOptions<X extends Fields = Fields> {
  /** Joint draws of population and members. */
  readonly count: number;
  /**
   * Draws of each member's posterior under the single prior: 2000 if not given. Members that turn out
   * to need more are given more.
   */
  readonly draws?: number;
  /**
   * The exact posterior of one observation under the single prior, in its standard normal
   * coordinates, where there is a likelihood: draws are then weighted by it, so that errors of the
   * amortised posterior, which add up over members, don't reach the population.
   */
  exact?(observation: Batch<X>): Pick<ExactProblem, "target">;
}

/**
 * The joint posterior of a population and its members from the amortised posterior of one member,
 * which is trained under the single prior. The answer does not depend on the order of the
 * observations, to the last bit.
 *
 * @throws {RangeError} If there is no observation, they are not of the posterior's fields, or its
 * draws can leave the prior's support.
 *
 * @example Usage
 * ```ts
 * import { populationPosterior } from "./population_posterior.ts";
 * import { populationPrior } from "../distributions/population_prior.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { key } from "../core/random.ts";
 * import { chain } from "../distributions/chain.ts";
 * import { normal } from "../distributions/normal.ts";
 * import { vector } from "../model/field.ts";
 * import { model } from "../model/model.ts";
 * import { simulatePopulation } from "../model/population_dataset.ts";
 * import { setup } from "../workflow/setup.ts";
 * import { workflow } from "../workflow/workflow.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await startBackend();
 * const mine = model({
 *   name: "mine",
 *   prior: chain({ mu: normal({ mean: 0, sd: 1 }) }),
 *   observables: { x: vector(["x"]) },
 *   simulate: (rng, { mu }) => ({ x: [mu + rng.normal()] }),
 * });
 * using untrained = workflow(setup(mine, { train: { n_train: 256 } }));
 * const population = populationPrior(mine.prior);
 * const { members: { observations } } = simulatePopulation(key(1), population, mine.simulator, 3);
 * const found = await populationPosterior(
 *   key(2),
 *   population,
 *   untrained.posterior,
 *   observations,
 *   { count: 100, draws: 500 },
 * );
 * assertEquals([found.members.datasets, found.members.count], [3, 100]);
 * ```
 */
export async function populationPosterior<Name extends string, X extends Fields>(
  key: Key,
  population: PopulationPrior<Name>,
  posterior: Pick<AmortizedPosterior<Name, X>, "propose">,
  observations: Batch<X>,
  { count, draws = 2000, exact }: PopulationOptions<X>,
): Promise<PopulationInference<Name>> {
  integer("infer population", "observations.count", observations.count, 1);
  const order = canonicalOrder(observations);
  const members = new Array<MemberDraws>(order.length);
  const draw = async (place: number, label: string, draws: number) => {
    const own = fold(fold(key, label), place), row = order[place];
    const x = observation(observations, row);
    const { points, logDensity } = await posterior.propose(own, x, draws);
    const target = exact && joint(exact(x).target).logDensity(points);
    members[row] = {
      points,
      atoms: tailAtoms(population.member, points),
      ...(target && { logWeights: target.map((value, i) => value - logDensity[i]) }),
    };
  };
  for (const place of order.keys()) await draw(place, "draws", draws);
  const found = await weighPopulation(fold(key, "weigh"), population, members, count);
  const poor = [...order.keys()].filter((place) => found.effectiveSizes[order[place]] < GOAL);
  if (poor.length === 0) return withProblems(found, members);
  for (const place of poor) {
    const wanted = Math.ceil(GOAL / found.effectiveSizes[order[place]]);
    await draw(place, "more draws", draws * Math.min(MOST, 2 * wanted));
  }
  const again = await weighPopulation(fold(key, "weigh again"), population, members, count);
  return withProblems(again, members);
}

/** Warns of members whose exact weights can't be trusted. */
function withProblems<Name extends string>(
  found: PopulationInference<Name>,
  members: readonly MemberDraws[],
): PopulationInference<Name> {
  const problems = members.flatMap(({ points, logWeights }, i) => {
    const paretoK = logWeights ? weigh(points, logWeights).paretoK : -Infinity;
    if (paretoK <= PARETO_K_LIMIT) return [];
    return [
      `Pareto k of the exact weights of member ${i} must be <= ${PARETO_K_LIMIT}: it is ` +
      paretoK.toFixed(2),
    ];
  });
  return { ...found, problems: [...found.problems, ...problems] };
}
