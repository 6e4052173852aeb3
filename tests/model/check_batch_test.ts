import { assertThrows } from "@std/assert";
import { simulateJoint } from "../../lib/model/dataset.ts";
import { lifPrior } from "../../lib/models/lif/prior/lif.ts";
import { key } from "../../lib/core/random.ts";
import { checkBatch } from "../../lib/model/check_batch.ts";
import { lif, type LifFields } from "../../lib/models/lif/simulator/lif.ts";
import type { Batch } from "../../lib/model/batch.ts";
import { type Fields, series, set, vector } from "../../lib/model/field.ts";
import { neuronFields } from "../../lib/models/neuron/fields.ts";

const simulator = lif({ T: 4 });
const { fields } = simulator;
const { observations } = simulateJoint(key(1), { prior: lifPrior(), simulator }, 3);
const check = (change: Partial<Batch<LifFields>>) =>
  checkBatch("answer", fields, { ...observations, ...change });
const refuse = (change: Partial<Batch<LifFields>>, words: string) =>
  assertThrows(() => check(change), RangeError, `Cannot answer as ${words}`);
/** The values with one of them changed. */
const withValue = (field: keyof LifFields, at: number, value: number) => ({
  values: { ...observations.values, [field]: observations.values[field].with(at, value) },
});

Deno.test("checkBatch() accepts what the simulator makes, its step in few digits", () => {
  check({});
  check({ fields: neuronFields(20, Math.fround(0.2)) });
  check({ fields: neuronFields(20, 0.20009) }); // 0.9 % of a step astray at the last sample
  check({ fields: { spikes: fields.spikes, voltage: fields.voltage } });
  const { unit: _, ...unnamed } = fields.voltage;
  check({ fields: { ...fields, voltage: series(unnamed) } });
});

Deno.test("checkBatch() refuses series of another length or step", () => {
  const expected = "observations.fields.voltage must be a series of 20 samples, 0.2 ms apart";
  const found = (length: number, step: number, words: string) =>
    refuse({ fields: neuronFields(length, step) }, `${expected}: it is a series of ${words}`);
  found(19, 0.2, "19 samples, 0.2 ms apart");
  found(20, 0.1, "20 samples, 0.1 ms apart");
  found(20, 0.2002, "20 samples, 0.2002 ms apart");
  const odd = { ...fields, voltage: { ...fields.voltage, step: NaN } };
  refuse({ fields: odd }, `${expected}: it is a series of 20 samples, NaN ms apart`);
});

Deno.test("checkBatch() refuses fields that are missing, or that it would not look at", () => {
  const { voltage, spikes } = fields;
  const of = (fields: Fields) => ({ fields: fields as LifFields });
  const expected = "observations.fields must be voltage, spikes: they are";
  refuse(of({ voltage }), `${expected} voltage`);
  refuse(of({ voltage, spikes, current: voltage }), `${expected} voltage, spikes, current`);
  refuse(of({ v: voltage, spikes }), `${expected} v, spikes`);
  refuse(of({}), `${expected} none`);
});

Deno.test("checkBatch() refuses values that are missing, or of no field", () => {
  const { voltage, spikes } = observations.values;
  const of = (values: object) => ({ values: values as Batch<LifFields>["values"] });
  const expected = "observations.values must be voltage, spikes: they are";
  refuse(of({ voltage }), `${expected} voltage`);
  refuse(of({ voltage, spikes, current: voltage }), `${expected} voltage, spikes, current`);
  check(of({ spikes, voltage }));
});

Deno.test("checkBatch() refuses vectors of other names, and fields of another kind", () => {
  const expected = { x: vector(["a", "b"]) };
  const batch = (fields: Fields): Batch => ({
    fields,
    count: 1,
    values: { x: Float32Array.of(1, 2) },
  });
  const refuse = (fields: Fields, words: string) =>
    assertThrows(
      () => checkBatch<Fields>("answer", expected, batch(fields)),
      RangeError,
      `Cannot answer as observations.fields.x must be a vector of a, b: it is ${words}`,
    );
  checkBatch<Fields>("answer", expected, batch(expected));
  refuse({ x: vector(["b", "a"]) }, "a vector of b, a");
  refuse({ x: vector(["a"]) }, "a vector of a");
  refuse({ x: series({ length: 2, step: 1 }) }, "a series of 2 samples, 1 apart");
  refuse({ x: set(vector(["a"]), { most: 2 }) }, "a set of at most 2, each a vector of a");
});

Deno.test("checkBatch() refuses values that are no typed arrays", () => {
  const voltage = [...observations.values.voltage] as unknown as Float32Array;
  const words = "observations.values.voltage must be a Float32Array: it is [object Array]";
  const values = { ...observations.values, voltage };
  assertThrows(() => check({ values }), TypeError, words);
});

Deno.test("checkBatch() refuses counts that don't fit", () => {
  refuse({ count: 2 }, "observations.values.voltage must have 2 × 20 values: it has 60");
  refuse({ count: 1.5 }, "observations.count must be an integer >= 0");
  const values = { ...observations.values, spikes: new Float32Array(54) };
  refuse({ values }, "observations.values.spikes must have 3 × 20 values: it has 54");
});

Deno.test("checkBatch() names the observation and the sample of a value that none has", () => {
  for (const value of [NaN, Infinity, -1e39]) {
    const shown = Math.fround(value);
    const words = `voltage must be finite: sample 5 of observation 1 is ${shown}`;
    refuse(withValue("voltage", 25, value), words);
  }
  for (const value of [2, 0.5, -1, NaN]) {
    const words = `spikes must be 0 or 1: sample 19 of observation 2 is ${value}`;
    refuse(withValue("spikes", 59, value), words);
  }
});

const trials = { trials: set(vector(["rt", "choice"]), { most: 3 }) };
const sets: Batch<typeof trials> = {
  fields: trials,
  count: 2,
  values: { trials: Float32Array.of(0.4, 1, 0.6, 0, 0, 0, 0, 0, 0, 0, 0, 0) },
  sizes: { trials: Uint32Array.of(2, 0) },
};
const checkSets = (change: Partial<typeof sets>) =>
  checkBatch("answer", trials, { ...sets, ...change });
const refuseSets = (change: Partial<typeof sets>, words: string) =>
  assertThrows(() => checkSets(change), RangeError, `Cannot answer as ${words}`);

Deno.test("checkBatch() refuses sets without sizes, and sizes that none has", () => {
  checkSets({});
  checkSets({ sizes: { trials: Uint32Array.of(3, 1) } });
  const { sizes: _, ...without } = sets;
  const expected = "observations.sizes.trials must be a Uint32Array of 2 values";
  assertThrows(
    () => checkBatch("answer", trials, without),
    RangeError,
    `${expected}: there is none`,
  );
  refuseSets({ sizes: { trials: Uint32Array.of(2) } }, `${expected}: it has 1`);
  refuseSets(
    { sizes: { trials: Uint32Array.of(2, 4) } },
    "trials must have at most 3 elements: observation 1 has 4",
  );
});

Deno.test("checkBatch() refuses values beyond the elements of a set", () => {
  refuseSets(
    { sizes: { trials: Uint32Array.of(1, 0) } },
    "trials must hold 0 beyond the 1 elements of observation 0: it holds",
  );
  refuseSets(
    { values: { trials: sets.values.trials.with(11, 7) } },
    "trials must hold 0 beyond the 0 elements of observation 1: it holds 7",
  );
  refuseSets(
    { values: { trials: sets.values.trials.with(2, NaN) } },
    "trials must be finite: value 2 of observation 0 is NaN",
  );
});

Deno.test("checkBatch() refuses a set of another size at most, or of other elements", () => {
  const expected = "observations.fields.trials must be a set of at most 3";
  const other = (field: typeof trials.trials, words: string) =>
    refuseSets({ fields: { trials: field } }, `${expected}, each a vector of rt, choice: ${words}`);
  const four = set(vector(["rt", "choice"]), { most: 4 });
  other(four, "it is a set of at most 4, each a vector of rt, choice");
  other(set(vector(["choice", "rt"]), { most: 3 }), "it is a set of at most 3, each a vector of");
});
