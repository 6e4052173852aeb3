import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { key } from "../../lib/core/random.ts";
import { mean, sd } from "../../lib/core/stats.ts";
import { type Adapter, adapter } from "../../lib/model/adapter.ts";
import { simulateJoint } from "../../lib/model/dataset.ts";
import { fitStandardisation } from "../../lib/model/standardisation.ts";
import { beside, type SummaryVariables, timeSeriesOf } from "../../lib/model/summary_variables.ts";
import { featuresOf, type Guide } from "../../lib/model/guide.ts";
import { momentsOf, normalTransform, standardised } from "../../lib/model/transform.ts";
import { lifPrior } from "../../lib/models/lif/prior/lif.ts";
import {
  lif,
  type LifFields,
  type LifParameter,
  simConfig,
} from "../../lib/models/lif/simulator/lif.ts";
import { type ConjugateFields, exact, means } from "./conjugate.ts";
import { lifStatistics } from "../../lib/models/lif/statistics/lif.ts";

const prior = lifPrior(), simulator = lif();
const data = simulateJoint(key(2), { prior, simulator }, 1200);
const parts = { prior, fields: simulator.fields };
const series: SummaryVariables<LifFields> = timeSeriesOf(["voltage", "spikes"], 1000);
const statistics = lifStatistics(simConfig());

/** An adapter in the units of the data, and what a network is fed with of them. */
function fitted(
  summaries: SummaryVariables<LifFields>,
  observations = data.observations,
): { readonly own: Adapter<LifParameter, LifFields>; readonly values: Float32Array } {
  const standardisation = fitStandardisation(summaries, data.observations);
  const own = adapter({ ...parts, summaries, standardisation });
  return { own, values: own.prepare(observations).summaryVariables };
}

Deno.test("adapter() standardises each channel over rows and time", () => {
  const { values } = fitted(series);
  const voltage = values.filter((_, i) => i % 2 === 0);
  assertAlmostEquals(mean(voltage), 0, 1e-4);
  assertAlmostEquals(sd(voltage), 1, 1e-4);
});

Deno.test("adapter() standardises each channel of a part over time, beside numbers", () => {
  const both = beside([statistics, series]);
  const { own, values } = fitted(both);
  const alone = [statistics, series].map((part) => fitStandardisation(part, data.observations));
  assertEquals([...own.standardisation.mean], alone.flatMap(({ mean }) => [...mean]));
  assertEquals([...own.standardisation.sd], alone.flatMap(({ sd }) => [...sd]));
  const [width] = both.shape;
  const second = values.subarray(width + statistics.names.length, 2 * width);
  assertEquals(second, fitted(series).values.subarray(2000, 4000));
});

Deno.test("adapter() cuts what lies far out, and stays finite where nothing varies", () => {
  const far = { ...data.observations, values: { ...data.observations.values } };
  far.values.voltage = far.values.voltage.map((v) => 1e6 * v);
  const { values } = fitted(statistics, far);
  assert(values.every((value) => Math.abs(value) <= 10));
});

Deno.test("adapter() keeps codes as they are, however large, and cuts what is beside them", () => {
  const plain = timeSeriesOf<LifFields>(["voltage", "spikes"], 1000);
  const coded = { ...plain, codes: 1 };
  const observations = { ...data.observations, values: { ...data.observations.values } };
  observations.values.voltage = observations.values.voltage.map((v) => 1e6 * v);
  const codes = observations.values.spikes.map((_, i) => i % 5000 - 1);
  observations.values.spikes = codes;
  for (const summaries of [coded, beside([coded])]) {
    const { values } = fitted(summaries, observations);
    assertEquals(values.filter((_, i) => i % 2 === 1), codes);
    assert(values.every((value, i) => i % 2 === 1 || Math.abs(value) <= 10));
  }
});

Deno.test("adapter() learns in z, by default, or in the coordinates of a transform", () => {
  const { own } = fitted(statistics);
  assertEquals(own.adapt(data).inferenceVariables, Float32Array.from(data.z));
  assert(own.withinSupport);
  const moments = momentsOf(data.theta);
  const { standardisation } = own;
  const transform = standardised(moments);
  const other = adapter({ ...parts, summaries: statistics, standardisation, transform });
  assert(!other.withinSupport);
  const c = other.adapt(data).inferenceVariables;
  data.theta.values.forEach((value, i) =>
    assertAlmostEquals(c[i], (value - moments.mean[i % 6]) / moments.sd[i % 6], 1e-5)
  );
});

Deno.test("adapter() refuses what makes none", () => {
  const parts = { prior: means.prior, fields: means.simulator.fields };
  const { observations } = simulateJoint(key(1), means, 50);
  const standardisation = fitStandardisation(featuresOf(exact), observations);
  assertThrows(
    () => adapter({ ...parts, standardisation }),
    TypeError,
    "Cannot feed network as there must be summaries, a guide, or both: neither is given",
  );
  assertThrows(
    () => adapter({ ...parts, guide: exact, transform: normalTransform, standardisation }),
    TypeError,
    "Cannot make adapter as there must be a transform or a guide, which has its own: both are given",
  );
  const short = { ...standardisation, mean: standardisation.mean.subarray(1) };
  assertThrows(
    () => adapter({ ...parts, guide: exact, standardisation: short }),
    RangeError,
    "Cannot make adapter as standardisation.mean must have 3 values: it has 2",
  );
  const silent: Guide<ConjugateFields> = {
    ...exact,
    of: () => ({ features: [1], transform: () => normalTransform }),
  };
  assertThrows(
    () => adapter({ ...parts, guide: silent, standardisation }).prepare(observations),
    RangeError,
    "Cannot guide as there must be one feature for each of 3 names: observation 0 has 1",
  );
});
