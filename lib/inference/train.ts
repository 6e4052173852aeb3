/**
 * Training: minimises the mean of −log q(theta | x) by AdamW over shuffled batches, and keeps the
 * weights that did best on the validation rows.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { TrainingRows } from "../adapter.ts";
import type { EpochReport, OnProgress } from "../history.ts";
import { fold, type Key, key as keyOf, normalRows, shuffled } from "../random.ts";
import { toNumber, toTensor } from "../tensors.ts";
import { adamInit, type AdamState, adamStep, clip, norm } from "./adamw.ts";
import type { Npe } from "./npe.ts";
import { warmupCosine } from "./schedule.ts";
import type { TrainConfig } from "./train_config.ts";
import { flatten, readWeights, weightCount, writeWeights } from "./weights.ts";

/** All that a run needs to go on after an epoch as if it had never stopped. */
export interface TrainingState {
  readonly weights: Float32Array;
  readonly adam: AdamState;
  /** The weights with the least validation loss so far. */
  readonly best: Float32Array;
  readonly history: readonly EpochReport[];
}

/** What to train on, where to start, and whom to tell. */
export interface TrainingRun {
  readonly training: TrainingRows;
  readonly validation: TrainingRows;
  /** Continue from here; the key and the configuration must be those of the first part. */
  readonly state?: TrainingState;
  /** Told after every step, counted over the whole run. */
  readonly onProgress?: OnProgress;
}

/** Rows evaluated at a time when no gradient is wanted. */
const VALIDATION_BATCH = 500;

/** A run whose every step fails must not go on for ever. */
const MAX_SKIPPED = 20;

/** The epoch with the least validation loss. */
export function bestEpoch(history: readonly EpochReport[]): EpochReport {
  return history.reduce((best, e) => e.validationLoss < best.validationLoss ? e : best);
}

function batchTensors(
  rows: TrainingRows,
  order: Uint32Array,
  { summaryShape, estimator: { dim } }: Npe,
): { theta: tf.Tensor2D; x: tf.Tensor } {
  const size = rows.summaryVariables.length / rows.count;
  const theta = new Float32Array(order.length * dim);
  const x = new Float32Array(order.length * size);
  order.forEach((row, i) => {
    theta.set(rows.inferenceVariables.subarray(row * dim, (row + 1) * dim), i * dim);
    x.set(rows.summaryVariables.subarray(row * size, (row + 1) * size), i * size);
  });
  return {
    theta: toTensor(theta, [order.length, dim]),
    x: toTensor(x, [order.length, ...summaryShape]),
  };
}

/** @param key Of the noise that the loss takes, row by row. */
function batchLoss(key: Key, model: Npe, rows: TrainingRows, order: Uint32Array): tf.Scalar {
  const { theta, x } = batchTensors(rows, order, model);
  const width = model.estimator.noise.loss;
  const noise = normalRows(key, width, { to: order.length });
  return model.estimator.loss(
    theta,
    model.summary.apply(x),
    toTensor(noise, [order.length, width]),
  );
}

/** Noise of the validation loss: always the same, so that epochs can be compared. */
const VALIDATION_NOISE = keyOf(0);

/** The mean loss over all rows. */
export async function evaluate(model: Npe, rows: TrainingRows): Promise<number> {
  let sum = 0;
  for (let from = 0; from < rows.count; from += VALIDATION_BATCH) {
    const size = Math.min(VALIDATION_BATCH, rows.count - from);
    const order = Uint32Array.from({ length: size }, (_, i) => from + i);
    const loss = tf.tidy(() => batchLoss(fold(VALIDATION_NOISE, from), model, rows, order));
    sum += size * await toNumber(loss);
    loss.dispose();
  }
  return sum / rows.count;
}

/** The loss of one batch and its gradient, flat, into `gradient`. */
async function lossAndGradient(
  key: Key,
  model: Npe,
  rows: TrainingRows,
  order: Uint32Array,
  gradient: Float32Array,
): Promise<number> {
  const variables = [...model.variables.values()];
  const { value, grads } = tf.tidy(() =>
    tf.variableGrads(() => batchLoss(key, model, rows, order), variables)
  );
  const ordered = variables.map((variable) => grads[variable.name]);
  await flatten(ordered, gradient);
  const loss = await toNumber(value);
  tf.dispose([value, ...ordered]);
  return loss;
}

async function initialState(model: Npe): Promise<TrainingState> {
  const weights = await readWeights(model.variables);
  return { weights, best: weights, adam: adamInit(weights.length), history: [] };
}

function copyOf({ weights, adam, best, history }: TrainingState): TrainingState {
  const { step, mean, square } = adam;
  return {
    weights: weights.slice(),
    adam: { step, mean: mean.slice(), square: square.slice() },
    best: best.slice(),
    history,
  };
}

/**
 * Trains epoch by epoch: yields the state after each, and leaves the best weights in the model.
 * Stop early by leaving the loop; go on by handing the last state back. A batch whose loss or
 * gradient is not finite is skipped, so that it can't reach the weights.
 *
 * @param key Orders the batches.
 * @throws {Error} If more than 20 batches of an epoch had to be skipped. The last state yielded is
 * still good.
 */
export async function* train(
  key: Key,
  model: Npe,
  config: TrainConfig,
  { training, validation, state, onProgress }: TrainingRun,
): AsyncGenerator<TrainingState> {
  const { batch_size, epochs, patience, weight_decay, clip_norm } = config;
  const perEpoch = Math.floor(training.count / batch_size);
  const steps = epochs * perEpoch;
  const rate = warmupCosine({ peak: config.learning_rate, warmup: config.warmup, steps });
  const gradient = new Float32Array(weightCount(model.variables));

  let { weights, adam, best, history } = copyOf(state ?? await initialState(model));
  writeWeights(model.variables, weights);
  for (let epoch = history.length + 1; epoch <= epochs; epoch++) {
    const start = performance.now();
    const order = shuffled(fold(key, epoch), training.count);
    let lossSum = 0, normSum = 0, skipped = 0;
    for (let batch = 0; batch < perEpoch; batch++) {
      const step = (epoch - 1) * perEpoch + batch;
      const rows = order.subarray(batch * batch_size, (batch + 1) * batch_size);
      const noise = fold(fold(fold(key, "noise"), epoch), batch);
      const loss = await lossAndGradient(noise, model, training, rows, gradient);
      const length = norm(gradient);
      if (!Number.isFinite(loss + length)) {
        if (++skipped > MAX_SKIPPED) {
          throw new Error(
            `Cannot go on training as more than ${MAX_SKIPPED} batches of epoch ${epoch} had a loss ` +
              `or gradient that is not finite: the weights of epoch ${epoch - 1} are kept`,
          );
        }
        continue;
      }
      clip(gradient, length, clip_norm);
      adam = adamStep(weights, gradient, adam, {
        learningRate: rate(step),
        weightDecay: weight_decay,
      });
      writeWeights(model.variables, weights);
      lossSum += loss;
      normSum += length;
      onProgress?.(step + 1, steps, `epoch ${epoch}/${epochs}, loss ${loss.toFixed(2)}`);
    }
    const used = perEpoch - skipped;
    const validationLoss = await evaluate(model, validation);
    const improved = history.length === 0 ||
      validationLoss < bestEpoch(history).validationLoss;
    if (improved) best = weights.slice();
    history = [...history, {
      epoch,
      trainingLoss: lossSum / used,
      validationLoss,
      learningRate: rate(epoch * perEpoch - 1),
      gradientNorm: normSum / used,
      seconds: (performance.now() - start) / 1000,
    }];
    yield copyOf({ weights, adam, best, history });
    if (patience > 0 && epoch - bestEpoch(history).epoch >= patience) break;
  }
  writeWeights(model.variables, best);
}
