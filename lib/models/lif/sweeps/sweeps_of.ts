/**
 * The sweeps of an observation, read off its sets in an order that depends on nothing but their
 * content: whatever is made of them in this order is the same bits for any order of the sets.
 *
 * @module
 */
import { compareValues } from "../../../core/arrays.ts";
import type { Batch } from "../../../model/batch.ts";
import type { SweepFields } from "./config.ts";

/** One sweep, cut to its own length. */
export interface LifSweep {
  /** In mV, one value a sample. */
  readonly voltage: Float32Array;
  /** 0 or 1. */
  readonly spikes: Float32Array;
  /** The known current in pA; the last value is not used. */
  readonly current: Float32Array;
}

const ACTION = "read sweeps";

/** An order of sweeps by their content: only those that are the same in everything are equal. */
function compareSweeps(a: LifSweep, b: LifSweep): number {
  return compareValues(a.voltage, b.voltage) || compareValues(a.current, b.current) ||
    compareValues(a.spikes, b.spikes);
}

/** The number of samples of a sweep, all of which come before those that are absent. */
function lengthOf(present: Float32Array, sweep: number): number {
  const absent = present.indexOf(0);
  const length = absent < 0 ? present.length : absent;
  const again = present.indexOf(1, length);
  if (again >= 0) {
    throw new RangeError(
      `Cannot ${ACTION} as present must be 0 from the end of a sweep on: in sweep ${sweep} it is 0 ` +
        `at sample ${length} and 1 at sample ${again}`,
    );
  }
  if (length < 2) {
    throw new RangeError(
      `Cannot ${ACTION} as each must have at least 2 samples: sweep ${sweep} has ${length}`,
    );
  }
  return length;
}

/**
 * The sweeps of observation `row`, ordered by their content.
 *
 * @throws {RangeError} If there is none, the sets have not the same number of them, or a sweep has
 * a gap or fewer than two samples.
 *
 * @example Usage
 * ```ts
 * import { sweepsOf } from "./sweeps_of.ts";
 * import { lifSweeps } from "./simulator.ts";
 * import { lifPrior } from "../prior/lif.ts";
 * import { simulateJoint } from "../../../model/dataset.ts";
 * import { key } from "../../../core/random.ts";
 * import { assert } from "@std/assert";
 *
 * const model = { prior: lifPrior(), simulator: lifSweeps({ T: 20, sweeps: 3 }) };
 * const { observations } = simulateJoint(key(1), model, 1);
 * const [first, ...others] = sweepsOf(observations, 0);
 * assert(others.every(({ voltage }) => voltage[0] >= first.voltage[0]));
 * ```
 */
export function sweepsOf(
  { fields, values, sizes = {} }: Batch<SweepFields>,
  row: number,
): readonly LifSweep[] {
  const { most, of: { length } } = fields.voltage;
  const count = sizes.voltage[row];
  for (const name of ["spikes", "current", "present"]) {
    if (sizes[name][row] !== count) {
      throw new RangeError(
        `Cannot ${ACTION} as ${name} must have as many as voltage, ${count}: observation ${row} ` +
          `has ${sizes[name][row]}`,
      );
    }
  }
  if (count < 1) {
    throw new RangeError(`Cannot ${ACTION} as there must be at least 1: observation ${row} has 0`);
  }
  const sweeps = Array.from({ length: count }, (_, i): LifSweep => {
    const from = (row * most + i) * length;
    const own = lengthOf(values.present.subarray(from, from + length), i);
    return {
      voltage: values.voltage.subarray(from, from + own),
      spikes: values.spikes.subarray(from, from + own),
      current: values.current.subarray(from, from + own),
    };
  });
  return sweeps.sort(compareSweeps);
}

/** The mean of the known current over all samples of the sweeps, in pA. */
export function meanCurrent(sweeps: readonly LifSweep[]): number {
  let sum = 0, count = 0;
  for (const { current } of sweeps) {
    for (const value of current) sum += value;
    count += current.length;
  }
  return sum / count;
}
