/**
 * What a model is: fields, observations, simulators, and adapters between them and a network.
 *
 * @module
 */
export {
  type Adapter,
  adapter,
  type AdapterParts,
  type InputParts,
  type Prepared,
  type TrainingRows,
} from "./adapter.ts";
export {
  type Batch,
  type FieldRow,
  observation,
  observationsOf,
  type Row,
  rowOf,
  seriesBatch,
  type SetRow,
} from "./batch.ts";
export { canonicalOrder } from "./canonical_order.ts";
export { checkBatch } from "./check_batch.ts";
export { checkModel } from "./check_model.ts";
export {
  type Dataset,
  simulate,
  simulateBatches,
  simulateJoint,
  type SimulateOptions,
} from "./dataset.ts";
export { readObservation } from "./observation_file.ts";
export { decodeDataset, encodeDataset, type Provenance } from "./dataset_file.ts";
export {
  type Field,
  type Fields,
  fieldSize,
  series,
  type SeriesField,
  type SeriesOptions,
  set,
  type SetField,
  timesOf,
  vector,
  type VectorField,
} from "./field.ts";
export { type EventSeries, eventSeries, type EventSeriesOptions } from "./event_series.ts";
export { featuresOf, type Guide, type Guided } from "./guide.ts";
export type { Kinds } from "./kinds.ts";
export { type FieldValue, type FieldValues, type Model, model, type ModelParts } from "./model.ts";
export { type ModelChoice, modelChoice, type ModelChoiceOptions } from "./model_choice.ts";
export { type SimulatedPopulation, simulatePopulation } from "./population_dataset.ts";
export { memberGuide } from "./population_guide.ts";
export {
  type MemberFields,
  type PopulationFields,
  type PopulationModelParts,
  type PopulationModels,
  populationModels,
} from "./population_models.ts";
export type { Conditions, JointModel, Simulator } from "./simulator.ts";
export { fitStandardisation, type Standardisation } from "./standardisation.ts";
export { beside, summarise, type SummaryVariables, timeSeriesOf } from "./summary_variables.ts";
export {
  type Domain,
  type Moments,
  momentsOf,
  normalTransform,
  type Point,
  standardised,
  type Transform,
} from "./transform.ts";
