/**
 * How a network is trained, and what came of it.
 *
 * @module
 */
export { type TrainConfig, trainConfig } from "./train_config.ts";
export { bestEpoch } from "./validation.ts";
export { type Layout, type Variables, weightCount } from "./weights.ts";
