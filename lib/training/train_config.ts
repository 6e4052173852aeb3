/**
 * How a posterior estimator is trained.
 *
 * @module
 */
import { between, configure, integer, positive } from "../core/check.ts";

/** The numbers of a training run. */
export interface TrainConfig {
  /** Simulations to learn from. */
  readonly n_train: number;
  /** Simulations to validate on after each epoch. */
  readonly n_val: number;
  /** Passes over the training simulations. */
  readonly epochs: number;
  /** Simulations in a step. */
  readonly batch_size: number;
  /** The seed of everything: simulations, initial weights, order of batches. */
  readonly seed: number;
  /** AdamW's largest learning rate. */
  readonly learning_rate: number;
  /** AdamW's decoupled weight decay. */
  readonly weight_decay: number;
  /** The share of all steps in which the learning rate rises. */
  readonly warmup: number;
  /** A longer gradient is scaled down to this norm. */
  readonly clip_norm: number;
  /** 1: each variable's gradient by itself (Keras' `clipnorm`); 0: the gradient as a whole. */
  readonly clip_per_variable: number;
  /** 1: matrices of weights step by Muon, and they alone decay, all others by AdamW; 0: all by AdamW. */
  readonly muon: number;
  /** Stop after this many epochs without a better validation loss; 0: never. */
  readonly patience: number;
  /** Simulate a new training set after this many epochs; 0: never (offline), 1: online. */
  readonly refresh: number;
}

/** The original study's budget and optimiser, except that its kit clips each variable. */
export const TRAIN_DEFAULTS: TrainConfig = Object.freeze({
  n_train: 20_000,
  n_val: 1_000,
  epochs: 50,
  batch_size: 128,
  seed: 45,
  learning_rate: 5e-4,
  weight_decay: 5e-3,
  warmup: 0.05,
  clip_norm: 1.5,
  clip_per_variable: 0,
  muon: 0,
  patience: 0,
  refresh: 0,
});

/**
 * Validates and freezes a training configuration.
 *
 * @throws {TypeError} If a key is unknown.
 * @throws {RangeError} If a value is out of range, or n_train is smaller than a batch.
 *
 * @example Usage
 * ```ts
 * import { trainConfig } from "./train_config.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(trainConfig({ epochs: 10 }).batch_size, 128);
 * ```
 */
export function trainConfig(
  overrides?: Partial<TrainConfig>,
  defaults: TrainConfig = TRAIN_DEFAULTS,
): TrainConfig {
  const config = configure("TrainConfig", defaults, overrides);
  const action = "make TrainConfig";
  for (const name of ["n_train", "n_val", "epochs", "batch_size"] as const) {
    integer(action, name, config[name], 1);
  }
  integer(action, "seed", config.seed, 0);
  integer(action, "patience", config.patience, 0);
  integer(action, "refresh", config.refresh, 0);
  positive(action, "learning_rate", config.learning_rate);
  positive(action, "clip_norm", config.clip_norm);
  between(action, "seed", config.seed, [0, 2 ** 32 - 1]);
  for (const name of ["clip_per_variable", "muon"] as const) {
    integer(action, name, config[name], 0);
    between(action, name, config[name], [0, 1]);
  }
  between(action, "weight_decay", config.weight_decay, [0, 1]);
  between(action, "warmup", config.warmup, [0, 1]);
  if (config.n_train < config.batch_size) {
    throw new RangeError(
      `Cannot ${action} as n_train must be >= batch_size = ${config.batch_size}: ` +
        `current value is ${config.n_train}`,
    );
  }
  return config;
}

/** Batches in an epoch. */
export function batchesOf({ n_train, batch_size }: TrainConfig): number {
  return Math.floor(n_train / batch_size);
}

/** Steps taken in epochs past: one for each batch that was not skipped. */
export function stepsTaken(
  history: readonly { readonly skipped: number }[],
  config: TrainConfig,
): number {
  return history.reduce((sum, { skipped }) => sum + batchesOf(config) - skipped, 0);
}
