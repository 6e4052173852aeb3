/**
 * Simulations of one kind, for a comparison within it: from the prior, all others left out.
 *
 * @module
 */
import { integer } from "../core/check.ts";
import { blankRecordings, type JointModel, simulateJoint } from "../model/dataset.ts";
import type { Key } from "../core/random.ts";
import type { Recordings } from "../model/simulator.ts";

/** Which simulations, and how many. */
export interface SimulateAlikeOptions<Channel extends string> {
  /** The kind of each recording. */
  kindsOf(recordings: Recordings<Channel>): ArrayLike<number>;
  /** The kind that is wanted. */
  readonly kind: number;
  /** Simulations of it. */
  readonly count: number;
  /** Simulations of all kinds at most. */
  readonly most: number;
}

/** Recordings of one kind. */
export interface Alike<Channel extends string> {
  /** `count` of them, fewer if the kind is too rare. */
  readonly recordings: Recordings<Channel>;
  /** How many of all kinds were simulated. */
  readonly simulated: number;
}

/** Simulations at a time, of no influence on the result. */
const PIECE = 2000;

/**
 * The first `count` simulations of a kind among those numbered from 0 on.
 *
 * @throws {RangeError} If count or most is not a positive integer.
 *
 * @example Usage
 * ```ts
 * import { simulateAlike } from "./simulate_alike.ts";
 * import { lifPrior } from "../models/lif/prior/lif.ts";
 * import { key } from "../core/random.ts";
 * import { lif } from "../models/lif/simulator/lif.ts";
 * import { spikeCounts, spikeStrata } from "../models/neuron/spikes.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const model = { prior: lifPrior(), simulator: lif() };
 * const silent = { kindsOf: spikeStrata, kind: 0, count: 3, most: 1000 };
 * const { recordings } = simulateAlike(key(1), model, silent);
 * assertEquals(spikeCounts(recordings), [0, 0, 0]);
 * ```
 */
export function simulateAlike<Name extends string, Channel extends string>(
  key: Key,
  model: JointModel<Name, Channel>,
  { kindsOf, kind, count, most }: SimulateAlikeOptions<Channel>,
): Alike<Channel> {
  const action = "simulate recordings of one kind";
  integer(action, "count", count, 1);
  integer(action, "most", most, 1);
  const { simulator } = model;
  const steps = simulator.times.length;
  const kept = blankRecordings(simulator, count);
  const size = Math.min(PIECE, most);
  const into = blankRecordings(simulator, size);
  let found = 0, simulated = 0;
  while (found < count && simulated < most) {
    simulateJoint(key, model, size, { from: simulated, into });
    const kinds = kindsOf(into);
    const rows = Math.min(size, most - simulated);
    for (let row = 0; row < rows && found < count; row++) {
      simulated++;
      if (kinds[row] !== kind) continue;
      for (const name of simulator.channels) {
        const values = into.channels[name].subarray(row * steps, (row + 1) * steps);
        kept.channels[name].set(values, found * steps);
      }
      found++;
    }
  }
  const channels = Object.fromEntries(
    simulator.channels.map((name) => [name, kept.channels[name].subarray(0, found * steps)]),
  ) as Record<Channel, Float32Array>;
  return { recordings: { count: found, times: simulator.times, channels }, simulated };
}
