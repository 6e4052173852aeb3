/**
 * Training of a network, and its history.
 *
 * @module
 */
export type { AdamState } from "./adamw.ts";
export type { TrainingRun } from "./train.ts";
export { type TrainConfig, trainConfig } from "./train_config.ts";
export type { TrainingState } from "./training_task.ts";
export { bestEpoch } from "./validation.ts";
export { type Layout, type Variables, weightCount } from "./weights.ts";
