/**
 * The spikes of recordings, counted.
 *
 * @module
 */
import { recording, type Recordings } from "../simulators/simulator.ts";

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
  return Array.from(
    { length: recordings.count },
    (_, i) =>
      recording(recordings, i).channels.spikes.reduce((sum, spike) => sum + Number(spike > 0), 0),
  );
}
