import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { simulate, simulateJoint } from "../../../../lib/model/dataset.ts";
import { lifPrior } from "../../../../lib/models/lif/prior/lif.ts";
import { key } from "../../../../lib/core/random.ts";
import { lif, type LifFields, simConfig } from "../../../../lib/models/lif/simulator/lif.ts";
import type { Batch } from "../../../../lib/model/batch.ts";
import { lifResiduals } from "../../../../lib/models/lif/statistics/lif_residuals.ts";
import { summarise } from "../../../../lib/model/summary_variables.ts";
import { mean, sd } from "../../../../lib/core/stats.ts";
import { adaptive, drifting, noisy, quadratic } from "../../../diagnostics/misfits.ts";
import { neuronBatch } from "../../../../lib/models/neuron/fields.ts";

const COUNT = 200;
const { theta, observations } = simulateJoint(
  key(1),
  { prior: lifPrior(), simulator: lif() },
  COUNT,
);
const residuals = lifResiduals(simConfig());

/** One statistic of all recordings that have something to test. */
function statistic(name: string, of: Batch<LifFields> = observations): number[] {
  const values = summarise(residuals, of);
  const width = residuals.names.length;
  const j = residuals.names.indexOf(name);
  assert(j >= 0);
  return Array.from({ length: of.count }, (_, i) => values[i * width + j]).filter((v) => v !== 0);
}

Deno.test("lifResiduals() are standard normal where the model is right", () => {
  const exact = ["held spread", "held trend", "held course", "held correlation"];
  const nearly = ["residual spread", "residual correlation", "residual trend", "spread trend"];
  for (const name of [...exact, ...nearly]) {
    const values = statistic(name);
    assertAlmostEquals(mean(values), 0, 4 / Math.sqrt(values.length));
    assertAlmostEquals(sd(values), 1, 4 / Math.sqrt(2 * values.length));
  }
});

Deno.test("lifResiduals() detect each misfit by its own statistic", () => {
  const made = (simulator: typeof noisy) => simulate(key(2), simulator, theta);
  const share = (name: string, of: Batch<LifFields>) =>
    mean(statistic(name, of).map((value) => Number(Math.abs(value) > 3)));
  assert(share("residual spread", made(noisy)) > 0.99);
  assert(share("held spread", made(noisy)) > 0.99);
  assert(share("held trend", drifting(observations, 5)) > 0.95);
  assert(share("residual by spikes, 100 ms", made(adaptive)) > 0.8);
  assert(share("residual correlation, joint", made(quadratic)) > 0.95);
});

Deno.test("lifResiduals() are undefined where there is nothing to test", () => {
  const flat = neuronBatch(
    { voltage: new Float32Array(1000).fill(-65), spikes: new Float32Array(1000) },
    0.2,
  );
  const values = summarise(residuals, flat);
  assert(values.every(Number.isFinite));
  residuals.names.forEach((name, j) => {
    if (/^(held|threshold|interval|overshoot)/.test(name)) assertEquals(values[j], 0);
  });
});
