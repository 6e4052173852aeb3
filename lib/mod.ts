/**
 * The library by one door, for code of one's own: simulate, train, infer, diagnose, draw.
 *
 * @module
 */
export { startBackend, TFJS_VERSION } from "./backend.ts";
export { decodeCheckpoint, encodeCheckpoint } from "./checkpoint.ts";
export { simulate, simulateJoint } from "./dataset.ts";
export { decodeDataset, encodeDataset } from "./dataset_file.ts";
export * from "./diagnostics/mod.ts";
export {
  column,
  dataset,
  type Draws,
  drawsOf,
  first,
  mapRows,
  type PosteriorDraws,
  row,
  stack,
} from "./draws.ts";
export * from "./figures/mod.ts";
export { readBytes, writeAtomically } from "./files.ts";
export { bestEpoch } from "./inference/train.ts";
export { weightCount } from "./inference/weights.ts";
export type { Posterior } from "./posterior.ts";
export { lifPrior } from "./priors/lif.ts";
export { fold, key } from "./random.ts";
export { recipeNamed } from "./recipes/mod.ts";
export { lifLogLikelihood } from "./reference/lif_likelihood.ts";
export { lifProblem } from "./reference/lif_problem.ts";
export { type ExactProblem, refine, type Refinement } from "./reference/refine.ts";
export { referencePosterior } from "./reference/reference_posterior.ts";
export { lif, LIF_PARAMETERS, simConfig } from "./simulators/lif.ts";
export { recording, type Recordings } from "./simulators/simulator.ts";
export { interSpikeIntervals, LIF_QUANTITIES, type TestQuantity } from "./statistics/quantities.ts";
export { spikeCounts, spikeTimes } from "./statistics/spikes.ts";
export { correlation, mean, quantiles, sd } from "./stats.ts";
export { pilotOf, restoreStudy, type Study, studyOf, trainStudy } from "./study.ts";
export * from "./tables/mod.ts";
export { VERSION } from "./version.ts";
