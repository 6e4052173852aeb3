/**
 * Sweeps as an observation.
 *
 * @module
 */
import { between, integer, ofLength } from "../../../core/check.ts";
import { type Batch, blankBatch } from "../../../model/batch.ts";
import { stepCount } from "../simulator/lif.ts";
import { type SweepFields, sweepFields, type SweepsConfig } from "./config.ts";
import type { LifSweep } from "./sweeps_of.ts";

const ACTION = "make observation of sweeps";

/**
 * An observation of these sweeps, in whatever order they are given.
 *
 * @throws {RangeError} If there is none or more than the experiment's most, or a sweep has fewer
 * than two samples, more than the experiment's, or series of different lengths.
 *
 * @example Usage
 * ```ts
 * import { sweepsBatch } from "./sweeps_batch.ts";
 * import { sweepsConfig } from "./config.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const sweep = {
 *   voltage: Float32Array.of(-70, -69),
 *   spikes: new Float32Array(2),
 *   current: Float32Array.of(100, 100),
 * };
 * const { sizes } = sweepsBatch([sweep, sweep], sweepsConfig());
 * assertEquals(sizes?.voltage, Uint32Array.of(2));
 * ```
 */
export function sweepsBatch(
  sweeps: readonly LifSweep[],
  config: SweepsConfig,
): Batch<SweepFields> {
  const steps = stepCount(config);
  integer(ACTION, "number of sweeps", sweeps.length, 1);
  between(ACTION, "number of sweeps", sweeps.length, [1, config.sweeps]);
  const batch = blankBatch(sweepFields(config), 1);
  const { values, sizes = {} } = batch;
  sweeps.forEach(({ voltage, spikes, current }, i) => {
    between(ACTION, `length of sweep ${i}`, voltage.length, [2, steps]);
    ofLength(ACTION, `spikes of sweep ${i}`, spikes, voltage.length);
    ofLength(ACTION, `current of sweep ${i}`, current, voltage.length);
    values.voltage.set(voltage, i * steps);
    values.spikes.set(spikes, i * steps);
    values.current.set(current, i * steps);
    values.present.fill(1, i * steps, i * steps + voltage.length);
  });
  for (const size of Object.values(sizes)) size[0] = sweeps.length;
  return batch;
}

/**
 * An observation in which only the currents are given: what sweeps are to be simulated under. Its
 * voltages and spikes are 0.
 *
 * @param currents In pA, one a sweep, each of its own length.
 * @throws {RangeError} As {@linkcode sweepsBatch}.
 *
 * @example Usage
 * ```ts
 * import { givenCurrents } from "./sweeps_batch.ts";
 * import { sweepsConfig } from "./config.ts";
 * import { lifSweeps } from "./simulator.ts";
 * import { lifPrior } from "../prior/lif.ts";
 * import { simulate } from "../../../model/dataset.ts";
 * import { key } from "../../../core/random.ts";
 * import { assert } from "@std/assert";
 *
 * const config = sweepsConfig();
 * const given = givenCurrents([new Float32Array(1000).fill(300)], config);
 * const theta = lifPrior().sample(key(1), 1);
 * const { values } = simulate(key(2), lifSweeps(config), theta, { given });
 * assert(values.spikes.includes(1));
 * ```
 */
export function givenCurrents(
  currents: readonly Float32Array[],
  config: SweepsConfig,
): Batch<SweepFields> {
  const blank = ({ length }: Float32Array) => new Float32Array(length);
  return sweepsBatch(
    currents.map((current) => ({ voltage: blank(current), spikes: blank(current), current })),
    config,
  );
}
