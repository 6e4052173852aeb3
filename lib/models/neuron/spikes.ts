/**
 * The spikes of recordings: when, and how many.
 *
 * @module
 */
import { sampleTimes, type SpikeFields } from "./fields.ts";
import { type Batch, observation } from "../../model/batch.ts";
import type { Kinds } from "../../model/kinds.ts";

/** Recordings of a model that spikes; those of another are refused by the compiler. */
export type SpikingBatch = Batch<SpikeFields>;

/** The channel of the spikes, or an error where the compiler could not see that there is none. */
function spikesOf({ values }: SpikingBatch): Float32Array {
  if ("spikes" in values) return values.spikes;
  throw new RangeError(
    `Cannot read spikes as recordings must have a field spikes: they have ${
      Object.keys(values).join(", ")
    }`,
  );
}

/**
 * When the neuron spiked in recording `index`, in ms.
 *
 * @throws {RangeError} If there is no such recording, or there are no spikes in any.
 *
 * @example Usage
 * ```ts
 * import { spikeTimes } from "./spikes.ts";
 * import { neuronBatch } from "./fields.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const voltage = Float32Array.of(-55, -70, -55, -70);
 * const one = neuronBatch({ voltage, spikes: Float32Array.of(1, 0, 1, 0) }, 0.5);
 * assertEquals(spikeTimes(one), [0, 1]);
 * ```
 */
export function spikeTimes(observations: SpikingBatch, index = 0): number[] {
  const times = sampleTimes(observations);
  const spikes = spikesOf(observation(observations, index));
  const found: number[] = [];
  for (let k = 0; k < times.length; k++) if (spikes[k] > 0) found.push(times[k]);
  return found;
}

/**
 * The number of spikes in each recording.
 *
 * @example Usage
 * ```ts
 * import { seriesBatch } from "../../model/batch.ts";
 * import { spikeCounts } from "./spikes.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const spikes = Float32Array.of(0, 1, 1, 0, 0, 1);
 * assertEquals(spikeCounts(seriesBatch({ spikes }, { count: 2, step: 0.2 })), [2, 1]);
 * ```
 */
export function spikeCounts(observations: SpikingBatch): number[] {
  const { count, fields } = observations;
  const spikes = spikesOf(observations);
  const steps = fields.spikes.length;
  return Array.from({ length: count }, (_, row) => {
    let found = 0;
    for (let k = row * steps; k < (row + 1) * steps; k++) if (spikes[k] > 0) found++;
    return found;
  });
}

/** The least number of spikes of each kind. */
const LEAST = [0, 1, 5, 10, 20] as const;

/**
 * Kinds of recordings by their number of spikes. Statistics of different kinds can't be compared:
 * where there are few spikes, many of them are undefined.
 *
 * @example Usage
 * ```ts
 * import { seriesBatch } from "../../model/batch.ts";
 * import { SPIKE_KINDS } from "./spikes.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const spikes = Float32Array.of(0, 1, 1, 0, 0, 0);
 * const [first, second] = SPIKE_KINDS.of(seriesBatch({ spikes }, { count: 2, step: 0.2 }));
 * assertEquals(SPIKE_KINDS.names[first], "1 to 4 spikes");
 * assertEquals(SPIKE_KINDS.names[second], "no spike");
 * ```
 */
export const SPIKE_KINDS: Kinds<SpikeFields> = Object.freeze({
  names: LEAST.map((from, kind) => {
    if (from === 0) return "no spike";
    const next = LEAST[kind + 1];
    return next === undefined ? `${from} spikes or more` : `${from} to ${next - 1} spikes`;
  }),
  of: (observations: SpikingBatch) =>
    spikeCounts(observations).map((count) => LEAST.findLastIndex((least) => count >= least)),
});
