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
 * const { theta, observations } = sbi.simulateJoint(sbi.key(1), study.model, 1);
 * const draws = await study.posterior.sample(sbi.key(2), observations, 1000);
 * const { units } = study.model.prior;
 * const figure = sbi.pairsFigure(sbi.dataset(draws, 0), { units, truth: sbi.row(theta, 0) });
 * console.log(`${(await figure.png()).length} bytes of PNG`);
 * ```
 *
 * @module
 */
export { type Adapter, adapter } from "./model/adapter.ts";
export { startBackend, TFJS_VERSION } from "./compute/backend.ts";
export { affineFamily } from "./flows/affine_family.ts";
export { rationalQuadraticSpline } from "./flows/rational_quadratic_spline.ts";
export { featuresOf, type Guide, type Guided } from "./model/guide.ts";
export {
  type Domain,
  type Moments,
  momentsOf,
  normalTransform,
  type Point,
  standardised,
  type Transform,
} from "./model/transform.ts";
export { type Dataset, simulate, simulateJoint, simulatePieces } from "./model/dataset.ts";
export type { JointModel } from "./model/simulator.ts";
export { type Batch, observation } from "./model/batch.ts";
export { decodeDataset, encodeDataset } from "./model/dataset_file.ts";
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
} from "./core/draws.ts";
export { couplingFlow } from "./flows/coupling_flow.ts";
export { ensemble } from "./flows/ensemble.ts";
export type { PosteriorEstimator } from "./flows/estimator.ts";
export { flowMatching } from "./flows/flow_matching.ts";
export * from "./figures/mod.ts";
export { checkWritable, readBytes, writeAtomically, writeTogether } from "./files.ts";
export { type Npe, npe } from "./flows/npe.ts";
export { type TrainConfig, trainConfig } from "./training/train_config.ts";
export { bestEpoch } from "./training/validation.ts";
export { weightCount } from "./training/weights.ts";
export { hardSilu, mish, silu } from "./networks/activations.ts";
export { convolution } from "./networks/convolution.ts";
export { mlpSummary } from "./networks/mlp.ts";
export type { SummaryNetwork } from "./networks/network.ts";
export { hybrid } from "./networks/parallel.ts";
export { recurrent } from "./networks/recurrent.ts";
export { timeSeries } from "./networks/time_series.ts";
export type { AmortizedPosterior, Posterior } from "./posterior/posterior.ts";
export { fold, type Key, key } from "./core/random.ts";

export { type ExactProblem, refine, type Refinement } from "./posterior/refine.ts";
export { checkBatch } from "./model/check_batch.ts";
export { type Simulator } from "./model/simulator.ts";
export { fitStandardisation } from "./model/standardisation.ts";
export { type SummaryVariables, timeSeriesOf } from "./model/summary_variables.ts";
export { correlation, mean, quantiles, sd } from "./core/stats.ts";
export * from "./workflow/mod.ts";
export * from "./tables/mod.ts";
export { VERSION } from "./core/version.ts";
export {
  type Field,
  type Fields,
  fieldSize,
  series,
  type SeriesField,
  set,
  type SetField,
  timesOf,
  vector,
  type VectorField,
} from "./model/field.ts";
export { type Model, model } from "./model/model.ts";
export * from "./models/lif/mod.ts";
export * from "./distributions/mod.ts";
