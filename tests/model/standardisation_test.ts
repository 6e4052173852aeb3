import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { seriesBatch } from "../../lib/model/batch.ts";
import { simulateBatches, simulateJoint } from "../../lib/model/dataset.ts";
import { lifPrior } from "../../lib/models/lif/prior/lif.ts";
import { key } from "../../lib/core/random.ts";
import { lif, simConfig } from "../../lib/models/lif/simulator/lif.ts";
import { fitStandardisation, fitStandardisationTo } from "../../lib/model/standardisation.ts";
import { lifStatistics } from "../../lib/models/lif/statistics/lif.ts";
import { beside, type SummaryVariables, timeSeriesOf } from "../../lib/model/summary_variables.ts";

const model = { prior: lifPrior(), simulator: lif() };
const { observations } = simulateJoint(key(1), model, 100);
const series = timeSeriesOf(["voltage", "spikes"], 1000);
const both = beside([lifStatistics(simConfig()), series]);

function* batches() {
  for (const batch of simulateBatches(key(1), model, { from: 0, to: 100 })) {
    yield batch.observations;
  }
}

Deno.test("fitStandardisationTo() has the bits of all observations in one batch", () => {
  const whole = fitStandardisation(both, observations);
  assertEquals(fitStandardisationTo(both, 100, batches), whole);
  assert(whole.sd.some((sd) => sd !== 1));
});

Deno.test("fitStandardisationTo() holds one batch at a time, and goes twice where it keeps none", () => {
  const long = timeSeriesOf(["voltage", "spikes"], 2 ** 17); // 100 observations are 2 ** 24.6 numbers
  const one = {
    ...observations,
    count: 1,
    values: {
      voltage: new Float32Array(2 ** 17).fill(-70),
      spikes: new Float32Array(2 ** 17),
    },
  };
  let passes = 0;
  const of = (count: number) => {
    passes = 0;
    fitStandardisationTo(long, count, () => {
      passes++;
      return [one];
    });
    return passes;
  };
  assertEquals([of(128), of(129)], [1, 2]);
});

/** Rows of two numbers and two codes, of which the first says which are there. */
const coded = seriesBatch({
  v: Float32Array.of(1, 99, 3, 1e6, 8, -5),
  w: Float32Array.of(2, 99, 2, 1e6, 2, 2),
  since: Float32Array.of(0, -1, 40, -1, 7, 1000),
  until: Float32Array.of(-1, -1, 12, -1, 13, -1),
}, { count: 2, step: 1 });
const codes: SummaryVariables<typeof coded.fields> = {
  ...timeSeriesOf(["v", "w", "since", "until"], 3),
  codes: 2,
};

Deno.test("fitStandardisation() leaves codes alone, and rows that have none out", () => {
  const { mean, sd } = fitStandardisation(codes, coded);
  const there = [1, 3, 8, -5], centre = 7 / 4;
  const variance = there.reduce((sum, v) => sum + (v - centre) ** 2, 0) / 4;
  [centre, 2, 0, 0].forEach((value, name) => assertAlmostEquals(mean[name], value, 1e-6));
  [Math.sqrt(variance), 1, 1, 1].forEach((value, name) =>
    assertAlmostEquals(sd[name], value, 1e-6)
  );
});

Deno.test("fitStandardisation() of codes beside other parts is that of each alone", () => {
  const plain: SummaryVariables<typeof coded.fields> = timeSeriesOf(["v", "w"], 3);
  const marked = { ...plain, marked: true };
  const parts = [plain, codes, marked];
  const { mean, sd } = fitStandardisation(beside(parts), coded);
  const alone = parts.map((part) => fitStandardisation(part, coded));
  assertEquals([...mean], alone.flatMap(({ mean }) => [...mean]));
  assertEquals([...sd], alone.flatMap(({ sd }) => [...sd]));
});

Deno.test("fitStandardisation() of rows none of which is there is finite", () => {
  const gone = { ...coded, values: { ...coded.values, since: new Float32Array(6).fill(-1) } };
  const { mean, sd } = fitStandardisation(codes, gone);
  assertEquals([[...mean], [...sd]], [[0, 0, 0, 0], [1, 1, 1, 1]]);
});
