import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { startBackend } from "../lib/backend.ts";
import { simulateJoint } from "../lib/dataset.ts";
import { summedLoss } from "../lib/inference/loss.ts";
import { lossUnits } from "../lib/loss_units.ts";
import { fold, key } from "../lib/random.ts";
import { recipeNamed } from "../lib/recipes/mod.ts";
import { pilotOf, type Study, studyOf } from "../lib/study.ts";
import { mean } from "../lib/stats.ts";

await startBackend();

/** Few rows, of which none lies on an atom with this seed, so that theta has a density. */
const ROWS = 24, SEED = 3;
const train = { n_val: ROWS, seed: SEED };
const validationOf = ({ model }: Study) =>
  simulateJoint(fold(key(SEED), "validation"), model, ROWS);

for (const name of ["default", "statistics", "affine", "original"]) {
  Deno.test(`lossUnits() turns the loss of recipe ${name} into that of theta`, async () => {
    const recipe = recipeNamed(name, { train });
    using study = studyOf(recipe, pilotOf(recipe));
    const rows = validationOf(study);
    assert(!study.model.prior.atoms(rows.theta).includes(1));
    const own = study.adapter.adapt(rows);
    const loss = await summedLoss(key(1), study.network, own, { from: 0, to: ROWS }) / ROWS;
    const { names, count, values } = rows.theta;
    const logProb = await study.posterior.logProb(
      { names, datasets: count, count: 1, values },
      rows.recordings,
    );
    assertAlmostEquals(loss + lossUnits(study)!.offset, -mean(logProb), 1e-3);
  });
}

Deno.test("lossUnits() tells the loss of an estimate that ignores the recordings", () => {
  const recipe = recipeNamed("statistics", { train });
  using study = studyOf(recipe, pilotOf(recipe));
  const logPrior = study.model.prior.logProb(validationOf(study).theta);
  assertAlmostEquals(lossUnits(study)!.prior, -mean(logPrior), 1e-9);
});

Deno.test("lossUnits() has none of a loss that is no density", () => {
  const recipe = recipeNamed("matching", { train });
  using study = studyOf(recipe, pilotOf(recipe));
  assertEquals(lossUnits(study), null);
});
