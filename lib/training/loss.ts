/**
 * The loss of a model on rows of data: its mean, and its gradient as one flat array.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { TrainingRows } from "../model/adapter.ts";
import { fold, type Key, normalRows } from "../core/random.ts";
import { copyOut, toNumber, toTensor } from "../compute/tensors.ts";
import type { Npe } from "../flows/npe.ts";

/** Some rows of a set: row `order[i]` for each i, with noise of its own. */
export interface Batch {
  readonly rows: TrainingRows;
  readonly order: Uint32Array;
  /** Of the loss's noise: batch row i has that of `from` + i. */
  readonly key: Key;
  readonly from: number;
}

/** The parameters and summary variables of a batch, as tensors. */
function batchTensors({ rows, order }: Batch, { summaryShape, estimator: { dim } }: Npe) {
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

/** Standard normal numbers for a batch, [N, dim]. */
function noiseOf(key: Key, dim: number, { from, order: { length } }: Batch): tf.Tensor2D {
  return toTensor(normalRows(key, dim, { from, to: from + length }), [length, dim]);
}

/** What a loss is wanted for: while training, networks may leave inputs out. */
export type LossMode = "training" | "validation";

/** The mean loss of a batch. To be called inside a `tf.tidy`. */
export function batchLoss(model: Npe, batch: Batch, mode: LossMode): tf.Scalar {
  const { theta, x } = batchTensors(batch, model);
  const { estimator, summary } = model;
  const dropped = mode === "training" && summary.noise
    ? noiseOf(fold(batch.key, "summary"), summary.noise, batch)
    : undefined;
  const noise = noiseOf(batch.key, estimator.noise.loss, batch);
  return estimator.loss(theta, summary.apply(x, dropped), noise);
}

/** The mean loss of a batch; its gradient goes into `gradient`, flat, in the order of the weights. */
export async function lossAndGradient(
  model: Npe,
  batch: Batch,
  gradient: Float32Array,
): Promise<number> {
  const variables = [...model.variables.values()];
  const { value, grads } = tf.tidy(() =>
    tf.variableGrads(() => batchLoss(model, batch, "training"), variables)
  );
  const ordered = variables.map((variable) => grads[variable.name]);
  await copyOut(ordered, gradient);
  const loss = await toNumber(value);
  tf.dispose([value, ...ordered]);
  return loss;
}

/** The summed loss of rows `from` … `to` − 1. */
export async function summedLoss(
  key: Key,
  model: Npe,
  rows: TrainingRows,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<number> {
  const order = Uint32Array.from({ length: to - from }, (_, i) => from + i);
  const batch = { rows, order, key: fold(key, "noise"), from };
  const loss = tf.tidy(() => batchLoss(model, batch, "validation"));
  const mean = await toNumber(loss);
  loss.dispose();
  return mean * (to - from);
}
