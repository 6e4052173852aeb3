/**
 * The spikes of recordings: when, and how many.
 *
 * @module
 */
import { recording, type Recordings } from "../../model/simulator.ts";

/** Recordings of a model that spikes; those of another are refused by the compiler. */
export type SpikingRecordings = Recordings<"spikes">;

/** The channel of the spikes, or an error where the compiler could not see that there is none. */
function spikesOf({ channels }: SpikingRecordings): Float32Array {
  if ("spikes" in channels) return channels.spikes;
  throw new RangeError(
    `Cannot read spikes as recordings must have a channel spikes: they have ${
      Object.keys(channels).join(", ")
    }`,
  );
}

/**
 * When the neuron spiked in recording `index`, in ms.
 *
 * @throws {RangeError} If there is no such recording, or there are no spikes in any.
 */
export function spikeTimes(recordings: SpikingRecordings, index = 0): number[] {
  const { times } = recordings;
  const spikes = spikesOf(recording(recordings, index));
  const found: number[] = [];
  for (let k = 0; k < times.length; k++) if (spikes[k] > 0) found.push(times[k]);
  return found;
}

/**
 * The number of spikes in each recording.
 *
 * @example Usage
 * ```ts
 * import { spikeCounts } from "./spikes.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const spikes = Float32Array.of(0, 1, 1, 0, 0, 1);
 * const recordings = { count: 2, times: Float64Array.of(0, 0.2, 0.4), channels: { spikes } };
 * assertEquals(spikeCounts(recordings), [2, 1]);
 * ```
 */
export function spikeCounts(recordings: SpikingRecordings): number[] {
  const { count, times } = recordings;
  const spikes = spikesOf(recordings);
  const steps = times.length;
  return Array.from({ length: count }, (_, row) => {
    let found = 0;
    for (let k = row * steps; k < (row + 1) * steps; k++) if (spikes[k] > 0) found++;
    return found;
  });
}

/** The least number of spikes of each kind of recordings. */
const LEAST = [0, 1, 5, 10, 20] as const;

/**
 * What kind of recording each is, by its number of spikes: 0 for none, then 1 to 4, 5 to 9, 10 to 19
 * and more. Statistics of different kinds can't be compared: where there are few spikes, many of them
 * have nothing to say.
 */
export function spikeStrata(recordings: SpikingRecordings): number[] {
  return spikeCounts(recordings).map((count) => LEAST.findLastIndex((least) => count >= least));
}

/** A kind of recordings in words, such as "1 to 4 spikes". */
export function spikeStratumName(stratum: number): string {
  const from = LEAST[stratum], next = LEAST[stratum + 1];
  if (from === 0) return "no spike";
  return next === undefined ? `${from} spikes or more` : `${from} to ${next - 1} spikes`;
}
