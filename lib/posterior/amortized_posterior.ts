/**
 * The posterior of a trained model: one pass of the network for each observation.
 *
 * @module
 */
import type { Fields } from "../model/field.ts";
import * as tf from "@tensorflow/tfjs";
import type { Adapter } from "../model/adapter.ts";
import { integer } from "../core/check.ts";
import {
  fromCoordinates,
  jointCoordinates,
  normalFromCoordinates,
  toCoordinates,
  type TransformOfRow,
} from "../model/coordinates.ts";
import { checkFinite, inOrder } from "../core/columns.ts";
import type { Draws, PosteriorDraws } from "../core/draws.ts";
import type { OnProgress } from "../core/history.ts";
import type { AmortizedPosterior } from "./posterior.ts";
import { fold, type Key, stream } from "../core/random.ts";
import { checkBatch } from "../model/check_batch.ts";
import type { Batch } from "../model/batch.ts";
import { toTensor, toValues } from "../compute/tensors.ts";
import type { Npe } from "../flows/npe.ts";

/** Observations summarised, and draws transformed, at a time. They don't change the result. */
const OBSERVATIONS_AT_ONCE = 128;
const DRAWS_AT_ONCE = 8192;

/** The values of a tensor, which is disposed. */
async function readAway(tensor: tf.Tensor): Promise<Float32Array> {
  try {
    return await toValues(tensor);
  } finally {
    tensor.dispose();
  }
}

/** The network inputs of observations, and how many rows of theta belong to each. */
interface Inputs {
  /** In standard units, [count, size]. */
  readonly summaryVariables: Float32Array;
  readonly count: number;
  /** Rows of theta that belong to one observation, one after another. */
  readonly each: number;
  /** The transform of a row, the observations' rows in order. */
  readonly transformOf: TransformOfRow;
}

/**
 * The amortised posterior q(theta | x). The model is borrowed: it must live as long as the
 * posterior is used. Observations of other fields than the adapter's are refused, as a network
 * gives an output for any input.
 */
export function amortizedPosterior<Name extends string, X extends Fields>(
  { summary, estimator, summaryShape }: Npe,
  { prior, fields, withinSupport, prepare }: Adapter<Name, X>,
  onProgress?: OnProgress,
): AmortizedPosterior<Name, X> {
  const { names } = prior;
  const { dim, contextDim, noise } = estimator;

  /** The network inputs of observations, each with so many rows of theta. */
  function inputsOf(action: string, observations: Batch<X>, each: number): Inputs {
    checkBatch(action, fields, observations);
    const { summaryVariables, transform } = prepare(observations);
    const transformOf = (row: number) => transform(Math.floor(row / each));
    return { summaryVariables, count: observations.count, each, transformOf };
  }

  /** s(x) of every observation, [observations, contextDim]. */
  async function contexts(
    { summaryVariables, count: observations }: Inputs,
  ): Promise<Float32Array> {
    const size = summaryVariables.length / observations;
    const out = new Float32Array(observations * contextDim);
    for (let from = 0; from < observations; from += OBSERVATIONS_AT_ONCE) {
      const count = Math.min(OBSERVATIONS_AT_ONCE, observations - from);
      const rows = summaryVariables.subarray(from * size, (from + count) * size);
      const s = tf.tidy(() => summary.apply(toTensor(rows, [count, ...summaryShape])));
      out.set(await readAway(s), from * contextDim);
    }
    return out;
  }

  /**
   * Applies `f` to the rows that `next` makes, [count, width], and the context of the observation
   * that each belongs to, in batches, in order.
   */
  async function* overRows(
    width: number,
    inputs: Inputs,
    next: (from: number, count: number) => Float32Array,
    f: (rows: tf.Tensor2D, context: tf.Tensor2D) => tf.Tensor,
  ): AsyncGenerator<{ readonly from: number; readonly values: Float32Array }> {
    const context = await contexts(inputs);
    const rows = inputs.count * inputs.each;
    for (let from = 0; from < rows; from += DRAWS_AT_ONCE) {
      const count = Math.min(DRAWS_AT_ONCE, rows - from);
      const c = new Float32Array(count * contextDim);
      for (let i = 0; i < count; i++) {
        const owner = Math.floor((from + i) / inputs.each) * contextDim;
        c.set(context.subarray(owner, owner + contextDim), i * contextDim);
      }
      const x = next(from, count);
      const y = tf.tidy(() => f(toTensor(x, [count, width]), toTensor(c, [count, contextDim])));
      yield { from, values: await readAway(y) }; // who is left here for good must hold no tensor
      onProgress?.(from + count, rows);
    }
  }

  /** Draws in coordinates, `inputs.each` for every observation, in order, in batches. */
  function draw(key: Key, inputs: Inputs) {
    let owner = -1, rng = stream(key);
    const base = (from: number, count: number) => {
      const out = new Float32Array(count * noise.sample);
      for (let i = 0; i < count; i++) {
        const next = Math.floor((from + i) / inputs.each);
        if (next !== owner) [owner, rng] = [next, stream(fold(key, next))];
        for (let j = 0; j < noise.sample; j++) out[i * noise.sample + j] = rng.normal();
      }
      return out;
    };
    const sample = (z: tf.Tensor2D, s: tf.Tensor2D) => estimator.sample(z, s);
    return overRows(noise.sample, inputs, base, sample);
  }

  /** log q of points [rows, dim] in coordinates, [rows]. */
  async function density(points: Float64Array, inputs: Inputs): Promise<Float64Array> {
    const out = new Float64Array(points.length / dim);
    const next = (from: number, count: number) =>
      Float32Array.from(points.subarray(from * dim, (from + count) * dim));
    const logProb = (z: tf.Tensor2D, s: tf.Tensor2D) => estimator.logProb(z, s);
    for await (const { from, values } of overRows(dim, inputs, next, logProb)) {
      out.set(values, from);
    }
    return out;
  }

  /** Draws of theta, in batches. */
  async function* batches(
    key: Key,
    observations: Batch<X>,
    count: number,
  ): AsyncGenerator<Draws<Name>> {
    integer("sample posterior", "count", count, 1);
    const inputs = inputsOf("sample posterior", observations, count);
    for await (const { from, values } of draw(key, inputs)) {
      yield fromCoordinates(
        prior,
        Float64Array.from(values),
        (row) => inputs.transformOf(from + row),
      );
    }
  }

  return {
    names,
    async propose(key, observation, count) {
      if (observation.count !== 1) {
        throw new RangeError(
          `Cannot propose draws as observation.count must be 1: current value is ${observation.count}`,
        );
      }
      if (!withinSupport) {
        throw new RangeError(
          "Cannot propose draws as none may leave the prior's support: those of this posterior can",
        );
      }
      integer("propose draws", "count", count, 1);
      const inputs = inputsOf("propose draws", observation, count);
      const learned = new Float64Array(count * dim);
      for await (const { from, values } of draw(key, inputs)) learned.set(values, from * dim);
      const logDensity = await density(learned, inputs);
      const { values, logDet } = normalFromCoordinates(prior, learned, inputs.transformOf);
      return { points: values, logDensity: logDensity.map((value, i) => value + logDet[i]) };
    },
    async sample(key, observations, count) {
      integer("sample posterior", "count", count, 1);
      integer("sample posterior", "observations.count", observations.count, 0);
      const values = new Float64Array(observations.count * count * dim);
      let next = 0;
      for await (const batch of batches(key, observations, count)) {
        values.set(batch.values, next);
        next += batch.values.length;
      }
      return { names, datasets: observations.count, count, values };
    },
    batches,
    async logProb(theta, observations) {
      if (theta.datasets !== observations.count) {
        throw new RangeError(
          `Cannot evaluate posterior as theta.datasets must be ${observations.count}, one an ` +
            `observation: current value is ${theta.datasets}`,
        );
      }
      const action = "evaluate posterior";
      const { values: physical } = inOrder(action, theta, names);
      const rows: Draws<Name> = { names, count: theta.datasets * theta.count, values: physical };
      checkFinite(action, rows);
      const inputs = inputsOf(action, observations, theta.count);
      const { values, logDet } = toCoordinates(prior, rows, inputs.transformOf);
      const logProb = await density(values, inputs);
      return logProb.map((value, i) => Number.isFinite(logDet[i]) ? value + logDet[i] : logDet[i]);
    },
    ...(withinSupport && {
      async logProbNormal(
        z: Float64Array,
        { datasets, count, ...theta }: PosteriorDraws<Name>,
        observations: Batch<X>,
      ): Promise<Float64Array> {
        const inputs = inputsOf("evaluate posterior", observations, count);
        const joint = { theta: { ...theta, count: datasets * count }, z };
        const { values, logDet } = jointCoordinates(prior, joint, inputs.transformOf);
        const logDets = logDet("z");
        return (await density(values, inputs)).map((value, i) => value + logDets[i]);
      },
    }),
  };
}
