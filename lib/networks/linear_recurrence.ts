/**
 * A linear recurrence with a diagonal complex matrix: Orvieto et al. 2023, arXiv:2303.06349. Its
 * response to an impulse is a sum of exponentials, so that it needs no loop over time: time is cut
 * into chunks, and states within a chunk, at the ends of chunks and behind them are three products
 * with matrices of powers. Time is the last axis of states, so that none is transposed.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { integer } from "../core/check.ts";
import type { Scope } from "../compute/scope.ts";
import type { Tensor3D } from "../compute/tfjs.ts";

/** The shape of a recurrence. */
export interface LinearRecurrenceOptions {
  /** Channels of the series that it reads, and of the one that it makes. */
  readonly width: number;
  /** Complex states in each of the two directions of time. */
  readonly states: number;
  /** States start with time constants up to so many points, from 1 on. */
  readonly longest: number;
}

/** Maps time series, [N, T, width] → [N, T, width]. */
export type LinearRecurrence = (x: Tensor3D) => Tensor3D;

/** The shortest time constant at the start, in points. */
const SHORTEST = 1;

/** The largest angle between two points at the start: states begin as smoothers, not as waves. */
const ANGLE = Math.PI / 10;

/** Real and imaginary parts. */
type Complex<T extends tf.Tensor> = readonly [re: T, im: T];

/** λ of each state as logarithm of its modulus and its angle, [states, 1, 1]. */
interface Rates {
  readonly log: Tensor3D;
  readonly angle: Tensor3D;
}

/** λ^p for powers p [a, b], 0 where p is negative, each part [states, a, b]. */
function powers({ log, angle }: Rates, table: readonly (readonly number[])[]): Complex<Tensor3D> {
  const shape: [number, number, number] = [1, table.length, table[0].length];
  const exponents = tf.tensor3d(table.flat().map((p) => Math.max(p, 0)), shape);
  const seen = tf.tensor3d(table.flat().map((p) => Number(p >= 0)), shape);
  const modulus = log.mul(exponents).exp().mul<Tensor3D>(seen);
  const turned = angle.mul<Tensor3D>(exponents);
  return [modulus.mul(turned.cos()), modulus.mul(turned.sin())];
}

/** The table of f(i, j). */
function tableOf(rows: number, columns: number, f: (i: number, j: number) => number): number[][] {
  return Array.from(
    { length: rows },
    (_, i) => Array.from({ length: columns }, (_, j) => f(i, j)),
  );
}

/** What multiplies rows of complex numbers, re and im in turn, [states, 2a, 2b]. */
function complexMatrix([re, im]: Complex<Tensor3D>): Tensor3D {
  const [count, rows, columns] = re.shape;
  const parts = [tf.stack([re, im], 3), tf.stack([im.neg(), re], 3)]; // [states, a, b, 2]
  return tf.stack(parts, 2).reshape([count, 2 * rows, 2 * columns]);
}

/**
 * hₜ = λ hₜ₋₁ + uₜ for u [states, N · T], in chunks that follow each other or, backwards, precede;
 * its real and then its imaginary part, [2 states, N · T].
 */
function states(
  u: tf.Tensor2D,
  rates: Rates,
  { chunk, chunks, backwards }: { chunk: number; chunks: number; backwards: boolean },
): tf.Tensor2D {
  const [count, points] = u.shape;
  const all = points / chunk;
  const after = (i: number, j: number) => backwards ? i - j : j - i;
  const pieces = u.reshape<Tensor3D>([count, all, chunk]);
  // What a chunk adds to the state that is left behind it, [states, N · chunks, 2].
  const rest = tableOf(chunk, 1, (i) => backwards ? i : chunk - 1 - i);
  const left = tf.matMul(pieces, tf.concat3d([...powers(rates, rest)], 2));
  // The state that a chunk is entered with, of the same shape.
  const steps = tableOf(chunks, chunks, (i, j) => chunk * (after(i, j) - 1));
  const entered = tf.matMul(
    left.reshape<Tensor3D>([count, all / chunks, 2 * chunks]),
    complexMatrix(powers(rates, steps)),
  ).reshape<Tensor3D>([count, all, 2]);
  const within = powers(rates, tableOf(chunk, chunk, after));
  const [re, im] = powers(rates, tableOf(1, chunk, (_, j) => backwards ? chunk - j : j + 1));
  const onwards = [tf.concat3d([re, im.neg()], 1), tf.concat3d([im, re], 1)];
  const parts = onwards.map((power, i) =>
    tf.matMul(pieces, within[i]).add(tf.matMul(entered, power)).reshape<tf.Tensor2D>([
      count,
      points,
    ])
  );
  return tf.concat2d(parts, 0);
}

/**
 * yₜ = W (vₜ ⊙ σ(gₜ)) + b, where v and g are linear in the states of two recurrences, hₜ = λ ⊙ hₜ₋₁ +
 * γ ⊙ (B xₜ) forwards in time and the same backwards: the block of section 3 there, without D. B is
 * real; γ = √(1 − |λ|²) gives the states of white noise one variance; |λ| < 1, whatever the weights.
 *
 * @throws {RangeError} If an option is not a positive integer.
 *
 * @example Usage
 * ```ts
 * import { linearRecurrence } from "./linear_recurrence.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { key } from "../core/random.ts";
 * import { scope } from "../compute/scope.ts";
 * import { assertEquals } from "@std/assert";
 * import * as tf from "@tensorflow/tfjs";
 *
 * await startBackend();
 * using weights = scope(key(45));
 * const layer = linearRecurrence(weights, { width: 3, states: 8, longest: 50 });
 * assertEquals(layer(tf.zeros([4, 100, 3])).shape, [4, 100, 3]);
 * ```
 */
export function linearRecurrence(
  scope: Scope,
  { width, states: count, longest }: LinearRecurrenceOptions,
): LinearRecurrence {
  for (const [name, value] of Object.entries({ width, states: count, longest })) {
    integer("build linear recurrence", name, value, 1);
  }
  const glorot = (name: string, inputs: number, outputs: number) => {
    const limit = Math.sqrt(6 / (inputs + outputs));
    return scope.variable(name, [inputs, outputs], (rng) => limit * (2 * rng.uniform() - 1));
  };
  const ratio = Math.log(Math.max(longest / SHORTEST, 1));
  // log(−log |λ|) and log angle, so that |λ| < 1 and the angle is positive (section 3.3 there).
  const decays = scope.variable(
    "decays",
    [2 * count, 1, 1],
    (rng) => -Math.log(SHORTEST) - ratio * rng.uniform(),
  );
  const angles = scope.variable(
    "angles",
    [2 * count, 1, 1],
    (rng) => Math.log(ANGLE * (rng.uniform() + 1e-3)),
  );
  const input = glorot("input", width, 2 * count);
  const gates = glorot("gates", 4 * count, 2 * width);
  const shifts = scope.variable("shifts", [2 * width, 1], () => 0);
  const output = glorot("output", width, width);
  const bias = scope.variable("bias", [width], () => 0);

  return (x) =>
    tf.tidy(() => {
      const [rows, length] = x.shape;
      const chunk = Math.ceil(Math.sqrt(length)), chunks = Math.ceil(length / chunk);
      const points = chunk * chunks;
      const padded = points === length ? x : tf.pad(x, [[0, 0], [0, points - length], [0, 0]]);
      const flat = padded.reshape<tf.Tensor2D>([rows * points, width]);
      const log = decays.exp().neg<Tensor3D>(), angle = angles.exp<Tensor3D>();
      const gain = tf.sub(1, log.mul(2).exp()).sqrt().reshape([1, 2 * count]);
      const u = tf.matMul(input.mul<tf.Tensor2D>(gain), flat, true, true); // [2 states, N · T]
      const [us, logs, turns] = [
        tf.split<tf.Tensor2D>(u, 2),
        tf.split<Tensor3D>(log, 2),
        tf.split<Tensor3D>(angle, 2),
      ];
      const h = [false, true].map((backwards, i) =>
        states(us[i], { log: logs[i], angle: turns[i] }, { chunk, chunks, backwards })
      );
      const read = tf.matMul(gates, tf.concat2d(h, 0), true, false).add<tf.Tensor2D>(shifts);
      const [value, gate] = tf.split(read, 2); // [width, N · T]
      const y = tf.matMul(value.mul<tf.Tensor2D>(gate.sigmoid()), output, true, false).add(bias)
        .reshape<Tensor3D>([rows, points, width]);
      return points === length ? y : y.slice([0, 0, 0], [rows, length, width]);
    });
}
