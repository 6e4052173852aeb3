import { assert, assertEquals } from "@std/assert";
import { simulateBatches, simulateJoint } from "../../lib/model/dataset.ts";
import { lifPrior } from "../../lib/models/lif/prior/lif.ts";
import { key } from "../../lib/core/random.ts";
import { lif, simConfig } from "../../lib/models/lif/simulator/lif.ts";
import { fitStandardisation, fitStandardisationTo } from "../../lib/model/standardisation.ts";
import { lifStatistics } from "../../lib/models/lif/statistics/lif.ts";
import { beside, timeSeriesOf } from "../../lib/model/summary_variables.ts";

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
