/**
 * The classifier of C2ST as sbibm has it: scikit-learn's `MLPClassifier` with two hidden layers of
 * 10 · dim units, at most 10,000 epochs and defaults otherwise. Logistic loss with an L2 penalty,
 * minimised by Adam (Kingma & Ba 2015, arXiv:1412.6980, end of section 2) until it stands still.
 *
 * @module
 */
import { BETA_1, BETA_2, moveByAdam } from "../../core/adam.ts";
import { fold, type Key, shuffled, stream } from "../../core/random.ts";
import type { LabelledRows, ProbabilityClassifier } from "./classifier.ts";
import { type Perceptron, perceptron } from "./perceptron.ts";

const UNITS_PER_DIM = 10;
const BATCH = 200;
const MAX_EPOCHS = 10_000;
/** An epoch must lower the least loss by so much, or it counts as no progress. */
const TOLERANCE = 1e-4;
/** Training ends after more epochs in a row without progress. */
const PATIENCE = 10;
/** Divided by the rows of the batch: the penalty is ½ ALPHA Σ W² for all of them together. */
const ALPHA = 1e-4;
const LEARNING_RATE = 1e-3;
const EPSILON = 1e-8;

/** log(1 + eᶻ) − label · z, the negative log likelihood of a label. */
function logisticLoss(z: number, label: number): number {
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - label * z;
}

/** Takes Adam's steps along the gradient in `network`. */
function adam({ weights, gradient }: Perceptron): () => void {
  const moments = {
    mean: new Float64Array(weights.length),
    square: new Float64Array(weights.length),
  };
  let step = 0;
  return () => {
    step++;
    const rate = LEARNING_RATE * Math.sqrt(1 - BETA_2 ** step) / (1 - BETA_1 ** step);
    moveByAdam(weights, gradient, moments, { rate, scale: 1, epsilon: EPSILON, keep: 1 });
  };
}

/** The penalised loss of a batch, averaged, its gradient left in `network`. */
function batchLoss(network: Perceptron, training: LabelledRows, batch: Uint32Array): number {
  const { weights, gradient, biasesFrom } = network;
  const { rows, labels } = training;
  const dim = rows.length / labels.length;
  gradient.fill(0);
  let loss = 0;
  for (const row of batch) {
    const z = network.forward(rows.subarray(row * dim, (row + 1) * dim));
    loss += logisticLoss(z, labels[row]);
    network.backward((1 / (1 + Math.exp(-z)) - labels[row]) / batch.length);
  }
  for (let i = 0; i < biasesFrom; i++) {
    loss += ALPHA / 2 * weights[i] ** 2;
    gradient[i] += ALPHA * weights[i] / batch.length;
  }
  return loss / batch.length;
}

/**
 * Trains a network until its loss stands still.
 *
 * @param key Orders the batches.
 * @returns The loss of each epoch.
 */
export function fit(key: Key, network: Perceptron, training: LabelledRows): number[] {
  const count = training.labels.length;
  const step = adam(network);
  const losses: number[] = [];
  let best = Infinity, idle = 0;
  while (losses.length < MAX_EPOCHS && idle <= PATIENCE) {
    const order = shuffled(fold(key, losses.length), count);
    let loss = 0;
    for (let from = 0; from < count; from += BATCH) {
      const batch = order.subarray(from, from + BATCH);
      loss += batchLoss(network, training, batch) * batch.length / count;
      step();
    }
    idle = loss <= best - TOLERANCE ? 0 : idle + 1; // NaN is no progress
    best = Math.min(best, loss);
    losses.push(loss);
  }
  return losses;
}

/**
 * The network as a {@linkcode ProbabilityClassifier}.
 *
 * @param rows Standardised, [count, dim].
 *
 * @example Usage
 * ```ts
 * import { mlpProbabilities } from "./mlp_classifier.ts";
 * import { key } from "../../core/random.ts";
 * import { assert } from "@std/assert";
 *
 * const learn = mlpProbabilities(Float64Array.of(-1, 1, -0.9, 1.2), 1);
 * const [low, high] = learn(key(45), Uint8Array.of(0, 1, 0, 1))(Float64Array.of(-1.1, 1.1));
 * assert(low < 0.5 && high > 0.5);
 * ```
 */
export const mlpProbabilities: ProbabilityClassifier = (
  rows,
  dim,
): ReturnType<ProbabilityClassifier> =>
(key, labels) => {
  const network = perceptron(stream(fold(key, "weights")), dim, UNITS_PER_DIM * dim);
  fit(fold(key, "batches"), network, { rows, labels });
  return (points) =>
    Float64Array.from({ length: points.length / dim }, (_, i) => {
      const z = network.forward(points.subarray(i * dim, (i + 1) * dim));
      return 1 / (1 + Math.exp(-z));
    });
};

/**
 * Trains a network on labelled rows and labels others by it.
 *
 * @param training Standardised rows, [count, dim], labelled 0 or 1.
 * @param heldOut [m, dim].
 * @returns Labels, [m].
 *
 * @example Usage
 * ```ts
 * import { mlpClassifier } from "./mlp_classifier.ts";
 * import { key } from "../../core/random.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const training = { rows: Float64Array.of(-1, 1, -0.9, 1.2), labels: Uint8Array.of(0, 1, 0, 1) };
 * assertEquals([...mlpClassifier(key(45), training, Float64Array.of(-1.1, 1.1))], [0, 1]);
 * ```
 */
export function mlpClassifier(
  key: Key,
  training: LabelledRows,
  heldOut: Float64Array,
): Uint8Array {
  const dim = training.rows.length / training.labels.length;
  const probabilities = mlpProbabilities(training.rows, dim)(key, training.labels)(heldOut);
  return Uint8Array.from(probabilities, (probability) => Number(probability > 0.5));
}
