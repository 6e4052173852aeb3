/**
 * How a kit is trained that doesn't say: good for models of a few parameters and 10,000 simulations.
 *
 * @module
 */
import { TRAIN_DEFAULTS, type TrainConfig } from "../training/train_config.ts";

/** The numbers of training. */
export const STANDARD_TRAIN: TrainConfig = Object.freeze({
  ...TRAIN_DEFAULTS,
  n_train: 10_000,
  n_val: 1_000,
  epochs: 40,
  learning_rate: 1e-3,
  weight_decay: 1e-4,
});
