/**
 * The leaky integrate-and-fire neuron: simulator, prior, statistics, guide, likelihood, checks, and
 * kits of these; and what recordings of any spiking neuron have in common.
 *
 * @module
 */
export { type LifDiagnosticParts, lifDiagnosticParts } from "./checks/lif_parts.ts";
export { driftVoltage } from "./checks/lif_quantities.ts";
export { lifSummaries } from "./checks/lif_summaries.ts";
export { lifGuide } from "./guide/guide.ts";
export { type Experiment, type KitChoices, type LifChoices, lifFamily } from "./kit.ts";
export {
  type KnownStimulus,
  type LifLikelihood,
  type LifLikelihoodOptions,
  lifLogLikelihood,
} from "./likelihood/lif_likelihood.ts";
export { lifProblem } from "./likelihood/lif_problem.ts";
export {
  type ReferenceInference,
  type ReferencePosterior,
  referencePosterior,
} from "./likelihood/reference_posterior.ts";
export { lifBounds, lifPrior, type PriorConfig, priorConfig } from "./prior/lif.ts";
export { default as defaultKit } from "./kits/default.ts";
export { default as learnedKit } from "./kits/learned.ts";
export { default as originalKit } from "./kits/original.ts";
export { default as sweepsKit } from "./kits/sweeps.ts";
export { SWEEP_KINDS } from "./kits/sweeps_family.ts";
export { default as populationKit } from "./kits/population.ts";
export { default as populationMemberKit } from "./kits/population_member.ts";
export { type LifPopulation, lifPopulation } from "./population.ts";
export {
  integrateLif,
  lif,
  LIF_PARAMETERS,
  type LifFields,
  type LifInput,
  type LifParameter,
  type MembraneConfig,
  type SimConfig,
  simConfig,
} from "./simulator/lif.ts";
export {
  fewestStepsBetweenSpikes,
  type ImpossibleSpike,
  impossibleSpike,
  type PossibleOptions,
} from "./simulator/lif_possible.ts";
export { lifStatistics } from "./statistics/lif.ts";
export {
  type SeriesSet,
  type SweepFields,
  sweepFields,
  type SweepsConfig,
  sweepsConfig,
} from "./sweeps/config.ts";
export { sweepsGuide } from "./sweeps/guide.ts";
export { sweepsLikelihood, sweepsProblem } from "./sweeps/likelihood.ts";
export { lifSweeps } from "./sweeps/simulator.ts";
export { givenCurrents, sweepsBatch } from "./sweeps/sweeps_batch.ts";
export { type LifSweep, sweepsOf } from "./sweeps/sweeps_of.ts";

export * from "../neuron/mod.ts";
