import { assertAlmostEquals, assertEquals } from "@std/assert";
import { key, normals } from "../../../lib/core/random.ts";
import { interSpikeIntervals, LIF_QUANTITIES } from "../../../lib/models/neuron/quantities.ts";
import { neuronBatch } from "../../../lib/models/neuron/fields.ts";
import { seriesBatch } from "../../../lib/model/batch.ts";

const STEP = 0.2;
const spikesAt = (...at: number[]) => {
  const spikes = new Float32Array(1000);
  for (const k of at) spikes[k] = 1;
  return spikes;
};

/** The quantities of one recording, by name. */
function quantitiesOf(voltage: Float32Array, spikes: Float32Array): Record<string, number> {
  const observations = neuronBatch({ voltage, spikes }, STEP);
  return Object.fromEntries(
    LIF_QUANTITIES.map(({ name, evaluate }) => [name, evaluate(observations, 0)]),
  );
}

Deno.test("interSpikeIntervals() are the times between neighbours", () => {
  const observations = seriesBatch({ spikes: spikesAt(10, 60, 160) }, { count: 1, step: STEP });
  const [first, second, ...more] = interSpikeIntervals(observations);
  assertAlmostEquals(first, 10, 1e-9);
  assertAlmostEquals(second, 20, 1e-9);
  assertEquals(more, []);
});

Deno.test("LIF_QUANTITIES read spikes and voltage", () => {
  const noise = Float32Array.from(normals(key(1), 1000), (z) => -60 + 2 * z);
  const found = quantitiesOf(noise, spikesAt(10, 60, 160));
  assertEquals(found.spikes, 3);
  assertAlmostEquals(found["first spike"], 2, 1e-9);
  assertAlmostEquals(found["mean interval"], 15, 1e-9);
  assertAlmostEquals(found["sd of intervals"], Math.sqrt(50), 1e-6);
  assertAlmostEquals(found["mean voltage"], -60, 0.3);
  assertAlmostEquals(found["sd of voltage"], 2, 0.2);
  assertAlmostEquals(found["step between samples"], 0.6745 * 2 * Math.SQRT2, 0.2);
  assertAlmostEquals(found["drift of voltage"], 0, 0.5);
});

Deno.test("LIF_QUANTITIES are undefined where there is nothing to measure", () => {
  const ramp = Float32Array.from({ length: 1000 }, (_, k) => k / 1000);
  const silent = quantitiesOf(ramp, spikesAt());
  assertEquals(silent["first spike"], NaN);
  assertEquals(silent["mean interval"], NaN);
  assertAlmostEquals(silent["drift of voltage"], 0.5, 1e-5);
  const two = quantitiesOf(ramp, spikesAt(3, 9));
  assertAlmostEquals(two["mean interval"], 1.2, 1e-9);
  assertEquals(two["sd of intervals"], NaN);
});
