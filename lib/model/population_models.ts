/**
 * The two models by which a population is learnt from simulations: the population given a set of
 * its members' observations, and one member given its population and its own observation. Together
 * they factor the joint posterior (Habermann et al. 2024, arXiv:2408.13230):
 *
 *     p(population, z₁ … z_N | x₁ … x_N) = p(population | {xᵢ}) Πᵢ p(zᵢ | population, xᵢ).
 *
 * Observations enter by features, numbers about each.
 *
 * @module
 */
import { compareValues, elements } from "../core/arrays.ts";
import { integer, ofLength } from "../core/check.ts";
import { type Draws, row } from "../core/draws.ts";
import type { Rng } from "../core/random.ts";
import { chain } from "../distributions/chain.ts";
import { normal } from "../distributions/normal.ts";
import {
  type HyperName,
  memberNormal,
  type PopulationPrior,
} from "../distributions/population_prior.ts";
import { type Batch, blankBatch, rowOf } from "./batch.ts";
import { checkBatch } from "./check_batch.ts";
import { type Fields, set, type SetField, vector, type VectorField } from "./field.ts";
import { type Model, model } from "./model.ts";
import type { Simulator } from "./simulator.ts";
import { summarise, type SummaryVariables } from "./summary_variables.ts";

/** What the models are made of. */
export interface PopulationModelParts<Name extends string, X extends Fields> {
  /** What the models are called in files and messages. */
  readonly name: string;
  /** Of populations. */
  readonly population: PopulationPrior<Name>;
  /** Of one member. */
  readonly simulator: Simulator<Name, X>;
  /** Numbers about one observation. */
  readonly features: SummaryVariables<X>;
  /** Members at most. */
  readonly most: number;
}

/** The features of a population's members. */
export type PopulationFields = { readonly members: SetField<VectorField> };
/** The features of one member, and the population that it is of. */
export type MemberFields = { readonly own: VectorField; readonly population: VectorField };

/** Two models that share their parts. */
export interface PopulationModels<Name extends string = string, X extends Fields = Fields> {
  /** The population, given its members' features. Their number is log-uniform in training. */
  readonly population: Model<HyperName<Name>, PopulationFields>;
  /**
   * One member's deviations ε = (z − mean) / sd, given its features and its population. A priori
   * they are N(0, I), whatever the population.
   */
  readonly member: Model<Name, MemberFields>;
  /** The features of observations, [count, size]. */
  features(observations: Batch<X>): Float32Array;
  /**
   * The observations of one population as the first model's, in an order that does not depend on
   * theirs.
   *
   * @throws {RangeError} If they are not of the simulator's fields, none, or too many.
   */
  populationOf(observations: Batch<X>): Batch<PopulationFields>;
  /**
   * Member `index` of a batch as the second model's observation, once for each population.
   *
   * @param features Of {@linkcode PopulationModels.features}.
   */
  memberOf(
    features: Float32Array,
    index: number,
    populations: Draws<HyperName<Name>>,
  ): Batch<MemberFields>;
}

/**
 * The models of a population.
 *
 * @throws {RangeError} If most is not an integer of at least 1.
 *
 * @example Usage
 * ```ts
 * import { populationModels } from "./population_models.ts";
 * import { simulateJoint } from "./dataset.ts";
 * import { timeSeriesOf } from "./summary_variables.ts";
 * import { populationPrior } from "../distributions/population_prior.ts";
 * import { chain } from "../distributions/chain.ts";
 * import { normal } from "../distributions/normal.ts";
 * import { vector } from "./field.ts";
 * import { model } from "./model.ts";
 * import { key } from "../core/random.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { prior, simulator } = model({
 *   name: "mine",
 *   prior: chain({ mu: normal({ mean: 0, sd: 1 }) }),
 *   observables: { x: vector(["x"]) },
 *   simulate: (rng, { mu }) => ({ x: [mu + rng.normal()] }),
 * });
 * const { population, member } = populationModels({
 *   name: "many",
 *   population: populationPrior(prior),
 *   simulator,
 *   features: timeSeriesOf(["x"], 1),
 *   most: 30,
 * });
 * assertEquals(population.prior.names, ["mu_mean", "mu_sd"]);
 * assertEquals(simulateJoint(key(1), member, 5).observations.values.population.length, 5 * 2);
 * ```
 */
export function populationModels<Name extends string, X extends Fields>(
  { name, population, simulator, features, most }: PopulationModelParts<Name, X>,
): PopulationModels<Name, X> {
  integer(`make models of ${name}`, "most", most, 1);
  const { member: { names, fromNormal }, hyper } = population;
  const dim = names.length, size = elements(features.shape);
  const scratch = blankBatch(simulator.fields, 1);
  const numbers = vector(Array.from({ length: size }, (_, k) => `feature ${k}`));
  const standard = normal({ mean: 0, sd: 1 });

  const deviationsOf = (rng: Rng) => Float64Array.from({ length: dim }, () => rng.normal());

  /** The features of a new observation of a member at these deviations. */
  function observe(
    rng: Rng,
    populations: Draws<HyperName<Name>>,
    deviations: Float64Array,
  ): Float32Array {
    const theta = row(fromNormal(memberNormal(population, populations, deviations)), 0);
    const place = rowOf(scratch, 0);
    simulator.conditions?.sample(rng, place);
    simulator.simulate(rng, theta, place);
    return summarise(features, scratch);
  }

  const one = (values: ArrayLike<number>): Draws<HyperName<Name>> => ({
    names: hyper.names,
    count: 1,
    values: Float64Array.from(values),
  });

  const featuresOf = (observations: Batch<X>) => {
    checkBatch("summarise members", simulator.fields, observations);
    return summarise(features, observations);
  };
  const rowsOf = (values: Float32Array) =>
    Array.from(
      { length: values.length / size },
      (_, i) => values.subarray(i * size, (i + 1) * size),
    );

  return {
    population: model<HyperName<Name>, PopulationFields>({
      name,
      prior: hyper,
      observables: { members: set(numbers, { most }) },
      simulate(rng, theta) {
        const populations = one(hyper.names.map((name) => theta[name]));
        const count = Math.floor((most + 1) ** rng.uniform());
        const members = Array.from(
          { length: count },
          () => observe(rng, populations, deviationsOf(rng)),
        );
        return { members: members.sort(compareValues) };
      },
    }),
    member: model<Name, { readonly own: VectorField }, { readonly population: VectorField }>({
      name: `${name}_member`,
      prior: chain(
        Object.fromEntries(names.map((name) => [name, standard])) as Record<
          Name,
          typeof standard
        >,
      ),
      observables: { own: numbers },
      conditions: {
        fields: { population: vector(hyper.names) },
        sample: (rng) => ({
          population: hyper.fromNormal(
            Float64Array.from({ length: 2 * dim }, () => rng.normal()),
          ).values,
        }),
      },
      simulate: (rng, theta, given) => ({
        own: observe(rng, one(given.population), Float64Array.from(names, (name) => theta[name])),
      }),
    }),
    features: featuresOf,
    populationOf(observations) {
      integer(`read population of ${name}`, "observations.count", observations.count, 1);
      const rows = rowsOf(featuresOf(observations)).sort(compareValues);
      const batch = blankBatch<PopulationFields>({ members: set(numbers, { most }) }, 1);
      rowOf(batch, 0).members.size = rows.length;
      rows.forEach((values, i) => batch.values.members.set(values, i * size));
      return batch;
    },
    memberOf(all, index, populations) {
      ofLength("read member", "features", all, Math.floor(all.length / size) * size);
      const { count, values } = populations;
      const fields: MemberFields = { own: numbers, population: vector(hyper.names) };
      const batch = blankBatch(fields, count);
      const own = rowsOf(all)[index];
      for (let k = 0; k < count; k++) batch.values.own.set(own, k * size);
      batch.values.population.set(values);
      return batch;
    },
  };
}
