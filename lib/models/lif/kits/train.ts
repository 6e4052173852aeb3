/**
 * How networks of the neuron with a spline flow are trained.
 *
 * @module
 */
import type { TrainConfig } from "../../../training/train_config.ts";
import { EVENT_TRAIN } from "../../../workflow/event_network.ts";

/** The optimiser; how much is simulated, each network says. */
export const SPLINE_TRAIN: Partial<TrainConfig> = Object.freeze({
  n_val: 4_000,
  batch_size: 256,
  seed: 45,
  learning_rate: 1e-3,
  weight_decay: 1e-4,
  warmup: 0.05,
  clip_norm: 1.5,
  clip_per_variable: 0,
  patience: 0,
  refresh: 0,
});

/** Larger networks, of a set that stays: as those of events, but for that. */
export const SET_TRAIN: Partial<TrainConfig> = Object.freeze({
  ...EVENT_TRAIN,
  batch_size: 256,
  refresh: 0,
});
