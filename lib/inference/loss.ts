/**
 * The loss of a model on rows of data: its mean, and its gradient as one flat array.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { TrainingRows } from "../adapter.ts";
import { fold, type Key, normalRows } from "../random.ts";
import { copyOut, toNumber, toTensor } from "../tensors.ts";
import type { Npe } from "./npe.ts";

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

/** The mean loss of a batch. To be called inside a `tf.tidy`. */
export function batchLoss(model: Npe, batch: Batch): tf.Scalar {
  const { theta, x } = batchTensors(batch, model);
  const { estimator } = model;
  const { from, order: { length } } = batch;
  const noise = normalRows(batch.key, estimator.noise.loss, { from, to: from + length });
  const noiseTensor = toTensor(noise, [length, estimator.noise.loss]);
  return estimator.loss(theta, model.summary.apply(x), noiseTensor);
}

/** The mean loss of a batch; its gradient goes into `gradient`, flat, in the order of the weights. */
export async function lossAndGradient(
  model: Npe,
  batch: Batch,
  gradient: Float32Array,
): Promise<number> {
  const variables = [...model.variables.values()];
  const { value, grads } = tf.tidy(() =>
    tf.variableGrads(() => batchLoss(model, batch), variables)
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
  const loss = tf.tidy(() => batchLoss(model, { rows, order, key: fold(key, "noise"), from }));
  const mean = await toNumber(loss);
  loss.dispose();
  return mean * (to - from);
}
