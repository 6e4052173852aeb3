import { assertThrows } from "@std/assert";
import { simulateJoint } from "../../lib/model/dataset.ts";
import { lifPrior } from "../../lib/models/lif/prior/lif.ts";
import { key } from "../../lib/core/random.ts";
import { checkBatch } from "../../lib/model/check_batch.ts";
import { lif, type LifFields } from "../../lib/models/lif/simulator/lif.ts";
import { type Batch, observation } from "../../lib/model/batch.ts";

const simulator = lif({ T: 4 });
const { observations } = simulateJoint(key(1), { prior: lifPrior(), simulator }, 3);
const check = (change: Partial<Batch<LifFields>>) =>
  checkBatch("answer", simulator, { ...observations, ...change });
const refuse = (change: Partial<Batch<LifFields>>, words: string) =>
  assertThrows(() => check(change), RangeError, `Cannot answer as ${words}`);
/** The channels with one value of one of them changed. */
const withValue = (channel: LifFields, at: number, value: number) => ({
  values: { ...observations.values, [channel]: observations.values[channel].with(at, value) },
});

Deno.test("checkRecordings() accepts what the simulator makes, begun at any time, in few digits", () => {
  check({});
  check({ times: observations.times.map((time) => 1000 + time) });
  check({ times: Float64Array.from(observations.times, (time) => Number(time.toFixed(1))) });
  check({ times: Float64Array.from(Float32Array.from(observations.times)) });
});

Deno.test("checkRecordings() refuses other times", () => {
  const expected = "observations.times must be 20 samples, 0.2 ms apart";
  const { times } = observations;
  refuse({ times: times.slice(1) }, `${expected}: they are 19 samples, 0.2 ms apart`);
  const half = times.map((time) => time / 2);
  refuse({ times: half }, `${expected}: they are 20 samples, 0.1 ms apart`);
  refuse({ times: times.with(7, 1.5) }, `${expected}: time 7 is 1.5 instead of 1.4`);
  refuse({ times: times.with(19, Infinity) }, `${expected}: time 19 is Infinity`);
  refuse({ times: times.with(0, NaN) }, `${expected}: time 0 is NaN`);
});

Deno.test("checkRecordings() refuses channels that are missing, or that it would not look at", () => {
  const { voltage, spikes } = observations.values;
  const expected = "observations.values must be voltage, spikes: they are";
  const of = (values: object) => ({ values: values as Record<LifFields, Float32Array> });
  refuse(of({ voltage }), `${expected} voltage`);
  refuse(of({ voltage, spikes, current: voltage }), `${expected} voltage, spikes, current`);
  refuse(of({ v: voltage, spikes }), `${expected} v, spikes`);
  check(of({ spikes, voltage }));
});

Deno.test("checkRecordings() refuses channels that are no typed arrays", () => {
  const voltage = [...observations.values.voltage] as unknown as Float32Array;
  const words = "observations.values.voltage must be a Float32Array: it is [object Array]";
  const values = { ...observations.values, voltage };
  assertThrows(() => check({ values }), TypeError, words);
});

Deno.test("recording() takes whole numbers only", () => {
  const words = "index must be an integer in [0, 3): current value is 0.5";
  assertThrows(() => observation(observations, 0.5), RangeError, words);
});

Deno.test("checkRecordings() refuses counts that don't fit", () => {
  refuse({ count: 2 }, "observations.values.voltage must have 2 × 20 values: it has 60");
  refuse({ count: 1.5 }, "observations.count must be an integer >= 0");
  const values = { ...observations.values, spikes: new Float32Array(54) };
  refuse({ values }, "observations.values.spikes must have 3 × 20 values: it has 54");
});

Deno.test("checkRecordings() names the recording and the sample of a value that none has", () => {
  for (const value of [NaN, Infinity, -1e39]) {
    const shown = Math.fround(value);
    const words = `voltage must be finite: sample 5 of recording 1 is ${shown}`;
    refuse(withValue("voltage", 25, value), words);
  }
  for (const value of [2, 0.5, -1, NaN]) {
    const words = `spikes must be 0 or 1: sample 19 of recording 2 is ${value}`;
    refuse(withValue("spikes", 59, value), words);
  }
});
