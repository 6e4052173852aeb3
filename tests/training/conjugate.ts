/**
 * A model whose posterior is known: z ~ N(0, I), x = z + sd · ε. The posterior is
 * N(x / (1 + sd²), sd² / (1 + sd²)) in each coordinate.
 *
 * @module
 */
import type { TrainingRows } from "../../lib/model/adapter.ts";
import { couplingFlow } from "../../lib/flows/coupling_flow.ts";
import { type Npe, npe } from "../../lib/flows/npe.ts";
import { type TrainConfig, trainConfig } from "../../lib/training/train_config.ts";
import { mlpSummary } from "../../lib/networks/mlp.ts";
import type { RowSource } from "../../lib/training/pool.ts";
import type { TrainingTask } from "../../lib/training/training_task.ts";
import { fold, type Key, key, normals } from "../../lib/core/random.ts";

/** Standard deviation of the noise. */
export const NOISE_SD = 0.5;

/** The entropy of the posterior in nats: the least loss there can be. */
export const ENTROPY = Math.log(2 * Math.PI * Math.E * NOISE_SD ** 2 / (1 + NOISE_SD ** 2));

/** `count` rows of the joint distribution in two dimensions. */
export function conjugateRows(key: Key, count: number): TrainingRows {
  const z = normals(fold(key, "z"), 2 * count);
  const noise = normals(fold(key, "noise"), 2 * count);
  return {
    count,
    inferenceVariables: Float32Array.from(z),
    summaryVariables: Float32Array.from(z, (value, i) => value + NOISE_SD * noise[i]),
  };
}

/** Rows at hand, as a source; rows beyond the last begin again with the first. */
function rowSource(rows: TrainingRows): RowSource {
  return {
    fill({ from, to }, into, at) {
      for (const name of ["inferenceVariables", "summaryVariables"] as const) {
        const size = rows[name].length / rows.count;
        for (let row = from; row < to; row++) {
          const first = row % rows.count * size;
          into[name].set(rows[name].subarray(first, first + size), (at + row - from) * size);
        }
      }
    },
  };
}

/** The same rows, one value of one of them changed. */
export function spoilt(rows: TrainingRows, row: number, value: number): TrainingRows {
  const inferenceVariables = rows.inferenceVariables.slice();
  inferenceVariables[2 * row + 1] = value;
  return { ...rows, inferenceVariables };
}

/** A small network for it. */
export function conjugateModel(seed = 1): Npe {
  return npe(key(seed), { dim: 2, summaryShape: [2] }, {
    summary: (scope, [inputs]) => mlpSummary(scope, { inputs, dim: 4, widths: [16] }),
    estimator: couplingFlow({ depth: 1, widths: [16] }),
  });
}

/** Quick, and enough to learn it. */
export function conjugateConfig(overrides: Partial<TrainConfig> = {}): TrainConfig {
  return trainConfig({
    n_train: 4096,
    n_val: 512,
    epochs: 6,
    batch_size: 128,
    learning_rate: 1e-2,
    weight_decay: 0,
    ...overrides,
  });
}

export const training: TrainingRows = conjugateRows(fold(key(1), "training"), 4096);
export const validation: TrainingRows = conjugateRows(fold(key(1), "validation"), 512);

/** The network on those rows, its batches ordered by the seed. */
export function conjugateTask(
  model: Npe,
  overrides: Partial<TrainConfig> = {},
  { rows = training, validationRows = validation, seed = 1 }: {
    readonly rows?: TrainingRows;
    readonly validationRows?: TrainingRows;
    readonly seed?: number;
  } = {},
): TrainingTask {
  return {
    key: fold(key(seed), "batches"),
    model,
    config: conjugateConfig(overrides),
    training: rowSource(rows),
    validation: rowSource(validationRows),
  };
}

/** What a worker makes it from. */
export interface ConjugateArgument {
  readonly overrides: Partial<TrainConfig>;
  /** Rows from this one on can't be made. */
  readonly end?: number;
  readonly seed?: number;
  /** Rows whose loss is not finite. */
  readonly bad?: readonly number[];
}

/** The training task in a worker. */
export function trainingTask(
  { overrides, end = Infinity, seed, bad = [] }: ConjugateArgument,
): TrainingTask {
  const rows = bad.reduce((rows, row) => spoilt(rows, row, 1e30), training);
  const made = conjugateTask(conjugateModel(seed), overrides, { rows });
  return {
    ...made,
    training: {
      fill(range, into, at) {
        if (range.to > end) throw new RangeError(`row ${end} can't be made`);
        made.training.fill(range, into, at);
      },
    },
  };
}
