/**
 * The library by one door, for code of one's own: simulate, train, infer, diagnose. Figures have
 * a door of their own, `./figures/mod.ts`, and so has each model, such as `./models/lif/mod.ts`.
 *
 * @example From a model of one's own to a posterior
 * ```ts
 * import * as sbi from "./mod.ts";
 *
 * await sbi.startBackend();
 * const mine = sbi.model({
 *   name: "mine",
 *   prior: sbi.chain({ mu: sbi.normal({ mean: 0, sd: 1 }) }),
 *   observables: { x: sbi.vector(["x"]) },
 *   simulate: (rng, { mu }) => ({ x: [mu + 0.5 * rng.normal()] }),
 * });
 * using workflow = sbi.workflow(sbi.setup(mine, { train: { n_train: 1000, epochs: 3 } }));
 * for await (const { history } of sbi.trainWorkflow(workflow)) console.log(history.at(-1));
 *
 * const { observations } = sbi.simulateJoint(sbi.key(1), mine, 1);
 * const draws = await workflow.posterior.sample(sbi.key(2), observations, 1000);
 * console.log(sbi.marginals(sbi.dataset(draws, 0)));
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
export * from "./distributions/mod.ts";
