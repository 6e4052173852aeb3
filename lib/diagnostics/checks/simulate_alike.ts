/**
 * Simulations of one kind, for a comparison within it: from the prior, all others left out.
 *
 * @module
 */
import { type Fields, observationSize } from "../../model/field.ts";
import { integer } from "../../core/check.ts";
import { simulateJoint } from "../../model/dataset.ts";
import { type Batch, blankBatch, copyObservation, firstObservations } from "../../model/batch.ts";
import type { JointModel } from "../../model/simulator.ts";
import type { Key } from "../../core/random.ts";

/** Which simulations, and how many. */
export interface SimulateAlikeOptions<X extends Fields> {
  /** The kind of each observation. */
  kindsOf(observations: Batch<X>): ArrayLike<number>;
  /** The kind that is wanted. */
  readonly kind: number;
  /** Simulations of it. */
  readonly count: number;
  /** Simulations of all kinds at most. */
  readonly most: number;
}

/** Observations of one kind. */
export interface Alike<X extends Fields> {
  /** `count` of them, fewer if the kind is too rare. */
  readonly observations: Batch<X>;
  /** How many of all kinds were simulated. */
  readonly simulated: number;
}

/** Simulations at a time, and the numbers in them at most; of no influence on the result. */
const BATCH_ROWS = 2000, BATCH_VALUES = 2e7;

/**
 * The first `count` simulations of a kind among those numbered from 0 on.
 *
 * @throws {RangeError} If count or most is not a positive integer.
 *
 * @example Usage
 * ```ts
 * import { simulateAlike } from "./simulate_alike.ts";
 * import { lifPrior } from "../../models/lif/prior/lif.ts";
 * import { key } from "../../core/random.ts";
 * import { lif } from "../../models/lif/simulator/lif.ts";
 * import { spikeCounts, SPIKE_KINDS } from "../../models/neuron/spikes.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const model = { prior: lifPrior(), simulator: lif() };
 * const silent = { kindsOf: SPIKE_KINDS.of, kind: 0, count: 3, most: 1000 };
 * const { observations } = simulateAlike(key(1), model, silent);
 * assertEquals(spikeCounts(observations), [0, 0, 0]);
 * ```
 */
export function simulateAlike<Name extends string, X extends Fields>(
  key: Key,
  model: JointModel<Name, X>,
  { kindsOf, kind, count, most }: SimulateAlikeOptions<NoInfer<X>>,
): Alike<X> {
  const action = "simulate observations of one kind";
  integer(action, "count", count, 1);
  integer(action, "most", most, 1);
  const { simulator } = model;
  const kept = blankBatch(simulator.fields, count);
  const rows = Math.ceil(BATCH_VALUES / observationSize(simulator.fields));
  const size = Math.min(BATCH_ROWS, rows, most);
  const into = blankBatch(simulator.fields, size);
  let found = 0, simulated = 0;
  while (found < count && simulated < most) {
    simulateJoint(key, model, size, { from: simulated, into });
    const kinds = kindsOf(into);
    const left = Math.min(size, most - simulated);
    for (let row = 0; row < left && found < count; row++) {
      simulated++;
      if (kinds[row] !== kind) continue;
      copyObservation(into, row, kept, found);
      found++;
    }
  }
  return { observations: firstObservations(kept, found), simulated };
}
