/**
 * The library by one door, for code of one's own: simulate, train, infer, diagnose, draw.
 *
 * @example From nothing to a posterior and its figure
 * ```ts
 * import * as sbi from "./mod.ts";
 *
 * await sbi.startBackend();
 * const recipe = sbi.recipeNamed("default", { train: { n_train: 10_000, epochs: 3 } });
 * using study = sbi.studyOf(recipe, sbi.pilotOf(recipe));
 * for await (const { history } of sbi.trainStudy(study)) console.log(history.at(-1));
 *
 * const { theta, recordings } = sbi.simulateJoint(sbi.key(1), study.model, 1);
 * const draws = await study.posterior.sample(sbi.key(2), recordings, 1000);
 * const { units } = study.model.prior;
 * const figure = sbi.pairsFigure(sbi.dataset(draws, 0), { units, truth: sbi.row(theta, 0) });
 * console.log(`${(await figure.png()).length} bytes of PNG`);
 * ```
 *
 * @module
 */
export { type Adapter, adapter } from "./adapter.ts";
export { startBackend, TFJS_VERSION } from "./backend.ts";
export { affineFamily } from "./bijectors/affine_family.ts";
export { rationalQuadraticSpline } from "./bijectors/rational_quadratic_spline.ts";
export { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from "./checkpoint.ts";
export { type Coordinates, standardised, whitened } from "./coordinates.ts";
export {
  type Dataset,
  type JointModel,
  simulate,
  simulateJoint,
  simulatePieces,
} from "./dataset.ts";
export { decodeDataset, encodeDataset } from "./dataset_file.ts";
export * from "./diagnostics/mod.ts";
export {
  column,
  dataset,
  type Draws,
  drawsOf,
  first,
  inOrder,
  mapRows,
  type PosteriorDraws,
  row,
  stack,
} from "./draws.ts";
export { couplingFlow } from "./estimators/coupling_flow.ts";
export { ensemble } from "./estimators/ensemble.ts";
export type { PosteriorEstimator } from "./estimators/estimator.ts";
export { flowMatching } from "./estimators/flow_matching.ts";
export * from "./figures/mod.ts";
export { checkWritable, readBytes, writeAtomically, writeTogether } from "./files.ts";
export { type Npe, npe } from "./inference/npe.ts";
export { type TrainConfig, trainConfig } from "./inference/train_config.ts";
export { lossUnits } from "./loss_units.ts";
export { bestEpoch } from "./inference/validation.ts";
export { weightCount } from "./inference/weights.ts";
export { lifLocalCoordinates } from "./local_coordinates.ts";
export { hardSilu, mish, silu } from "./networks/activations.ts";
export { convolution } from "./networks/convolution.ts";
export { mlpSummary } from "./networks/mlp.ts";
export type { SummaryNetwork } from "./networks/network.ts";
export { hybrid } from "./networks/parallel.ts";
export { recurrent } from "./networks/recurrent.ts";
export { timeSeries } from "./networks/time_series.ts";
export type { AmortizedPosterior, Posterior } from "./posterior.ts";
export { lifBounds, lifPrior, type PriorConfig, priorConfig } from "./priors/lif.ts";
export type { Prior } from "./priors/prior.ts";
export { fold, type Key, key } from "./random.ts";
export { recipeNamed } from "./recipes/mod.ts";
export type { Recipe } from "./recipes/recipe.ts";
export { type KnownStimulus, lifLogLikelihood } from "./reference/lif_likelihood.ts";
export { lifProblem } from "./reference/lif_problem.ts";
export { type ExactProblem, refine, type Refinement } from "./reference/refine.ts";
export { referencePosterior } from "./reference/reference_posterior.ts";
export { integrateLif, lif, LIF_PARAMETERS, type SimConfig, simConfig } from "./simulators/lif.ts";
export { fewestStepsBetweenSpikes, impossibleSpike } from "./simulators/lif_possible.ts";
export { checkRecordings } from "./simulators/check_recordings.ts";
export {
  recording,
  type RecordingForm,
  type Recordings,
  type Simulator,
} from "./simulators/simulator.ts";
export { lifStatistics } from "./statistics/lif.ts";
export { lifMode } from "./statistics/lif_mode.ts";
export { fitStandardisation } from "./standardisation.ts";
export { interSpikeIntervals, LIF_QUANTITIES, type TestQuantity } from "./statistics/quantities.ts";
export { spikeCounts, spikeStratumName, spikeTimes } from "./statistics/spikes.ts";
export { type SummaryVariables, timeSeriesOf } from "./statistics/summary_variables.ts";
export { correlation, mean, quantiles, sd } from "./stats.ts";
export { pilotOf, restoreStudy, type Study, studyOf, trainStudy } from "./study.ts";
export * from "./tables/mod.ts";
export { VERSION } from "./version.ts";
