import { assert, assertEquals, assertThrows } from "@std/assert";
import { key } from "../../lib/core/random.ts";
import { adapter } from "../../lib/model/adapter.ts";
import { simulateJoint } from "../../lib/model/dataset.ts";
import { blankRows, fillRows } from "../../lib/model/fill_rows.ts";
import { fitStandardisation } from "../../lib/model/standardisation.ts";
import { lifPrior } from "../../lib/models/lif/prior/lif.ts";
import { lif, simConfig } from "../../lib/models/lif/simulator/lif.ts";
import { lifStatistics } from "../../lib/models/lif/statistics/lif.ts";

type Simulate = NonNullable<ReturnType<typeof lif>["simulateRows"]>;

const model = { prior: lifPrior(), simulator: lif() };
const data = simulateJoint(key(2), model, 300);
const summaries = lifStatistics(simConfig());
const own = adapter({
  prior: model.prior,
  fields: model.simulator.fields,
  summaries,
  standardisation: fitStandardisation(summaries, data.observations),
});

Deno.test("fillRows() makes the rows of simulateJoint(), cut or not", () => {
  const rows = blankRows(own, 300);
  fillRows(key(2), model, own, { from: 0, to: 170 }, rows, 0);
  fillRows(key(2), model, own, { from: 170, to: 300 }, rows, 170);
  assertEquals(rows, own.adapt(data));
});

Deno.test("fillRows() lets several hands fill one shared pool", () => {
  const shared = (length: number) => new Float32Array(new SharedArrayBuffer(4 * length));
  const [dim, size] = [6, own.summaryShape[0]];
  const pool = {
    count: 12,
    inferenceVariables: shared(12 * dim),
    summaryVariables: shared(12 * size),
  };
  const all = own.adapt(data);
  fillRows(key(2), model, own, { from: 290, to: 297 }, pool, 5);
  fillRows(key(2), model, own, { from: 285, to: 290 }, pool, 0);
  assertEquals([...pool.summaryVariables], [
    ...all.summaryVariables.subarray(285 * size, 297 * size),
  ]);
  assertEquals([...pool.inferenceVariables], [
    ...all.inferenceVariables.subarray(285 * dim, 297 * dim),
  ]);
});

Deno.test("fillRows() writes its rows only, and refuses those that don't fit", () => {
  const pool = blankRows(own, 3);
  pool.summaryVariables.fill(7);
  fillRows(key(2), model, own, { from: 0, to: 1 }, pool, 1);
  const size = own.summaryShape[0];
  assert(pool.summaryVariables.subarray(0, size).every((value) => value === 7));
  assert(pool.summaryVariables.subarray(2 * size).every((value) => value === 7));
  assertThrows(
    () => fillRows(key(2), model, own, { from: 0, to: 2 }, pool, 2),
    RangeError,
    "at + to - from must be <= 3: current value is 4",
  );
});

Deno.test("fillRows() holds a chunk of observations, however many rows it fills", () => {
  let largest = 0;
  const watched = {
    ...model,
    simulator: {
      ...model.simulator,
      simulateRows: (...[, , theta, out]: Parameters<Simulate>) => {
        largest = Math.max(largest, out.values.voltage.length / out.fields.voltage.length);
        out.values.voltage.fill(theta.values[0]);
      },
    },
  };
  fillRows(key(2), watched, own, { from: 0, to: 3000 }, blankRows(own, 3000), 0);
  assertEquals(largest, 32);
});
