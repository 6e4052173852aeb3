/**
 * The posterior of a trained model: one network pass answers any recording.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Adapter } from "../adapter.ts";
import { concatenate } from "../arrays.ts";
import { integer } from "../check.ts";
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
  { coordinates, summaries }: Adapter<Name, Channel>,
  onProgress?: OnProgress,
): AmortizedPosterior<Name, Channel> {
  const { names } = coordinates;
  const { dim, contextDim, noise } = estimator;

  /** s(x) of every recording, [count, contextDim]. */
  async function contexts(recordings: Recordings<Channel>): Promise<Float32Array> {
    const x = summaries(recordings);
    const size = x.length / recordings.count;
    const out = new Float32Array(recordings.count * contextDim);
    for (let from = 0; from < recordings.count; from += RECORDINGS_AT_ONCE) {
      const count = Math.min(RECORDINGS_AT_ONCE, recordings.count - from);
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
    recordings: Recordings<Channel>,
    f: (rows: tf.Tensor2D, context: tf.Tensor2D) => tf.Tensor,
  ): Promise<Float64Array> {
    const context = await contexts(recordings);
    const rows = values.length / width;
    const perRecording = rows / recordings.count;
    const outputs: Float32Array[] = [];
    for (let from = 0; from < rows; from += DRAWS_AT_ONCE) {
      const count = Math.min(DRAWS_AT_ONCE, rows - from);
      const x = new Float32Array(count * width);
      const c = new Float32Array(count * contextDim);
      for (let i = 0; i < count; i++) {
        const owner = Math.floor((from + i) / perRecording) * contextDim;
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

  /** Draws in coordinates, [recordings.count, count, dim]. */
  function draw(key: Key, recordings: Recordings<Channel>, count: number): Promise<Float64Array> {
    integer("sample posterior", "count", count, 1);
    const base = normalRows(key, count * noise.sample, { to: recordings.count });
    return overRows(base, noise.sample, recordings, (z, s) => estimator.sample(z, s));
  }

  function density(
    points: ArrayLike<number>,
    recordings: Recordings<Channel>,
  ): Promise<Float64Array> {
    return overRows(points, dim, recordings, (z, s) => estimator.logProb(z, s));
  }

  return {
    names,
    async propose(key, recording, count) {
      if (recording.count !== 1) {
        throw new RangeError(
          `Cannot propose draws as recording.count must be 1: current value is ${recording.count}`,
        );
      }
      const points = await draw(key, recording, count);
      return { points, logDensity: await density(points, recording) };
    },
    async sample(key, recordings, count) {
      const values = await draw(key, recordings, count);
      return {
        names,
        datasets: recordings.count,
        count,
        values: coordinates.inverse(values).values,
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
      const { values, logDet } = coordinates.forward(rows);
      const possible = values.map((value) => Number.isFinite(value) ? value : 0);
      const logProb = await density(possible, recordings);
      return logProb.map((value, i) => value + logDet[i]);
    },
  };
}
