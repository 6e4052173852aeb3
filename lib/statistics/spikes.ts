/**
 * The spikes of recordings: when, and how many.
 *
 * @module
 */
import { recording, type Recordings } from "../simulators/simulator.ts";

/** When the neuron spiked in recording `index`, in ms. */
export function spikeTimes(recordings: Recordings, index = 0): number[] {
  const { times, channels: { spikes } } = recording(recordings, index);
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
export function spikeCounts(recordings: Recordings): number[] {
  return Array.from({ length: recordings.count }, (_, i) => spikeTimes(recordings, i).length);
}

/**
 * What kind of recording each is, 0: silent, 1: with one to four spikes, 2: with more. Statistics of
 * different kinds can't be compared: where there are few spikes, many of them have nothing to say.
 */
export function spikeStrata(recordings: Recordings): number[] {
  return spikeCounts(recordings).map((count) => Number(count > 0) + Number(count > 4));
}
