/**
 * Populations of neurons: their prior, and the models by which they are learnt from simulations.
 * The features of a recording are those of {@linkcode lifGuide}.
 *
 * @module
 */
import { type PopulationPrior, populationPrior } from "../../distributions/population_prior.ts";
import { featuresOf } from "../../model/guide.ts";
import { type PopulationModels, populationModels } from "../../model/population_models.ts";
import { lifGuide } from "./guide/guide.ts";
import type { Experiment } from "./kit.ts";
import { lifPrior } from "./prior/lif.ts";
import { lif, type LifFields, type LifParameter } from "./simulator/lif.ts";

/** Neurons in a population at most. */
const MOST = 30;

/** Populations of neurons in one experiment. */
export interface LifPopulation {
  /** Of populations. */
  readonly prior: PopulationPrior<LifParameter>;
  /** What networks learn them from. */
  readonly models: PopulationModels<LifParameter, LifFields>;
}

/**
 * Populations of 1 to 30 neurons.
 *
 * @example Usage
 * ```ts
 * import { lifPopulation } from "./population.ts";
 * import { priorConfig } from "./prior/lif.ts";
 * import { simConfig } from "./simulator/lif.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { models } = lifPopulation({ sim: simConfig(), prior: priorConfig() });
 * assertEquals(models.population.simulator.fields.members.most, 30);
 * ```
 */
export function lifPopulation({ sim, prior: numbers }: Experiment): LifPopulation {
  const prior = populationPrior(lifPrior(numbers));
  const features = featuresOf(lifGuide(sim, numbers));
  const models = populationModels({
    name: "population",
    population: prior,
    simulator: lif(sim),
    features,
    most: MOST,
  });
  return { prior, models };
}
