/**
 * The posterior of a trained model: one network pass answers any recording.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Adapter } from "../adapter.ts";
import { concatenate } from "../arrays.ts";
import { integer } from "../check.ts";
import type { Given } from "../coordinates.ts";
import type { Draws } from "../draws.ts";
import type { OnProgress } from "../history.ts";
import type { AmortizedPosterior } from "../posterior.ts";
import { type Key, normalRows } from "../random.ts";
import type { Recordings } from "../simulators/simulator.ts";
import { toTensor, toValues } from "../tensors.ts";
import type { Npe } from "./npe.ts";

/** Recordings summarised, and draws transformed, at a time. They don't change the result. */
const RECORDINGS_AT_ONCE = 128;
const DRAWS_AT_ONCE = 8192;

/**
 * The amortised posterior q(theta | x). The model is borrowed: it must live as long as the
 * posterior is used.
 */
export function amortizedPosterior<Name extends string, Channel extends string>(
  { summary, estimator, summaryShape }: Npe,
  { coordinates, raw, standardise }: Adapter<Name, Channel>,
  onProgress?: OnProgress,
): AmortizedPosterior<Name, Channel> {
  const { names } = coordinates;
  const { dim, contextDim, noise } = estimator;

  /** What is known of recordings, each with so many rows of theta. */
  function given(recordings: Recordings<Channel>, each: number): Given {
    const summaries = raw(recordings);
    return { summaries, size: summaries.length / recordings.count, each };
  }

  /** s(x) of every recording, [recordings, contextDim]. */
  async function contexts({ summaries, size }: Given): Promise<Float32Array> {
    const x = standardise(summaries);
    const recordings = x.length / size;
    const out = new Float32Array(recordings * contextDim);
    for (let from = 0; from < recordings; from += RECORDINGS_AT_ONCE) {
      const count = Math.min(RECORDINGS_AT_ONCE, recordings - from);
      const rows = x.subarray(from * size, (from + count) * size);
      const s = tf.tidy(() => summary.apply(toTensor(rows, [count, ...summaryShape])));
      out.set(await toValues(s), from * contextDim);
      s.dispose();
    }
    return out;
  }

  /** Applies `f` to rows of `values` [rows, width] and the context of the recording each belongs to. */
  async function overRows(
    values: ArrayLike<number>,
    width: number,
    known: Given,
    f: (rows: tf.Tensor2D, context: tf.Tensor2D) => tf.Tensor,
  ): Promise<Float64Array> {
    const context = await contexts(known);
    const rows = values.length / width;
    const outputs: Float32Array[] = [];
    for (let from = 0; from < rows; from += DRAWS_AT_ONCE) {
      const count = Math.min(DRAWS_AT_ONCE, rows - from);
      const x = new Float32Array(count * width);
      const c = new Float32Array(count * contextDim);
      for (let i = 0; i < count; i++) {
        const owner = Math.floor((from + i) / known.each) * contextDim;
        c.set(context.subarray(owner, owner + contextDim), i * contextDim);
      }
      for (let i = 0; i < x.length; i++) x[i] = values[from * width + i];
      const y = tf.tidy(() => f(toTensor(x, [count, width]), toTensor(c, [count, contextDim])));
      outputs.push(await toValues(y));
      y.dispose();
      onProgress?.(from + count, rows);
    }
    return concatenate(Float64Array, outputs);
  }

  /** Draws in coordinates, `known.each` for every recording, [recordings, each, dim]. */
  function draw(key: Key, recordings: number, known: Given): Promise<Float64Array> {
    const base = normalRows(key, known.each * noise.sample, { to: recordings });
    return overRows(base, noise.sample, known, (z, s) => estimator.sample(z, s));
  }

  function density(points: ArrayLike<number>, known: Given): Promise<Float64Array> {
    return overRows(points, dim, known, (z, s) => estimator.logProb(z, s));
  }

  return {
    names,
    async propose(key, recording, count) {
      if (recording.count !== 1) {
        throw new RangeError(
          `Cannot propose draws as recording.count must be 1: current value is ${recording.count}`,
        );
      }
      if (!coordinates.toWhitened) {
        throw new RangeError(
          "Cannot propose draws as coordinates must be the prior's, or have a way to them: they are not",
        );
      }
      integer("propose draws", "count", count, 1);
      const known = given(recording, count);
      const learned = await draw(key, 1, known);
      const logDensity = await density(learned, known);
      const { values, logDet } = coordinates.toWhitened(learned, known);
      return { points: values, logDensity: logDensity.map((value, i) => value + logDet[i]) };
    },
    async sample(key, recordings, count) {
      integer("sample posterior", "count", count, 1);
      const known = given(recordings, count);
      const values = await draw(key, recordings.count, known);
      return {
        names,
        datasets: recordings.count,
        count,
        values: coordinates.inverse(values, known).values,
      };
    },
    async logProb(theta, recordings) {
      if (theta.datasets !== recordings.count) {
        throw new RangeError(
          `Cannot evaluate posterior as theta.datasets must be ${recordings.count}, one a ` +
            `recording: current value is ${theta.datasets}`,
        );
      }
      const rows: Draws<Name> = {
        names,
        count: theta.datasets * theta.count,
        values: theta.values,
      };
      const known = given(recordings, theta.count);
      const { values, logDet } = coordinates.forward(rows, known);
      const possible = values.map((value) => Number.isFinite(value) ? value : 0);
      const logProb = await density(possible, known);
      return logProb.map((value, i) => value + logDet[i]);
    },
  };
}
