/**
 * What is trained, and the state of its training.
 *
 * @module
 */
import type { EpochReport } from "../history.ts";
import type { Key } from "../random.ts";
import type { AdamState } from "./adamw.ts";
import { type TrainingMemory, trainingMemory } from "./memory.ts";
import type { Npe } from "./npe.ts";
import type { RowSource } from "./pool.ts";
import type { TrainConfig } from "./train_config.ts";
import { readWeights } from "./weights.ts";

/** What is trained, and on what. */
export interface Trainee {
  /** Orders the batches. */
  readonly key: Key;
  readonly model: Npe;
  readonly config: TrainConfig;
  readonly training: RowSource;
  readonly validation: RowSource;
}

/** All that a run needs to go on after an epoch as if it had never stopped. */
export interface TrainingState {
  readonly weights: Float32Array;
  readonly adam: AdamState;
  /** The weights with the least validation loss so far. */
  readonly best: Float32Array;
  readonly history: readonly EpochReport[];
}

/** What every epoch of a run begins with. */
export interface Start {
  readonly history: readonly EpochReport[];
  /** Steps that AdamW has taken. */
  readonly steps: number;
}

/** Memory for a trainee, which begins with the weights of its model or with those of a state. */
export async function memoryOf(
  { model, config }: Trainee,
  { state, shared }: { readonly state?: TrainingState | undefined; readonly shared: boolean },
): Promise<TrainingMemory> {
  const memory = trainingMemory({
    variables: [...model.variables.values()].map(({ size }) => size),
    dim: model.estimator.dim,
    summarySize: model.summaryShape.reduce((product, n) => product * n, 1),
    training: config.n_train,
    validation: config.n_val,
    refreshed: config.refresh > 0 && config.refresh < config.epochs,
  }, shared);
  const weights = state?.weights ?? await readWeights(model.variables);
  memory.weights.set(weights);
  memory.best.set(state?.best ?? weights);
  if (state) {
    memory.mean.set(state.adam.mean);
    memory.square.set(state.adam.square);
  }
  return memory;
}

/** What a run can be resumed from, copied. */
export function stateOf(memory: TrainingMemory, { history, steps }: Start): TrainingState {
  return {
    weights: memory.weights.slice(),
    adam: { step: steps, mean: memory.mean.slice(), square: memory.square.slice() },
    best: memory.best.slice(),
    history,
  };
}
