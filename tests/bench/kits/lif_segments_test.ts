import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { fitStandardisation } from "../../../lib/model/standardisation.ts";
import { summarise } from "../../../lib/model/summary_variables.ts";
import { simulateJoint } from "../../../lib/model/dataset.ts";
import { neuronBatch } from "../../../lib/models/neuron/fields.ts";
import { lifPrior } from "../../../lib/models/lif/prior/lif.ts";
import { lif, simConfig } from "../../../lib/models/lif/simulator/lif.ts";
import { lifSegments } from "../../../bench/kits/lif_segments.ts";
import { key } from "../../../lib/core/random.ts";

const config = simConfig();
const variables = lifSegments(config);
const { names, shape: [most, width] } = variables;

/** Recordings of 1,000 samples with spikes at given steps. */
function segmentsOf(spikeSteps: readonly number[], voltageAt: (k: number) => number) {
  const voltage = Float32Array.from({ length: 1000 }, (_, k) => voltageAt(k));
  const spikes = new Float32Array(1000);
  for (const k of spikeSteps) spikes[k] = 1;
  const out = summarise(variables, neuronBatch({ voltage, spikes }, 0.2));
  return (segment: number, name: string) => {
    const at = names.indexOf(name);
    assert(at >= 0, name);
    return out[segment * width + at];
  };
}

Deno.test("lifSegments() cuts a recording at its spikes", () => {
  // A ramp, so that a mean says where it was taken; held 10 steps after each spike.
  const of = segmentsOf([100, 300], (k) => k);
  const rows = [0, 1, 2, 3].map((i) =>
    ["behind a spike", "ended by a spike", "taken"].map((name) => of(i, name))
  );
  assertEquals(rows, [[0, 1, 1], [1, 1, 1], [1, 0, 1], [0, 0, 0]]);
  const lengths = [100, 300 - 111, 1000 - 311];
  lengths.forEach((steps, i) => {
    assertAlmostEquals(of(i, "log steps"), Math.log1p(steps), 1e-6);
    assertAlmostEquals(of(i, "log segments"), Math.log(3), 1e-6);
  });
  assertEquals([0, 1, 2].map((i) => of(i, "voltage from 0")), [0, 111, 311]);
  assertEquals([0, 1, 2].map((i) => of(i, "voltage while held")), [0, 105, 305]);
  assertEquals([0, 1, 2].map((i) => of(i, "voltage before 2")), [99, 299, 999]);
  assertEquals([0, 1, 2].map((i) => of(i, "voltage before 5")), [96.5, 296.5, 996.5]);
  assertEquals([0, 1, 2].map((i) => of(i, "squared increments of lag 8")), [64, 64, 64]);
  assertEquals([0, 1, 2].map((i) => of(i, "maximum")), [95.5, 295.5, 995.5]);
});

Deno.test("lifSegments() repeats the bin before one that a segment does not reach", () => {
  const of = segmentsOf([6], (k) => k);
  const from = (i: number) => [3, 4, 5, 7, 9].map((step) => of(0, `${name(i)} from ${step}`));
  const name = (i: number) => ["voltage", "filled"][i];
  assertEquals(from(0), [3, 4, 5, 5, 5]); // the bin of steps 5 and 6 ends at the spike
  assertEquals(from(1), [1, 1, 0.5, 0, 0]);
  assertEquals(of(0, "squared increments of lag 8"), of(0, "squared increments of lag 4"));
});

Deno.test("lifSegments() reads a recording without spikes as one segment, a late spike as two", () => {
  assertEquals(segmentsOf([], () => -70)(0, "taken"), 1);
  assertEquals(segmentsOf([], () => -70)(1, "taken"), 0);
  const late = segmentsOf([995], (k) => k);
  assertEquals([late(1, "taken"), late(1, "log steps")], [1, 0]);
  assertEquals(late(1, "voltage from 0"), 997); // the mean of what is held
});

Deno.test("lifSegments() chooses evenly among too many, the first and the last among them", () => {
  const spikes = Array.from({ length: 60 }, (_, i) => 10 + 16 * i);
  const of = segmentsOf(spikes, (k) => k);
  assertEquals([of(0, "behind a spike"), of(most - 1, "ended by a spike")], [0, 0]);
  assertAlmostEquals(of(5, "log segments"), Math.log(61), 1e-6);
  const starts = Array.from({ length: most }, (_, i) => of(i, "voltage from 0"));
  assertEquals(new Set(starts).size, most);
});

Deno.test("lifSegments() is finite and standardised over the prior", () => {
  const { observations } = simulateJoint(key(1), { prior: lifPrior(), simulator: lif() }, 200);
  assert(summarise(variables, observations).every(Number.isFinite));
  const { mean, sd } = fitStandardisation(variables, observations);
  assertEquals([mean[width - 1], sd[width - 1]], [0, 1]); // of the mark
  assert(sd.every((value) => value > 0));
});
