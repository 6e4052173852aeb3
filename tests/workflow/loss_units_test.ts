import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { fitStandardisation } from "../../lib/model/standardisation.ts";
import { startBackend } from "../../lib/compute/backend.ts";
import { networkInputs } from "../../lib/model/adapter.ts";
import { momentsOf } from "../../lib/model/transform.ts";
import { simulateJoint } from "../../lib/model/dataset.ts";
import { summedLoss } from "../../lib/training/loss.ts";
import { lossUnits } from "../../lib/workflow/loss_units.ts";
import { fold, key } from "../../lib/core/random.ts";
import type { LifFields, LifParameter } from "../../lib/models/lif/simulator/lif.ts";
import { networkParts, type Workflow, workflow } from "../../lib/workflow/workflow.ts";
import { setupNamed } from "../../bench/kits/named.ts";
import { mean } from "../../lib/core/stats.ts";

await startBackend();

/** Few rows, of which none lies on an atom with this seed, so that theta has a density. */
const ROWS = 24, SEED = 3;
const train = { n_val: ROWS, seed: SEED };
type Lif = Workflow<LifParameter, LifFields>;
const validationOf = ({ model }: Lif) => simulateJoint(fold(key(SEED), "validation"), model, ROWS);

/** An untrained workflow; its units are those of a few simulations. */
function workflowNamed(name: string): Lif {
  const setup = setupNamed(name, { train });
  const { theta, observations } = simulateJoint(key(1), setup.kit.model, 200);
  return workflow(setup, {
    moments: momentsOf(theta),
    standardisation: fitStandardisation(networkInputs(networkParts(setup.kit)), observations),
  });
}

for (const name of ["default", "statistics", "affine", "original"]) {
  Deno.test(`lossUnits() turns the loss of kit ${name} into that of theta`, async () => {
    using own = workflowNamed(name);
    const rows = validationOf(own);
    assert(!own.model.prior.atoms(rows.theta).includes(1));
    const adapted = own.adapter.adapt(rows);
    const loss = await summedLoss(key(1), own.network, adapted, { from: 0, to: ROWS }) / ROWS;
    const { names, count, values } = rows.theta;
    const logProb = await own.posterior.logProb(
      { names, datasets: count, count: 1, values },
      rows.observations,
    );
    assertAlmostEquals(loss + lossUnits(own)!.offset, -mean(logProb), 1e-3);
  });
}

Deno.test("lossUnits() reports the loss of an estimate that ignores the observations", () => {
  using own = workflowNamed("statistics");
  const logPrior = own.model.prior.logProb(validationOf(own).theta);
  assertAlmostEquals(lossUnits(own)!.prior, -mean(logPrior), 1e-9);
});

Deno.test("lossUnits() has none of a loss that is no density", () => {
  using own = workflowNamed("matching");
  assertEquals(lossUnits(own), null);
});
