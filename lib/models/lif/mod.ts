/**
 * The leaky integrate-and-fire neuron: simulator, prior, statistics, likelihood and recipes.
 *
 * @module
 */
export { type LifDiagnosticParts, lifDiagnosticParts } from "./checks/lif_parts.ts";
export { driftVoltage } from "./checks/lif_quantities.ts";
export { lifSummaries } from "./checks/lif_summaries.ts";
export { lifGuide } from "./guide/guide.ts";
export { lifBounds, lifPrior, type PriorConfig, priorConfig } from "./prior/lif.ts";

export { type KnownStimulus, lifLogLikelihood } from "./likelihood/lif_likelihood.ts";
export { lifProblem } from "./likelihood/lif_problem.ts";
export { referencePosterior } from "./likelihood/reference_posterior.ts";
export { integrateLif, lif, LIF_PARAMETERS, type SimConfig, simConfig } from "./simulator/lif.ts";
export { fewestStepsBetweenSpikes, impossibleSpike } from "./simulator/lif_possible.ts";
export { lifStatistics } from "./statistics/lif.ts";
export * from "../neuron/mod.ts";
