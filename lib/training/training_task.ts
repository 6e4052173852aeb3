/**
 * A training task: model, data and settings; and the state of its training.
 *
 * @module
 */
import { elements } from "../core/arrays.ts";
import { allFinite, finite, ofLength } from "../core/check.ts";
import type { EpochReport } from "../core/history.ts";
import type { Key } from "../core/random.ts";
import type { AdamState } from "./adamw.ts";
import { type TrainingMemory, trainingMemory } from "./memory.ts";
import type { Npe } from "../flows/npe.ts";
import type { RowSource } from "./pool.ts";
import { stepsTaken, type TrainConfig } from "./train_config.ts";
import { readWeights, weightCount } from "./weights.ts";

/** What is trained, and on what. */
export interface TrainingTask {
  /** Orders the batches. */
  readonly key: Key;
  readonly model: Npe;
  readonly config: TrainConfig;
  readonly training: RowSource;
  readonly validation: RowSource;
}

/** All that a run needs to go on after an epoch as if it had never stopped. */
export interface TrainingState {
  /** The weights after the last step. */
  readonly weights: Float32Array;
  /** The optimiser's. */
  readonly adam: AdamState;
  /** The weights with the least validation loss so far. */
  readonly best: Float32Array;
  /** What each epoch did. */
  readonly history: readonly EpochReport[];
  /** The validation loss before the first step. */
  readonly untrainedLoss: number;
}

/** What every epoch of a run begins with. */
export interface Start {
  readonly history: readonly EpochReport[];
  /** Steps that AdamW has taken. */
  readonly steps: number;
  /** The validation loss before the first step, if it is known. */
  readonly untrainedLoss?: number;
}

/** What an epoch ends with. */
export type Reached = Required<Start>;

/** Where a run begins: anew, or after the epochs of a state. */
export function startOf(state?: TrainingState): Start {
  if (!state) return { history: [], steps: 0 };
  const { history, adam, untrainedLoss } = state;
  return { history, steps: adam.step, untrainedLoss };
}

/** Refuses a state that is not one of this training task's. */
function checkState({ model, config }: TrainingTask, state: TrainingState): void {
  const action = "resume training";
  const { weights, best, adam, history, untrainedLoss } = state;
  const arrays = { weights, best, "adam.mean": adam.mean, "adam.square": adam.square };
  for (const [name, values] of Object.entries(arrays)) {
    ofLength(action, `state.${name}`, values, weightCount(model.variables));
    allFinite(action, `state.${name}`, values);
  }
  finite(action, "state.untrainedLoss", untrainedLoss);
  if (history.length > config.epochs) {
    throw new RangeError(
      `Cannot ${action} as state.history must have at most ${config.epochs} epochs: it has ` +
        `${history.length}`,
    );
  }
  history.forEach(({ epoch, validationLoss, gradientNorm }, i) => {
    finite(action, `state.history[${i}].validationLoss`, validationLoss);
    finite(action, `state.history[${i}].gradientNorm`, gradientNorm);
    if (epoch !== i + 1) {
      throw new RangeError(
        `Cannot ${action} as state.history[${i}].epoch must be ${i + 1}: current value is ${epoch}`,
      );
    }
  });
  const taken = stepsTaken(history, config);
  if (adam.step !== taken) {
    throw new RangeError(
      `Cannot ${action} as state.adam.step must be that of its history, ${taken}: it is ${adam.step}`,
    );
  }
}

/**
 * Memory for a training task, which begins with the weights of its model or with those of a state.
 *
 * @throws {RangeError} If the state is of another network or run, or not of numbers.
 */
export async function memoryOf(
  task: TrainingTask,
  { state, shared }: { readonly state?: TrainingState | undefined; readonly shared: boolean },
): Promise<TrainingMemory> {
  const { model, config } = task;
  if (state) checkState(task, state);
  const memory = trainingMemory({
    variables: [...model.variables.values()].map(({ size }) => size),
    dim: model.estimator.dim,
    summarySize: elements(model.summaryShape),
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
export function stateOf(
  memory: TrainingMemory,
  { history, steps, untrainedLoss }: Reached,
): TrainingState {
  return {
    weights: memory.weights.slice(),
    adam: { step: steps, mean: memory.mean.slice(), square: memory.square.slice() },
    best: memory.best.slice(),
    history,
    untrainedLoss,
  };
}
