import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { simulateJoint } from "../../../lib/model/dataset.ts";
import { predictiveRanks } from "../../../lib/diagnostics/checks/predictive_ranks.ts";
import { NEURON_DISCREPANCIES } from "../../../lib/models/neuron/discrepancies.ts";
import { take } from "../../../lib/core/draws.ts";
import { lifPrior } from "../../../lib/models/lif/prior/lif.ts";
import { fold, key } from "../../../lib/core/random.ts";
import { lif } from "../../../lib/models/lif/simulator/lif.ts";
import { observation } from "../../../lib/model/batch.ts";
import { mean } from "../../../lib/core/stats.ts";

const model = { prior: lifPrior(), simulator: lif({ T: 40 }) };
const { theta, observations } = simulateJoint(key(1), model, 200);
const discrepancies = NEURON_DISCREPANCIES;
const few = { discrepancies, replicates: 399 };

Deno.test("NEURON_DISCREPANCIES keep their level where the posterior is exact", () => {
  const p = Array.from({ length: 200 }, (_, i) =>
    predictiveRanks(
      fold(key(2), i),
      model.simulator,
      take(theta, [i]),
      observation(observations, i),
      few,
    ).pValue);
  assert(mean(p.map((value) => Number(value <= 0.1))) < 0.16);
  assert(mean(p.map((value) => Number(value <= 0.5))) > 0.2);
});

Deno.test("NEURON_DISCREPANCIES reject a voltage and spikes that the draws don't make", () => {
  const one = observation(observations, 0), own = take(theta, [0]);
  const { voltage, spikes } = one.values;
  const ask = (values: typeof one.values) =>
    predictiveRanks(key(3), model.simulator, own, { ...one, values }, few);
  const shifted = ask({ voltage: voltage.map((v) => v + 5), spikes });
  assertEquals(shifted.pValue, shifted.leastP);
  const [count, share] = shifted.discrepancies;
  assert((share.observed ?? NaN) < (share.low ?? NaN) && (share.high ?? NaN) < 1);
  assert(count.pValue > 0.05);
  const noisy = ask({ voltage, spikes: spikes.map((_, k) => Number(k % 20 === 5)) });
  assertEquals(noisy.discrepancies[0].observed, 10);
  assertEquals(noisy.pValue, noisy.leastP);
});

Deno.test("predictiveRanks() reports the least p-value that its replicates allow", () => {
  const ask = (replicates: number) =>
    predictiveRanks(key(3), model.simulator, take(theta, [0]), observation(observations, 0), {
      discrepancies,
      replicates,
    });
  assertAlmostEquals(ask(399).leastP, 4 / 400);
  assertEquals(ask(1).leastP, 1);
  assertEquals(JSON.parse(JSON.stringify(ask(50))), ask(50));
});

Deno.test("predictiveRanks() refuses several recordings, and no draws", () => {
  const ask = (rows: readonly number[], observed: typeof observations) =>
    predictiveRanks(key(3), model.simulator, take(theta, rows), observed, few);
  assertThrows(() => ask([0], observations), RangeError, "observed.count must be in [1, 1]");
  assertThrows(() => ask([], observation(observations, 0)), RangeError, "draws.count must be");
});
