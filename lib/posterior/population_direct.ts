/**
 * A population and its members from two amortised posteriors that were trained on populations: that
 * of the population given all observations, and that of a member given its population and its own.
 *
 * @module
 */
import { concatenate } from "../core/arrays.ts";
import { dataset, type Draws, type PosteriorDraws } from "../core/draws.ts";
import { fold, type Key } from "../core/random.ts";
import {
  type HyperName,
  memberNormal,
  type PopulationPrior,
} from "../distributions/population_prior.ts";
import type { Batch } from "../model/batch.ts";
import { canonicalOrder } from "../model/canonical_order.ts";
import type { Fields } from "../model/field.ts";
import type {
  MemberFields,
  PopulationFields,
  PopulationModels,
} from "../model/population_models.ts";
import type { Posterior } from "./posterior.ts";

/** The parts of a directly amortised posterior of populations. */
export interface DirectPopulationParts<Name extends string, X extends Fields> {
  /** Of populations. */
  readonly prior: PopulationPrior<Name>;
  /** What the two posteriors were trained on. */
  readonly models: PopulationModels<Name, X>;
  /** p(population | all observations). */
  readonly population: Pick<Posterior<HyperName<Name>, PopulationFields>, "sample">;
  /** p(ε | population, own observation). */
  readonly member: Pick<Posterior<Name, MemberFields>, "sample">;
}

/** Joint draws of a population and its members. */
export interface PopulationDraws<Name extends string = string> {
  /** Means and sds in the single prior's standard normal coordinates, [count, 2 dim]. */
  readonly population: Draws<HyperName<Name>>;
  /** The members' parameters, in their units; draw k of each is given draw k of the population. */
  readonly members: PosteriorDraws<Name>;
}

/**
 * `count` joint draws of a population and its members. They do not depend on the order of the
 * observations, to the last bit.
 *
 * @throws {RangeError} If there is no observation, they are more than the models', or not of their
 * fields.
 *
 * @example Usage
 * ```ts
 * import { directPopulation } from "./population_direct.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { key } from "../core/random.ts";
 * import { chain } from "../distributions/chain.ts";
 * import { normal } from "../distributions/normal.ts";
 * import { populationPrior } from "../distributions/population_prior.ts";
 * import { vector } from "../model/field.ts";
 * import { model } from "../model/model.ts";
 * import { simulatePopulation } from "../model/population_dataset.ts";
 * import { populationModels } from "../model/population_models.ts";
 * import { timeSeriesOf } from "../model/summary_variables.ts";
 * import { setup } from "../workflow/setup.ts";
 * import { workflow } from "../workflow/workflow.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await startBackend();
 * const { prior: single, simulator } = model({
 *   name: "mine",
 *   prior: chain({ mu: normal({ mean: 0, sd: 1 }) }),
 *   observables: { x: vector(["x"]) },
 *   simulate: (rng, { mu }) => ({ x: [mu + rng.normal()] }),
 * });
 * const prior = populationPrior(single);
 * const features = timeSeriesOf(["x"], 1);
 * const models = populationModels({ name: "many", population: prior, simulator, features, most: 9 });
 * const train = { n_train: 128 };
 * using population = workflow(setup(models.population, { train }));
 * using member = workflow(setup(models.member, { train }));
 * const networks = { population: population.posterior, member: member.posterior };
 * const { members: { observations } } = simulatePopulation(key(1), prior, simulator, 3);
 * const parts = { prior, models, ...networks };
 * const { members } = await directPopulation(key(2), parts, observations, 50);
 * assertEquals([members.datasets, members.count], [3, 50]);
 * ```
 */
export async function directPopulation<Name extends string, X extends Fields>(
  key: Key,
  { prior, models, population, member }: DirectPopulationParts<Name, X>,
  observations: Batch<X>,
  count: number,
): Promise<PopulationDraws<Name>> {
  const set = models.populationOf(observations);
  const populations = dataset(await population.sample(fold(key, "population"), set, count), 0);
  const features = models.features(observations);
  const { names, fromNormal } = prior.member;
  const z = new Array<Float64Array>(observations.count);
  for (const [place, row] of canonicalOrder(observations).entries()) {
    const batch = models.memberOf(features, row, populations);
    const { values } = await member.sample(fold(fold(key, "member"), place), batch, 1);
    z[row] = memberNormal(prior, populations, values);
  }
  const { values } = fromNormal(concatenate(Float64Array, z));
  return { population: populations, members: { names, datasets: z.length, count, values } };
}
