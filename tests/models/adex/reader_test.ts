import { assertEquals, assertThrows } from "@std/assert";
import { key } from "../../../lib/core/random.ts";
import { simulateJoint } from "../../../lib/model/dataset.ts";
import { adexPrior } from "../../../lib/models/adex/prior/adex.ts";
import { readAdexRecording } from "../../../lib/models/adex/reader.ts";
import { adex } from "../../../lib/models/adex/simulator/adex.ts";
import { adexConfig } from "../../../lib/models/adex/simulator/config.ts";

const config = adexConfig();
const { observations } = simulateJoint(key(6), { prior: adexPrior(), simulator: adex() }, 1);
const { voltage, spikes, current } = observations.values;

/** A file of these columns. */
function file(V: Float32Array, S: Float32Array, dt = 0.2): Uint8Array {
  const rows = [...V].map((v, k) => `${k * dt},${v},${S[k]},${current[k]}\n`);
  return new TextEncoder().encode(`time (ms),V (mV),spikes,I (pA)\n${rows.join("")}`);
}

Deno.test("readAdexRecording() reads what was simulated", () => {
  const { observation, notes } = readAdexRecording(file(voltage, spikes), config);
  assertEquals(observation, observations);
  assertEquals(notes, []);
});

Deno.test("readAdexRecording() cuts action potentials at the peak, and says so", () => {
  const first = spikes.indexOf(1);
  const tall = voltage.slice();
  tall[first] = 35;
  const { observation, notes } = readAdexRecording(file(tall, spikes), config);
  assertEquals(observation.values.voltage[first], 0);
  assertEquals(notes, ["read 1 voltages above 0 mV as 0 mV"]);
});

Deno.test("readAdexRecording() refuses a recording of another experiment", () => {
  const refused = (bytes: Uint8Array, message: string) =>
    assertThrows(() => readAdexRecording(bytes, config), Error, message);
  refused(
    file(voltage.subarray(0, 500), spikes),
    "it must have 1000 samples: it has 500; deno task train --recipe adex --set T=100 makes",
  );
  refused(file(voltage, spikes, 0.1), "--set T=100,dt=0.1 makes a network");
  const early = spikes.slice();
  early[0] = 1;
  refused(file(voltage, early), "at rest on the first sample: line 2 has a spike");
});
