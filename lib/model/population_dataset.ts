/**
 * Simulated populations: members drawn about the mean of a population drawn from its prior, and an
 * observation of each.
 *
 * @module
 */
import { integer } from "../core/check.ts";
import type { Draws } from "../core/draws.ts";
import { fold, type Key, normalRows } from "../core/random.ts";
import {
  type HyperName,
  memberNormal,
  type PopulationPrior,
} from "../distributions/population_prior.ts";
import { type Dataset, simulate } from "./dataset.ts";
import type { Fields } from "./field.ts";
import type { Simulator } from "./simulator.ts";

/** A population, its members, and an observation of each. */
export interface SimulatedPopulation<Name extends string = string, X extends Fields = Fields> {
  /** Of the population: one row. */
  readonly hyper: Draws<HyperName<Name>>;
  /** Of the members, a row each. */
  readonly members: Dataset<Name, X>;
}

/**
 * One population of `size` members. Member i depends on the key and i only: a larger population of
 * the same key has the same first members.
 *
 * @throws {RangeError} If size is not an integer of at least 1, or the simulator refuses a member.
 *
 * @example Usage
 * ```ts
 * import { simulatePopulation } from "./population_dataset.ts";
 * import { populationPrior } from "../distributions/population_prior.ts";
 * import { lifPrior } from "../models/lif/prior/lif.ts";
 * import { lif } from "../models/lif/simulator/lif.ts";
 * import { key } from "../core/random.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { hyper, members } = simulatePopulation(key(1), populationPrior(lifPrior()), lif(), 3);
 * assertEquals([hyper.count, members.theta.count, members.observations.count], [1, 3, 3]);
 * ```
 */
export function simulatePopulation<Name extends string, X extends Fields>(
  key: Key,
  population: PopulationPrior<Name>,
  simulator: Simulator<Name, X>,
  size: number,
): SimulatedPopulation<Name, X> {
  integer("simulate population", "size", size, 1);
  const { member } = population;
  const hyper = population.hyper.sample(fold(key, "population"), 1);
  const deviations = normalRows(fold(key, "members"), member.names.length, { to: size });
  const z = memberNormal(population, hyper, deviations);
  const theta = member.fromNormal(z);
  const observations = simulate(fold(key, "simulator"), simulator, theta);
  return { hyper, members: { theta, z, observations } };
}
