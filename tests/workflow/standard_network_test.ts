import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { scope } from "../../lib/compute/scope.ts";
import { toTensor, toValues } from "../../lib/compute/tensors.ts";
import { type Key, key, normals, stream } from "../../lib/core/random.ts";
import { adapter } from "../../lib/model/adapter.ts";
import { type Batch, blankBatch, observationsOf } from "../../lib/model/batch.ts";
import { type Fields, fieldSize, series, set, vector } from "../../lib/model/field.ts";
import { fitStandardisation } from "../../lib/model/standardisation.ts";
import { nameIndices, summarise } from "../../lib/model/summary_variables.ts";
import { lifPrior } from "../../lib/models/lif/prior/lif.ts";
import { standardNetwork } from "../../lib/workflow/standard_network.ts";
import { standardSummary } from "../../lib/workflow/standard_parts.ts";
import { assertAllClose, assertEveryWeightLearns, assertNoLeak, perturb } from "../support.ts";

await startBackend();

const short = series({ length: 10, step: 1 });
const long = series({ length: 100, step: 0.2 });

const TABLE: Readonly<Record<string, Fields>> = {
  "a vector": { x: vector(["a", "b"]) },
  "vectors and a short series": { x: vector(["a", "b"]), y: vector(["c"]), counts: short },
  "a series": { voltage: long },
  "series on two grids": {
    voltage: long,
    spikes: series({ length: 100, step: 0.2, binary: true }),
    slow: series({ length: 70, step: 2 }),
  },
  "a set of vectors": { x: set(vector(["a", "b"]), { most: 6 }) },
  "a set of short series": { x: set(short, { most: 4 }) },
  "a set of series": { sweeps: set(long, { most: 3 }) },
  "all of them": {
    x: vector(["a", "b"]),
    counts: short,
    voltage: long,
    points: set(vector(["c"]), { most: 6 }),
    sweeps: set(long, { most: 3 }),
  },
};

/** Observations of normal numbers, their sets of one element or more. */
function normalBatch<X extends Fields>(root: Key, fields: X, count: number): Batch<X> {
  const batch = blankBatch(fields, count), rng = stream(root);
  for (const [name, field] of Object.entries(fields)) {
    const size = fieldSize(field);
    for (let row = 0; row < count; row++) {
      const taken = field.kind === "set" ? 1 + Math.floor(field.most * rng.uniform()) : 1;
      if (field.kind === "set") batch.sizes![name][row] = taken;
      const end = field.kind === "set" ? taken * fieldSize(field.of) : size;
      for (let i = 0; i < end; i++) batch.values[name][row * size + i] = rng.normal();
    }
  }
  return batch;
}

/** A batch as a network reads it, in standard units. */
function inputOf<X extends Fields>(batch: Batch<X>, units = batch): tf.Tensor2D {
  const { summaries } = standardNetwork(batch.fields);
  const standardisation = fitStandardisation(summaries, units);
  const { prepare } = adapter({
    prior: lifPrior(),
    fields: batch.fields,
    summaries,
    standardisation,
  });
  return toTensor(prepare(batch).summaryVariables, [batch.count, summaries.shape[0]]);
}

for (const [name, fields] of Object.entries(TABLE)) {
  const { summaries, network } = standardNetwork(fields);
  const batch = normalBatch(key(1), fields, 5);

  Deno.test(`standardNetwork() maps each observation of ${name} for itself`, async () => {
    using weights = scope(key(2));
    const { apply, dim } = network(weights, summaries.shape);
    perturb(weights, key(3), 0.1);
    const [x, second] = [inputOf(batch), inputOf(observationsOf(batch, [1]), batch)];
    const [all, one] = [apply(x), apply(second)];
    assertEquals(all.shape, [5, dim]);
    const values = await toValues(all);
    assertAllClose(await toValues(one), values.subarray(dim, 2 * dim), 1e-5);
    assertNotEquals(values.subarray(0, dim), values.subarray(dim, 2 * dim));
    tf.dispose([x, second, all, one]);
  });

  Deno.test(`standardNetwork() of ${name} gives every weight a gradient, and leaves no tensor`, async () => {
    using weights = scope(key(2));
    const { apply } = network(weights, summaries.shape);
    const x = inputOf(batch);
    await assertEveryWeightLearns(weights, () => apply(x).square().sum());
    const variables = [...weights.variables.values()];
    assertNoLeak(() => apply(x));
    assertNoLeak(() => tf.variableGrads(() => apply(x).square().sum(), variables));
    x.dispose();
  });
}

Deno.test("standardNetwork() reads vectors and short series as numbers, each with its own units", () => {
  const { summaries } = standardNetwork({
    x: vector(["a", "b"]),
    counts: series({ length: 3, step: 1 }),
  });
  assertEquals(summaries.names, ["a", "b", "counts[0]", "counts[1]", "counts[2]"]);
  assertEquals([...nameIndices(summaries)], [0, 1, 2, 3, 4]);
});

Deno.test("standardNetwork() reads series on one grid together, and other grids apart", () => {
  const { summaries } = standardNetwork(TABLE["series on two grids"]);
  assertEquals(summaries.parts?.map(({ shape }) => shape), [[100, 4], [70, 1]]);
  const [, again] = standardNetwork({ a: long, b: series({ length: 100, step: 1 }) }).summaries
    .parts!;
  assertEquals(again.shape, [100, 1]);
});

Deno.test("standardNetwork() marks the places of a set that are taken", () => {
  const fields = { x: set(vector(["a", "b"]), { most: 3 }) };
  const batch = blankBatch(fields, 1);
  batch.values.x.set([1, 2, 3, 4]);
  batch.sizes!.x[0] = 2;
  const { summaries } = standardNetwork(fields);
  assertEquals([...summarise(summaries, batch)], [1, 2, 1, 3, 4, 1, 0, 0, 0]);
});

/** Sets of numbers around 100, of one to three elements, in `most` places. */
function setsOf(most: number) {
  const fields = { x: set(vector(["a"]), { most }) };
  const batch = blankBatch(fields, 50), z = normals(key(4), 150);
  for (let row = 0; row < batch.count; row++) {
    const taken = batch.sizes!.x[row] = 1 + row % 3;
    for (let i = 0; i < taken; i++) batch.values.x[row * most + i] = 100 + z[row * 3 + i];
  }
  return batch;
}

Deno.test("fitStandardisation() has the moments of elements that are there, and keeps marks", () => {
  const few = setsOf(3), many = setsOf(30);
  const of = (batch: typeof few) =>
    fitStandardisation(standardNetwork(batch.fields).summaries, batch);
  const { mean, sd } = of(few);
  const elements = [...few.values.x].filter((value) => value !== 0);
  const centre = elements.reduce((sum, value) => sum + value, 0) / elements.length;
  const square = elements.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  assertAlmostEquals(mean[0], centre, 1e-4);
  assertAlmostEquals(sd[0], Math.sqrt(square / elements.length), 1e-4);
  assertEquals([mean[1], sd[1]], [0, 1]);
  assertAllClose(of(many).mean, mean, 1e-9);
  assertAllClose(of(many).sd, sd, 1e-9);
});

Deno.test("standardNetwork() answers a set alike, however many places are free", async () => {
  const answer = async (batch: ReturnType<typeof setsOf>) => {
    using weights = scope(key(2));
    const { summaries, network } = standardNetwork(batch.fields);
    const { apply } = network(weights, summaries.shape);
    perturb(weights, key(3), 0.1);
    const x = inputOf(batch), y = apply(x);
    const values = await toValues(y);
    tf.dispose([x, y]);
    return values;
  };
  const said = await answer(setsOf(3));
  assertAllClose(await answer(setsOf(30)), said, 1e-5);
  const moved = setsOf(3);
  moved.values.x[0] += 1;
  assert((await answer(moved)).some((value, i) => Math.abs(value - said[i]) > 1e-3));
});

Deno.test("standardNetwork() refuses a model without fields", () => {
  assertThrows(
    () => standardNetwork({}),
    RangeError,
    "Cannot build standard network as there must be a field: there is none",
  );
});

Deno.test("standardSummary() slides over long series, and reads all else as numbers", () => {
  const pathsOf = (shape: readonly number[]) => {
    using weights = scope(key(2));
    const { apply } = standardSummary(weights, shape);
    const x = tf.zeros([2, ...shape]);
    tf.dispose([x, apply(x)]);
    return [...weights.variables].map(([path, { shape }]) => `${path} ${shape}`);
  };
  assertEquals(pathsOf([1000, 2])[0], "0/weights 16,32"); // kernels of 8 samples
  assertEquals(pathsOf([1000, 2])[4], "2/weights 512,128"); // the third of three, at 16 points
  assertEquals(pathsOf([20])[0], "0/weights 20,128");
  assertEquals(pathsOf([10, 2])[0], "0/weights 20,128");
});
