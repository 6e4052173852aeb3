import { assertEquals, assertThrows } from "@std/assert";
import { simulateJoint } from "../../../lib/model/dataset.ts";
import { lifPrior } from "../../../lib/models/lif/prior/lif.ts";
import { key } from "../../../lib/core/random.ts";
import { lif } from "../../../lib/models/lif/simulator/lif.ts";
import type { Recordings } from "../../../lib/model/simulator.ts";
import {
  spikeCounts,
  spikeStrata,
  spikeStratumName,
  spikeTimes,
} from "../../../lib/models/neuron/spikes.ts";

Deno.test("spikeCounts() counts each recording's spikes, and all of them", () => {
  const { recordings } = simulateJoint(key(45), { prior: lifPrior(), simulator: lif() }, 20);
  const counts = spikeCounts(recordings);
  const all = recordings.channels.spikes.reduce((sum, spike) => sum + spike, 0);
  assertEquals(counts.length, 20);
  assertEquals(counts.reduce((sum, count) => sum + count, 0), all);
});

Deno.test("spikeCounts() finds none in a silent recording", () => {
  const channels = { spikes: new Float32Array(3) };
  assertEquals(spikeCounts({ count: 1, times: Float64Array.of(0, 1, 2), channels }), [0]);
});

Deno.test("spikeTimes() reads one recording's spikes in ms", () => {
  const channels = { spikes: Float32Array.of(1, 0, 0, 0, 1, 1) };
  const recordings = { count: 2, times: Float64Array.of(0, 0.2, 0.4), channels };
  assertEquals(spikeTimes(recordings), [0]);
  assertEquals(spikeTimes(recordings, 1), [0.2, 0.4]);
});

Deno.test("spikeCounts() accepts recordings with spikes, whatever else they have, and no others", () => {
  type Accepts<Channel extends string> = Recordings<Channel> extends
    Parameters<typeof spikeCounts>[0] ? "accepted" : "refused";
  const spiking: Accepts<"voltage" | "spikes"> = "accepted";
  const silent: Accepts<"x" | "y"> = "refused";
  assertEquals([spiking, silent], ["accepted", "refused"]);
  const others: Recordings = {
    count: 1,
    times: Float64Array.of(0),
    channels: { x: Float32Array.of(1) },
  };
  const words = "Cannot read spikes as recordings must have a channel spikes: they have x";
  assertThrows(() => spikeCounts(others), RangeError, words);
});

Deno.test("spikeStrata() tells recordings apart by their number of spikes, with a name for each", () => {
  const counts = [0, 1, 4, 5, 9, 10, 19, 20, 40];
  const spikes = Float32Array.from(
    { length: counts.length * 40 },
    (_, i) => Number(i % 40 < counts[Math.floor(i / 40)]),
  );
  const times = Float64Array.from({ length: 40 }, (_, k) => k);
  const strata = spikeStrata({ count: counts.length, times, channels: { spikes } });
  assertEquals(strata, [0, 1, 1, 2, 2, 3, 3, 4, 4]);
  assertEquals(
    [0, 1, 2, 3, 4].map(spikeStratumName),
    ["no spike", "1 to 4 spikes", "5 to 9 spikes", "10 to 19 spikes", "20 spikes or more"],
  );
});
