import type { Fields } from "../../../lib/model/field.ts";
import { assertEquals, assertThrows } from "@std/assert";
import { simulateJoint } from "../../../lib/model/dataset.ts";
import { lifPrior } from "../../../lib/models/lif/prior/lif.ts";
import { key } from "../../../lib/core/random.ts";
import { lif } from "../../../lib/models/lif/simulator/lif.ts";
import type { Batch } from "../../../lib/model/batch.ts";
import {
  SPIKE_KINDS,
  SPIKE_KINDS,
  spikeCounts,
  spikeTimes,
} from "../../../lib/models/neuron/spikes.ts";

Deno.test("spikeCounts() counts each recording's spikes, and all of them", () => {
  const { observations } = simulateJoint(key(45), { prior: lifPrior(), simulator: lif() }, 20);
  const counts = spikeCounts(observations);
  const all = observations.values.spikes.reduce((sum, spike) => sum + spike, 0);
  assertEquals(counts.length, 20);
  assertEquals(counts.reduce((sum, count) => sum + count, 0), all);
});

Deno.test("spikeCounts() finds none in a silent recording", () => {
  const values = { spikes: new Float32Array(3) };
  assertEquals(spikeCounts({ count: 1, times: Float64Array.of(0, 1, 2), values }), [0]);
});

Deno.test("spikeTimes() reads one recording's spikes in ms", () => {
  const values = { spikes: Float32Array.of(1, 0, 0, 0, 1, 1) };
  const observations = { count: 2, times: Float64Array.of(0, 0.2, 0.4), values };
  assertEquals(spikeTimes(observations), [0]);
  assertEquals(spikeTimes(observations, 1), [0.2, 0.4]);
});

Deno.test("spikeCounts() accepts recordings with spikes, whatever else they have, and no others", () => {
  type Accepts<X extends Fields> = Batch<X> extends Parameters<typeof spikeCounts>[0] ? "accepted"
    : "refused";
  const spiking: Accepts<"voltage" | "spikes"> = "accepted";
  const silent: Accepts<"x" | "y"> = "refused";
  assertEquals([spiking, silent], ["accepted", "refused"]);
  const others: Batch = {
    count: 1,
    times: Float64Array.of(0),
    values: { x: Float32Array.of(1) },
  };
  const words = "Cannot read spikes as recordings must have a channel spikes: they have x";
  assertThrows(() => spikeCounts(others), RangeError, words);
});

Deno.test("SPIKE_KINDS.of() tells recordings apart by their number of spikes, with a name for each", () => {
  const counts = [0, 1, 4, 5, 9, 10, 19, 20, 40];
  const spikes = Float32Array.from(
    { length: counts.length * 40 },
    (_, i) => Number(i % 40 < counts[Math.floor(i / 40)]),
  );
  const times = Float64Array.from({ length: 40 }, (_, k) => k);
  const strata = SPIKE_KINDS.of({ count: counts.length, times, values: { spikes } });
  assertEquals(strata, [0, 1, 1, 2, 2, 3, 3, 4, 4]);
  assertEquals(
    [0, 1, 2, 3, 4].map(SPIKE_KINDS),
    ["no spike", "1 to 4 spikes", "5 to 9 spikes", "10 to 19 spikes", "20 spikes or more"],
  );
});
