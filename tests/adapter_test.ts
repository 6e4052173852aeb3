import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { adapter, fitStandardisation, simulatePool } from "../lib/adapter.ts";
import { whitened } from "../lib/coordinates.ts";
import { simulateJoint } from "../lib/dataset.ts";
import { lifPrior } from "../lib/priors/lif.ts";
import { key } from "../lib/random.ts";
import { lif, simConfig } from "../lib/simulators/lif.ts";
import { lifStatistics } from "../lib/statistics/lif.ts";
import { beside, timeSeriesOf } from "../lib/statistics/summary_variables.ts";
import { mean, sd } from "../lib/stats.ts";

const model = { prior: lifPrior(), simulator: lif() };
const data = simulateJoint(key(2), model, 1200);

Deno.test("adapter() standardises each channel over rows and time", () => {
  const series = timeSeriesOf(["voltage", "spikes"], 1000);
  const standardisation = fitStandardisation(series, data.recordings);
  const { summaries } = adapter(whitened(model.prior), series, standardisation);
  const values = summaries(data.recordings);
  const voltage = values.filter((_, i) => i % 2 === 0);
  assertAlmostEquals(mean(voltage), 0, 1e-4);
  assertAlmostEquals(sd(voltage), 1, 1e-4);
});

Deno.test("adapter() standardises each channel of a part over time, beside numbers", () => {
  const statistics = lifStatistics(simConfig());
  const series = timeSeriesOf(["voltage", "spikes"], 1000);
  const both = beside([statistics, series]);
  const fitted = fitStandardisation(both, data.recordings);
  const alone = [statistics, series].map((part) => fitStandardisation(part, data.recordings));
  assertEquals([...fitted.mean], alone.flatMap(({ mean }) => [...mean]));
  assertEquals([...fitted.sd], alone.flatMap(({ sd }) => [...sd]));
  const { summaries } = adapter(whitened(model.prior), both, fitted);
  const values = summaries(data.recordings);
  const [width] = both.shape;
  const own = adapter(whitened(model.prior), series, alone[1]).summaries(data.recordings);
  const second = values.subarray(width + statistics.names.length, 2 * width);
  assertEquals(second, own.subarray(2000, 4000));
});

Deno.test("adapter() cuts what lies far out, and stays finite where nothing varies", () => {
  const statistics = lifStatistics(simConfig());
  const { summaries } = adapter(
    whitened(model.prior),
    statistics,
    fitStandardisation(statistics, data.recordings),
  );
  const far = { ...data.recordings, channels: { ...data.recordings.channels } };
  far.channels.voltage = far.channels.voltage.map((v) => 1e6 * v);
  const values = summaries(far);
  assert(values.every((value) => Math.abs(value) <= 10));
});

Deno.test("simulatePool() holds the rows of simulateJoint(), cut or not", () => {
  const statistics = lifStatistics(simConfig());
  const own = adapter(
    whitened(model.prior),
    statistics,
    fitStandardisation(statistics, data.recordings),
  );
  const reports: number[] = [];
  const pool = simulatePool(key(2), model, own, 1200, (done) => reports.push(done));
  assertEquals(pool, own.adapt(data));
  assertEquals(reports, [1000, 1200]);
});
