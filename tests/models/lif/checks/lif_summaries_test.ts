import { assert, assertThrows } from "@std/assert";
import { simulate, simulateJoint } from "../../../../lib/model/dataset.ts";
import { lifSummaries } from "../../../../lib/models/lif/checks/lif_summaries.ts";
import {
  fitMisspecification,
  misspecification,
} from "../../../../lib/diagnostics/checks/misspecification.ts";
import { lifPrior } from "../../../../lib/models/lif/prior/lif.ts";
import { key } from "../../../../lib/core/random.ts";
import { lif, type LifFields, simConfig } from "../../../../lib/models/lif/simulator/lif.ts";
import { type Batch, observation } from "../../../../lib/model/batch.ts";
import { mean } from "../../../../lib/core/stats.ts";
import { adaptiveExponential, drifting, noisy, quadratic } from "../../../diagnostics/misfits.ts";

const model = { prior: lifPrior(), simulator: lif() };
const summariesOf = lifSummaries(simConfig());
const fit = fitMisspecification(summariesOf(simulateJoint(key(1), model, 1500).observations));

/** The share of recordings that are rejected at 0.05. */
function rejected(observations: Batch<LifFields>): number {
  return mean(
    Array.from({ length: observations.count }, (_, i) => {
      const { pValue } = misspecification(fit, summariesOf(observation(observations, i)));
      return Number(pValue <= 0.05);
    }),
  );
}

Deno.test("misspecification() by lifSummaries() accepts the neuron's own recordings", () => {
  const share = rejected(simulateJoint(key(2), model, 300).observations);
  assert(share > 0.01 && share < 0.1);
});

Deno.test("misspecification() by lifSummaries() refuses noise, drift and other neurons", () => {
  const { theta, observations } = simulateJoint(key(3), model, 40);
  assert(rejected(simulate(key(4), noisy, theta)) > 0.95);
  assert(rejected(drifting(observations, 5)) > 0.9);
  assert(rejected(simulate(key(4), adaptiveExponential, theta)) > 0.9);
  assert(rejected(simulate(key(4), quadratic, theta)) > 0.9);
});

Deno.test("lifSummaries() refuses spikes within the refractory time, by their samples", () => {
  const { observations } = simulateJoint(key(5), model, 2);
  const spikes = observations.values.spikes.map((_, k) => Number(k === 1008 || k === 1018));
  assertThrows(
    () => summariesOf({ ...observations, values: { ...observations.values, spikes } }),
    RangeError,
    "Cannot summarise LIF recording 1 as spikes must be at least 11 samples apart: there are " +
      "spikes at 8 and 18",
  );
});
