import type { Fields, SeriesField } from "../../../lib/model/field.ts";
import { assertEquals, assertThrows } from "@std/assert";
import { simulateJoint } from "../../../lib/model/dataset.ts";
import { lifPrior } from "../../../lib/models/lif/prior/lif.ts";
import { key } from "../../../lib/core/random.ts";
import { lif } from "../../../lib/models/lif/simulator/lif.ts";
import { type Batch, seriesBatch } from "../../../lib/model/batch.ts";
import {
  SPIKE_KINDS,
  spikeCounts,
  spikeTimes,
  type SpikingBatch,
} from "../../../lib/models/neuron/spikes.ts";
import { type NeuronFields } from "../../../lib/models/neuron/fields.ts";

Deno.test("spikeCounts() counts each recording's spikes, and all of them", () => {
  const { observations } = simulateJoint(key(45), { prior: lifPrior(), simulator: lif() }, 20);
  const counts = spikeCounts(observations);
  const all = observations.values.spikes.reduce((sum, spike) => sum + spike, 0);
  assertEquals(counts.length, 20);
  assertEquals(counts.reduce((sum, count) => sum + count, 0), all);
});

Deno.test("spikeCounts() finds none in a silent recording", () => {
  const silent = seriesBatch({ spikes: new Float32Array(3) }, { count: 1, step: 1 });
  assertEquals(spikeCounts(silent), [0]);
});

Deno.test("spikeTimes() reads one recording's spikes in ms", () => {
  const spikes = Float32Array.of(1, 0, 0, 0, 1, 1);
  const observations = seriesBatch({ spikes }, { count: 2, step: 0.2 });
  assertEquals(spikeTimes(observations), [0]);
  assertEquals(spikeTimes(observations, 1), [0.2, 0.4]);
});

Deno.test("spikeCounts() accepts recordings with spikes, whatever else they have, and no others", () => {
  type Accepts<X extends Fields> = Batch<X> extends Parameters<typeof spikeCounts>[0] ? "accepted"
    : "refused";
  const spiking: Accepts<NeuronFields> = "accepted";
  const silent: Accepts<Readonly<Record<"x" | "y", SeriesField>>> = "refused";
  assertEquals([spiking, silent], ["accepted", "refused"]);
  const others = seriesBatch<string>({ x: Float32Array.of(1) }, { count: 1, step: 1 });
  const words = "Cannot read spikes as recordings must have a field spikes: they have x";
  assertThrows(() => spikeCounts(others as SpikingBatch), RangeError, words);
});

Deno.test("SPIKE_KINDS.of() distinguishes recordings by their number of spikes, with a name for each", () => {
  const counts = [0, 1, 4, 5, 9, 10, 19, 20, 40];
  const spikes = Float32Array.from(
    { length: counts.length * 40 },
    (_, i) => Number(i % 40 < counts[Math.floor(i / 40)]),
  );
  const kinds = SPIKE_KINDS.of(seriesBatch({ spikes }, { count: counts.length, step: 1 }));
  assertEquals(kinds, [0, 1, 1, 2, 2, 3, 3, 4, 4]);
  assertEquals(
    SPIKE_KINDS.names,
    ["no spike", "1 to 4 spikes", "5 to 9 spikes", "10 to 19 spikes", "20 spikes or more"],
  );
});
