/**
 * A gated recurrent unit read in both directions.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { integer } from "../core/check.ts";
import type { Rng } from "../core/random.ts";
import type { Scope } from "../compute/scope.ts";
import type { Tensor2D, Tensor3D } from "../compute/tfjs.ts";
import { type Gate, type GruWeights, lastState } from "./gru.ts";

/** The shape of a recurrent layer. */
export interface RecurrentOptions {
  /** Channels of the series that it reads. */
  readonly channels: number;
  /** Size of the state. */
  readonly units: number;
}

/** What each row's inputs are multiplied by at every time, [N, channels]: dropout. */
export interface InputMasks {
  /** Of the layer that reads from the start. */
  readonly ahead: Tensor2D;
  /** Of the layer that reads from the end. */
  readonly back: Tensor2D;
}

/** Summarises time series: [N, T, channels] → [N, units]. */
export type Recurrent = (x: Tensor3D, masks?: InputMasks) => Tensor2D;

/** Fills a matrix with random orthogonal rows, by Gram and Schmidt. */
function orthogonal(size: number): (rng: Rng) => number {
  let values: number[] | undefined;
  const fill = (rng: Rng) => {
    const rows: number[][] = [];
    while (rows.length < size) {
      const row = Array.from({ length: size }, () => rng.normal());
      for (const other of rows) {
        const overlap = row.reduce((sum, value, i) => sum + value * other[i], 0);
        for (let i = 0; i < size; i++) row[i] -= overlap * other[i];
      }
      const norm = Math.hypot(...row);
      rows.push(row.map((value) => value / norm));
    }
    return rows.flat().reverse();
  };
  return (rng) => (values ??= fill(rng)).pop() as number;
}

/** Weights of one direction: Glorot & Bengio's for inputs, orthogonal ones for the state. */
function gruWeights(scope: Scope, { channels, units }: RecurrentOptions): GruWeights {
  const limit = Math.sqrt(6 / (channels + units));
  const gate = (scope: Scope): Gate => ({
    inputWeights: scope.variable(
      "input_weights",
      [channels, units],
      (rng) => limit * (2 * rng.uniform() - 1),
    ),
    bias: scope.variable("bias", [units], () => 0),
    stateWeights: scope.variable("state_weights", [units, units], orthogonal(units)),
  });
  return {
    update: gate(scope.child("update")),
    reset: gate(scope.child("reset")),
    candidate: gate(scope.child("candidate")),
    stateBias: scope.variable("state_bias", [units], () => 0),
  };
}

/**
 * The sum of the last states of two gated recurrent units, one of which reads from the end:
 * [N, T, channels] → [N, units]. Keras' `Bidirectional(GRU(units), merge_mode="sum")`, less the
 * biases that are redundant in it; its dropout is of the inputs, the same at all times of a row.
 *
 * @throws {RangeError} If an option is not a positive integer.
 *
 * @example Usage
 * ```ts
 * import { recurrent } from "./recurrent.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { key } from "../core/random.ts";
 * import { scope } from "../compute/scope.ts";
 * import { assertEquals } from "@std/assert";
 * import * as tf from "@tensorflow/tfjs";
 *
 * await startBackend();
 * using weights = scope(key(45));
 * const layer = recurrent(weights, { channels: 2, units: 8 });
 * assertEquals(layer(tf.zeros([4, 50, 2])).shape, [4, 8]);
 * ```
 */
export function recurrent(scope: Scope, options: RecurrentOptions): Recurrent {
  integer("build recurrent layer", "channels", options.channels, 1);
  integer("build recurrent layer", "units", options.units, 1);
  const ahead = gruWeights(scope.child("ahead"), options);
  const back = gruWeights(scope.child("back"), options);
  return (x, masks) =>
    tf.tidy(() => {
      const timeMajor = x.transpose<tf.Tensor3D>([1, 0, 2]);
      const input = (mask?: tf.Tensor2D) => mask ? tf.mul<tf.Tensor3D>(timeMajor, mask) : timeMajor;
      return tf.add(
        lastState(input(masks?.ahead), ahead, { backwards: false }),
        lastState(input(masks?.back), back, { backwards: true }),
      );
    });
}
