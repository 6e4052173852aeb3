import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { summarise } from "../../../lib/model/summary_variables.ts";
import { neuronFeatures } from "../../../lib/models/neuron/features.ts";
import { currentFields, neuronFields } from "../../../lib/models/neuron/fields.ts";

const LENGTH = 1000;
const fields = { ...neuronFields(LENGTH, 0.2), ...currentFields(LENGTH, 0.2) };
const variables = neuronFeatures(fields);

/** The features of one recording, by name. */
function featuresOf(
  at: readonly number[],
  voltage: (k: number) => number,
  current: (k: number) => number = () => 0,
): Record<string, number> {
  const values = {
    voltage: Float32Array.from({ length: LENGTH }, (_, k) => voltage(k)),
    spikes: Float32Array.from({ length: LENGTH }, (_, k) => at.includes(k) ? 1 : 0),
    current: Float32Array.from({ length: LENGTH }, (_, k) => current(k)),
  };
  const found = summarise(variables, { fields, count: 1, values });
  return Object.fromEntries(variables.names.map((name, j) => [name, found[j]]));
}

Deno.test("neuronFeatures() finds spikes and intervals in ms", () => {
  const found = featuresOf([100, 150, 250, 450], () => -60);
  const expected = {
    Spikecount: 4,
    time_to_first_spike: 20,
    time_to_last_spike: 90,
    ISI_first: 10,
    ISI_second: 20,
    ISI_last: 40,
    ISI_mean: 70 / 3,
    ISI_least: 10,
    ISI_greatest: 40,
    adaptation_index: 1 / 3, // twice an interval that is twice as long as the one before
    burst_share: 0,
  };
  for (const [name, value] of Object.entries(expected)) {
    assertAlmostEquals(found[name], value, 1e-5, name);
  }
  const sd = Math.sqrt((400 / 9 * 4 + 100 / 9 + 2500 / 9) / 3);
  assertAlmostEquals(found.ISI_CV, sd / (70 / 3), 1e-5);
});

Deno.test("neuronFeatures() reads the voltage about spikes, and not that of spikes", () => {
  // A ramp from each spike on, from −70 mV at the sample after it; spikes reach 20 mV.
  const at = [200, 500];
  const voltage = (k: number) =>
    at.includes(k) ? 20 : k < 200 ? -55 : -70 + 0.05 * (k - (k < 500 ? 200 : 500) - 1);
  const found = featuresOf(at, voltage);
  assertAlmostEquals(found.voltage_base, -55, 1e-5);
  assertAlmostEquals(found["voltage_at_1"], -70, 1e-5);
  assertAlmostEquals(found["voltage_at_64"], -70 + 0.05 * 63, 1e-4);
  assertAlmostEquals(found["voltage_at_-1"], (-55 + voltage(499)) / 2, 1e-4);
  for (const name of ["minimum_voltage", "AHP_depth_first", "AHP_depth_mean", "AHP_depth_last"]) {
    assertAlmostEquals(found[name], -70, 1e-5, name);
  }
  assert(found.maximum_voltage < -40);
});

Deno.test("neuronFeatures() has the covariances of voltage and current", () => {
  // A voltage that follows the current five samples later, at 0.1 mV/pA.
  const current = (k: number) => 100 + 50 * Math.sin(2 * Math.PI * k / 100);
  const found = featuresOf([], (k) => -60 + 0.1 * (current(k - 5) - 100), current);
  assertAlmostEquals(found.mean_current, 100, 1e-3);
  assertAlmostEquals(found.sd_current, 50 / Math.SQRT2, 1e-3);
  assertAlmostEquals(found.covariance_5, 0.1 * 1250, 1);
  assertAlmostEquals(found.covariance_0, 0.1 * 1250 * Math.cos(Math.PI / 10), 1);
  assertAlmostEquals(found.autocovariance_25, 0, 0.5);
  assertAlmostEquals(found.current_part_0, 100, 1e-3);
});

Deno.test("neuronFeatures() of a silent neuron are finite", () => {
  const found = featuresOf([], () => -65);
  assert(Object.values(found).every(Number.isFinite));
  assertEquals([found.Spikecount, found.ISI_mean, found["voltage_at_1"]], [0, 0, 0]);
  assertEquals(found.time_to_first_spike, 200);
  assert(Object.values(featuresOf([0, 999], () => -65)).every(Number.isFinite));
});

Deno.test("neuronFeatures() refuses recordings that are too short", () => {
  const short = { ...neuronFields(100, 0.2), ...currentFields(100, 0.2) };
  assertThrows(() => neuronFeatures(short), RangeError, "voltage.length");
});
