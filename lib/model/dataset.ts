/**
 * Data sets from the joint law p(theta, x): parameters drawn from the prior, and a recording
 * simulated with each. Row i depends on the key and i only, whatever is drawn before or beside it.
 *
 * @module
 */
import { integer, ofLength } from "../core/check.ts";
import { type Draws, inOrder, row } from "../core/draws.ts";
import type { Prior } from "../distributions/prior.ts";
import { fold, type Key, normalRows, stream } from "../core/random.ts";
import type { Recordings, Simulator } from "./simulator.ts";

/** A prior and a simulator of the same parameters. */
export interface JointModel<Name extends string = string, Channel extends string = string> {
  readonly prior: Prior<Name>;
  readonly simulator: Simulator<Name, Channel>;
}

/** Parameters and the recordings made with them, row by row. */
export interface Dataset<Name extends string = string, Channel extends string = string> {
  readonly theta: Draws<Name>;
  /** The prior's standard normal coordinates of theta, [count, dim]; they tell an atom's rows apart. */
  readonly z: Float64Array;
  readonly recordings: Recordings<Channel>;
}

/** Empty recordings with the channels and times of a simulator. */
export function blankRecordings<Channel extends string>(
  { channels, times }: Simulator<string, Channel>,
  count: number,
): Recordings<Channel> {
  const arrays = channels.map((name) => [name, new Float32Array(count * times.length)]);
  return { count, times, channels: Object.fromEntries(arrays) };
}

/** How a run may be cut, and where it goes. */
export interface SimulateOptions<Channel extends string> {
  /** The number of the first row, so that a long run can be cut. */
  readonly from?: number;
  /** Recordings that are written over, instead of new ones. */
  readonly into?: Recordings<Channel>;
}

/**
 * One recording for each row of theta.
 *
 * @throws {RangeError} If theta has not the simulator's parameters, the simulator refuses a row, or
 * `into` has another count.
 */
export function simulate<Name extends string, Channel extends string>(
  key: Key,
  simulator: Simulator<Name, Channel>,
  draws: Draws<Name>,
  { from = 0, into = blankRecordings(simulator, draws.count) }: SimulateOptions<Channel> = {},
): Recordings<Channel> {
  const theta = inOrder("simulate", draws, simulator.parameters);
  const steps = simulator.times.length;
  for (const name of simulator.channels) {
    ofLength("simulate", `into.channels.${name}`, into.channels[name], theta.count * steps);
  }
  if (simulator.simulateRows) {
    simulator.simulateRows(key, from, theta, into);
    return into;
  }
  for (let i = 0; i < theta.count; i++) {
    const out = Object.fromEntries(
      simulator.channels.map((name) => [
        name,
        into.channels[name].subarray(i * steps, (i + 1) * steps),
      ]),
    ) as Record<Channel, Float32Array>;
    simulator.simulate(stream(fold(key, from + i)), row(theta, i), out);
  }
  return into;
}

/** The parameters of the rows numbered `from` … `to` − 1 of {@linkcode simulateJoint}. */
export function drawPrior<Name extends string>(
  key: Key,
  prior: Prior<Name>,
  range: { readonly from?: number; readonly to: number },
): Pick<Dataset<Name>, "theta" | "z"> {
  const z = normalRows(fold(key, "prior"), prior.names.length, range);
  return { theta: prior.unwhiten(z), z };
}

/**
 * Draws `count` rows of the joint law, numbered from `from` on.
 *
 * @throws {RangeError} If count or from are not whole numbers.
 *
 * @example Usage
 * ```ts
 * import { simulateJoint } from "./dataset.ts";
 * import { lifPrior } from "../models/lif/prior/lif.ts";
 * import { key } from "../core/random.ts";
 * import { lif } from "../models/lif/simulator/lif.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const model = { prior: lifPrior(), simulator: lif() };
 * const all = simulateJoint(key(45), model, 10);
 * const last = simulateJoint(key(45), model, 2, { from: 8 });
 * assertEquals(last.theta.values, all.theta.values.slice(8 * 6));
 * ```
 */
export function simulateJoint<Name extends string, Channel extends string>(
  key: Key,
  { prior, simulator }: JointModel<Name, Channel>,
  count: number,
  { from = 0, into }: SimulateOptions<Channel> = {},
): Dataset<Name, Channel> {
  integer("simulate data set", "count", count, 1);
  integer("simulate data set", "from", from, 0);
  const { theta, z } = drawPrior(key, prior, { from, to: from + count });
  const options = into ? { from, into } : { from };
  return { theta, z, recordings: simulate(fold(key, "simulator"), simulator, theta, options) };
}

/** Recordings held in memory at a time: a set of any size needs no more. */
const CHUNK = 32;

/**
 * The rows numbered `from` … `to` − 1 of {@linkcode simulateJoint}, some at a time and in order. Each
 * piece is written over by the next, so that memory doesn't grow with their number.
 *
 * @example Usage
 * ```ts
 * import { simulateJoint, simulatePieces } from "./dataset.ts";
 * import { lifPrior } from "../models/lif/prior/lif.ts";
 * import { key } from "../core/random.ts";
 * import { lif } from "../models/lif/simulator/lif.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const model = { prior: lifPrior(), simulator: lif() };
 * const { theta } = simulateJoint(key(45), model, 40);
 * const pieces = [...simulatePieces(key(45), model, { from: 0, to: 40 })];
 * assertEquals(pieces.flatMap((piece) => [...piece.theta.values]), [...theta.values]);
 * ```
 */
export function* simulatePieces<Name extends string, Channel extends string>(
  key: Key,
  model: JointModel<Name, Channel>,
  { from, to }: { readonly from: number; readonly to: number },
): Generator<Dataset<Name, Channel>> {
  let into: Recordings<Channel> | undefined;
  for (let next = from; next < to; next += CHUNK) {
    const count = Math.min(CHUNK, to - next);
    if (into?.count !== count) into = blankRecordings(model.simulator, count);
    yield simulateJoint(key, model, count, { from: next, into });
  }
}
