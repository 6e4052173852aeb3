import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  type Adapter,
  adapter,
  blankRows,
  fillRows,
  simulatePool,
} from "../../lib/model/adapter.ts";
import { whitened } from "../../lib/model/coordinates.ts";
import { simulateJoint } from "../../lib/model/dataset.ts";
import { lifPrior } from "../../lib/models/lif/prior/lif.ts";
import { key } from "../../lib/core/random.ts";
import {
  lif,
  type LifFields,
  type LifParameter,
  simConfig,
} from "../../lib/models/lif/simulator/lif.ts";
import { fitStandardisation } from "../../lib/model/standardisation.ts";
import { lifStatistics } from "../../lib/models/lif/statistics/lif.ts";
import { beside, timeSeriesOf } from "../../lib/model/summary_variables.ts";
import { mean, sd } from "../../lib/core/stats.ts";

type Simulate = NonNullable<ReturnType<typeof lif>["simulateRows"]>;
const model = { prior: lifPrior(), simulator: lif() };
const data = simulateJoint(key(2), model, 1200);

/** Standardised summary variables. */
const summaries = (
  { raw, standardise }: Pick<Adapter<LifParameter, LifFields>, "raw" | "standardise">,
  observations = data.observations,
) => standardise(raw(observations));

Deno.test("adapter() standardises each channel over rows and time", () => {
  const series = timeSeriesOf(["voltage", "spikes"], 1000);
  const standardisation = fitStandardisation(series, data.observations);
  const values = summaries(
    adapter(whitened(model.prior), series, standardisation, model.simulator.fields),
  );
  const voltage = values.filter((_, i) => i % 2 === 0);
  assertAlmostEquals(mean(voltage), 0, 1e-4);
  assertAlmostEquals(sd(voltage), 1, 1e-4);
});

Deno.test("adapter() standardises each channel of a part over time, beside numbers", () => {
  const statistics = lifStatistics(simConfig());
  const series = timeSeriesOf(["voltage", "spikes"], 1000);
  const both = beside([statistics, series]);
  const fitted = fitStandardisation(both, data.observations);
  const alone = [statistics, series].map((part) => fitStandardisation(part, data.observations));
  assertEquals([...fitted.mean], alone.flatMap(({ mean }) => [...mean]));
  assertEquals([...fitted.sd], alone.flatMap(({ sd }) => [...sd]));
  const values = summaries(adapter(whitened(model.prior), both, fitted, model.simulator.fields));
  const [width] = both.shape;
  const own = summaries(adapter(whitened(model.prior), series, alone[1], model.simulator.fields));
  const second = values.subarray(width + statistics.names.length, 2 * width);
  assertEquals(second, own.subarray(2000, 4000));
});

Deno.test("adapter() cuts what lies far out, and stays finite where nothing varies", () => {
  const statistics = lifStatistics(simConfig());
  const fitted = fitStandardisation(statistics, data.observations);
  const far = { ...data.observations, values: { ...data.observations.values } };
  far.values.voltage = far.values.voltage.map((v) => 1e6 * v);
  const values = summaries(
    adapter(whitened(model.prior), statistics, fitted, model.simulator.fields),
    far,
  );
  assert(values.every((value) => Math.abs(value) <= 10));
});

const statistics = lifStatistics(simConfig());
const own = adapter(
  whitened(model.prior),
  statistics,
  fitStandardisation(statistics, data.observations),
  model.simulator.fields,
);

Deno.test("simulatePool() holds the rows of simulateJoint(), cut or not", () => {
  const reports: number[] = [];
  const pool = simulatePool(key(2), model, own, 1200, (done) => reports.push(done));
  assertEquals(pool, own.adapt(data));
  assertEquals(reports, [1000, 1200]);
});

Deno.test("fillRows() lets several hands fill one shared pool", () => {
  const shared = (length: number) => new Float32Array(new SharedArrayBuffer(4 * length));
  const [dim, size] = [6, own.summaryShape[0]];
  const pool = {
    count: 12,
    inferenceVariables: shared(12 * dim),
    summaryVariables: shared(12 * size),
  };
  const all = simulatePool(key(2), model, own, 300);
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

Deno.test("fillRows() holds a chunk of recordings, however many rows it fills", () => {
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
