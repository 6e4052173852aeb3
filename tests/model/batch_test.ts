import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  type Batch,
  blankBatch,
  copyField,
  copyObservation,
  firstObservations,
  observation,
  observationsOf,
  rowOf,
  seriesBatch,
} from "../../lib/model/batch.ts";
import { series, set, vector } from "../../lib/model/field.ts";

const fields = {
  x: vector(["a", "b"]),
  v: series({ length: 3, step: 0.5 }),
  trials: set(vector(["rt"]), { most: 2 }),
};

/** Three observations: observation i has the values 10 i, 10 i + 1, …, and i elements. */
function three(): Batch<typeof fields> {
  const rows = (size: number) =>
    Float32Array.from({ length: 3 * size }, (_, at) => 10 * Math.floor(at / size) + at % size);
  const trials = rows(2);
  trials.set([0, 0, 10, 0]);
  const sizes = { trials: Uint32Array.of(0, 1, 2) };
  return { fields, count: 3, values: { x: rows(2), v: rows(3), trials }, sizes };
}

/** The numbers of an observation, and the size of its set. */
const numbersOf = ({ values, sizes }: Batch<typeof fields>) => [
  ...values.x,
  ...values.v,
  ...values.trials,
  sizes?.trials[0],
];

Deno.test("blankBatch() has room for all fields, every set empty", () => {
  const blank = blankBatch(fields, 4);
  const lengths = Object.values(blank.values).map(({ length }) => length);
  assertEquals([blank.count, lengths], [4, [8, 12, 8]]);
  assertEquals([...blank.sizes?.trials ?? []], [0, 0, 0, 0]);
  assertEquals("sizes" in blankBatch({ x: fields.x }, 4), false);
});

Deno.test("observation() views one observation, with the size of its sets", () => {
  const batch = three();
  const one = observation(batch, 1);
  assertEquals(numbersOf(one), [10, 11, 10, 11, 12, 10, 0, 1]);
  one.values.x[0] = 7;
  assertEquals(batch.values.x[2], 7);
});

Deno.test("observation() refuses a number that no observation has", () => {
  for (const index of [-1, 3, 0.5, NaN]) {
    assertThrows(
      () => observation(three(), index),
      RangeError,
      `Cannot read observation as index must be an integer in [0, 3): current value is ${index}`,
    );
  }
});

Deno.test("observation() refuses a batch that has not all values or sizes", () => {
  const batch = three();
  const short = { ...batch, values: { ...batch.values, v: new Float32Array(8) } };
  assertThrows(() => observation(short, 0), RangeError, "values.v must have 9 values: it has 8");
  const { sizes: _, ...without } = batch;
  assertThrows(() => observation(without, 0), RangeError, "must have sizes.trials: there is none");
  const few = { ...batch, sizes: { trials: Uint32Array.of(1, 1) } };
  assertThrows(() => observation(few, 0), RangeError, "sizes.trials must have 3 values: it has 2");
});

Deno.test("firstObservations() views so many, and refuses more or parts", () => {
  const two = firstObservations(three(), 2);
  assertEquals([two.count, two.values.v.length, two.sizes?.trials.length], [2, 6, 2]);
  assertEquals(firstObservations(three(), 0).values.x.length, 0);
  for (const count of [-1, 4, 1.5, NaN]) {
    assertThrows(() => firstObservations(three(), count), RangeError, "count must be");
  }
});

Deno.test("observationsOf() copies the observations listed, in that order", () => {
  const batch = three();
  const some = observationsOf(batch, [2, 0, 2]);
  const found = [0, 1, 2].map((i) => numbersOf(observation(some, i)));
  assertEquals(found, [2, 0, 2].map((i) => numbersOf(observation(batch, i))));
  some.values.x.fill(7);
  assertEquals(batch.values, three().values);
  assertThrows(() => observationsOf(batch, [3]), RangeError, "index must be an integer in [0, 3)");
});

Deno.test("copyObservation() writes one place, and none that is not there", () => {
  const into = blankBatch(fields, 2);
  copyObservation(three(), 2, into, 1);
  assertEquals(numbersOf(observation(into, 0)), [0, 0, 0, 0, 0, 0, 0, 0]);
  assertEquals(numbersOf(observation(into, 1)), [20, 21, 20, 21, 22, 20, 21, 2]);
  assertThrows(() => copyObservation(three(), 2, into, 2), RangeError, "in [0, 2)");
});

Deno.test("rowOf() writes into the batch, and refuses sizes that a set can't have", () => {
  const batch = blankBatch(fields, 3);
  const row = rowOf(batch, 1);
  row.x.set([5, 6]);
  row.trials.values[0] = 8;
  row.trials.size = 1;
  assertEquals([...batch.values.x], [0, 0, 5, 6, 0, 0]);
  assertEquals([...batch.values.trials], [0, 0, 8, 0, 0, 0]);
  assertEquals([...batch.sizes?.trials ?? []], [0, 1, 0]);
  assertEquals(rowOf(batch, 1).trials.size, 1);
  for (const size of [3, -1, 0.5, NaN]) {
    assertThrows(() => row.trials.size = size, RangeError, "Cannot write set as trials.size must");
  }
  assertThrows(() => rowOf(batch, 3), RangeError, "index must be an integer in [0, 3)");
});

Deno.test("copyField() copies vectors, and sets with their sizes", () => {
  const batch = three();
  const [from, into] = [rowOf(batch, 2), rowOf(batch, 0)];
  copyField(from.x, into.x);
  copyField(from.trials, into.trials);
  assertEquals(numbersOf(observation(batch, 0)), [20, 21, 0, 1, 2, 20, 21, 2]);
});

Deno.test("seriesBatch() finds the length of its series from the count", () => {
  const grid = { count: 2, step: 0.2, unit: "mV", stepUnit: "ms" };
  const two = seriesBatch({ v: new Float32Array(6), w: new Float32Array(6) }, grid);
  assertEquals(two.fields.w, series({ length: 3, step: 0.2, unit: "mV", stepUnit: "ms" }));
  assert(!("sizes" in two));
});

Deno.test("seriesBatch() refuses none, and what is no whole number of equal series", () => {
  const make = (values: Record<string, Float32Array>, count: number) => () =>
    seriesBatch(values, { count, step: 1 });
  assertThrows(make({}, 1), RangeError, "number of series must be an integer >= 1");
  assertThrows(make({ v: new Float32Array(5) }, 2), RangeError, "length must be an integer >= 1");
  assertThrows(make({ v: new Float32Array(4) }, 0), RangeError, "count must be an integer >= 1");
  const uneven = { v: new Float32Array(4), w: new Float32Array(6) };
  assertThrows(make(uneven, 2), RangeError, "w must have 4 values: it has 6");
});
