/**
 * Workflows: from a model to a trained posterior, and back from a checkpoint.
 *
 * @module
 */
export {
  type Checkpoint,
  decodeCheckpoint,
  encodeCheckpoint,
  type RunningCheckpoint,
} from "./checkpoint.ts";
export type {
  Kit,
  KitDiagnostics,
  KitFamily,
  KitSource,
  KitText,
  NamedFile,
  Numbers,
  ReadObservation,
} from "./kit.ts";
export {
  EVENT_TRAIN,
  eventArchitecture,
  type EventCodes,
  eventEstimator,
  eventSummary,
} from "./event_network.ts";
export { type LossUnits, lossUnits } from "./loss_units.ts";
export { restore } from "./restore.ts";
export { type KitModule, type Setup, setup, type SetupOptions } from "./setup.ts";
export { type TrainOptions, trainWorkflow } from "./train_workflow.ts";
export { type WarmUp, type Workflow, workflow } from "./workflow.ts";
