import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { fitStandardisation } from "../../lib/model/standardisation.ts";
import { startBackend } from "../../lib/compute/backend.ts";
import { momentsOf } from "../../lib/model/transform.ts";
import { simulateJoint } from "../../lib/model/dataset.ts";
import { summedLoss } from "../../lib/training/loss.ts";
import { lossUnits } from "../../lib/workflow/loss_units.ts";
import { lifPrior } from "../../lib/models/lif/prior/lif.ts";
import { fold, key } from "../../lib/core/random.ts";
import { recipeNamed } from "../../lib/models/lif/recipes/mod.ts";
import { lif } from "../../lib/models/lif/simulator/lif.ts";
import { inputsOf } from "../../lib/workflow/recipe.ts";
import { type Study, studyOf } from "../../lib/workflow/study.ts";
import { mean } from "../../lib/core/stats.ts";

await startBackend();

/** Few rows, of which none lies on an atom with this seed, so that theta has a density. */
const ROWS = 24, SEED = 3;
const train = { n_val: ROWS, seed: SEED };
const validationOf = ({ model }: Study) =>
  simulateJoint(fold(key(SEED), "validation"), model, ROWS);

/** An untrained study; its units are those of a few simulations. */
function studyNamed(name: string): Study {
  const recipe = recipeNamed(name, { train });
  const model = { prior: lifPrior(), simulator: lif() };
  const { theta, observations } = simulateJoint(key(1), model, 200);
  return studyOf(recipe, {
    moments: momentsOf(theta),
    standardisation: fitStandardisation(inputsOf(recipe), observations),
  });
}

for (const name of ["default", "statistics", "affine", "original"]) {
  Deno.test(`lossUnits() turns the loss of recipe ${name} into that of theta`, async () => {
    using study = studyNamed(name);
    const rows = validationOf(study);
    assert(!study.model.prior.atoms(rows.theta).includes(1));
    const own = study.adapter.adapt(rows);
    const loss = await summedLoss(key(1), study.network, own, { from: 0, to: ROWS }) / ROWS;
    const { names, count, values } = rows.theta;
    const logProb = await study.posterior.logProb(
      { names, datasets: count, count: 1, values },
      rows.observations,
    );
    assertAlmostEquals(loss + lossUnits(study)!.offset, -mean(logProb), 1e-3);
  });
}

Deno.test("lossUnits() tells the loss of an estimate that ignores the recordings", () => {
  using study = studyNamed("statistics");
  const logPrior = study.model.prior.logProb(validationOf(study).theta);
  assertAlmostEquals(lossUnits(study)!.prior, -mean(logPrior), 1e-9);
});

Deno.test("lossUnits() has none of a loss that is no density", () => {
  using study = studyNamed("matching");
  assertEquals(lossUnits(study), null);
});
