import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../../../lib/compute/backend.ts";
import {
  decodeCheckpoint,
  encodeCheckpoint,
  type RunningCheckpoint,
} from "../../../../lib/workflow/checkpoint.ts";
import { simulateJoint } from "../../../../lib/model/dataset.ts";
import { FAMILIES, familyOf } from "../../../../lib/figures/families.ts";
import { key } from "../../../../lib/core/random.ts";
import { RECIPE_NAMES, recipeNamed } from "../../../../lib/models/lif/recipes/mod.ts";
import { ESTIMATORS, SUMMARIES } from "../../../../lib/models/lif/recipes/parts.ts";
import { pilotOf, restoreStudy, studyOf, trainStudy } from "../../../../lib/workflow/study.ts";

await startBackend();

/** Short recordings and one epoch of four steps: in the first only layers that start from zero move. */
const SHORT = {
  sim: { T: 20 },
  train: { n_train: 64, n_val: 32, epochs: 1, batch_size: 16, refresh: 0 },
};

for (const name of RECIPE_NAMES) {
  Deno.test(`recipe ${name} starts as the prior, learns by every weight, and comes back from a checkpoint`, async () => {
    const recipe = recipeNamed(name, SHORT);
    const pilot = pilotOf(recipe);
    const before = tf.memory().numTensors;
    {
      using study = studyOf(recipe, pilot);
      const { theta, observations } = simulateJoint(key(1), study.model, 8);
      const truths = { ...theta, datasets: 8, count: 1 };
      if (study.adapter.coordinates.whitened) {
        const logPrior = study.model.prior.logProb(theta);
        const atoms = study.model.prior.atoms(theta);
        (await study.posterior.logProb(truths, observations)).forEach((value, i) => {
          if (atoms[i] === 0) assertAlmostEquals(value, logPrior[i], 1e-3);
        });
      }
      const start = study.network.variables;
      const initial = new Map([...start].map(([path, v]) => [path, v.dataSync().slice()]));
      let running: RunningCheckpoint | undefined;
      for await (running of trainStudy(study, { workers: 1 })) break; // so few need not help
      const { state: _, ...checkpoint } = running!;
      assert(checkpoint.history.every((e) => Number.isFinite(e.trainingLoss + e.validationLoss)));
      for (const [path, variable] of study.network.variables) {
        const values = variable.dataSync();
        assert(values.some((value, i) => value !== initial.get(path)?.[i]), `${path} is as before`);
      }
      const loaded = decodeCheckpoint(encodeCheckpoint(checkpoint));
      using again = restoreStudy(recipeNamed(loaded.recipe, loaded.configuration), loaded);
      const draws = await study.posterior.sample(key(7), observations, 3);
      assert(draws.values.every(Number.isFinite));
      assertEquals(await again.posterior.sample(key(7), observations, 3), draws);
    }
    assertEquals(tf.memory().numTensors, before);
  });
}

Deno.test("recipeNamed() puts any two parts together by their names", () => {
  for (const summary of Object.keys(SUMMARIES)) {
    for (const estimator of Object.keys(ESTIMATORS)) {
      const { name, configuration } = recipeNamed(`${summary}+${estimator}`);
      assertEquals(name, `${summary}+${estimator}`);
      const { n_train, epochs } = configuration.train;
      assert(n_train * epochs >= 800_000);
    }
  }
  for (const name of ["hybrid+splin", "hybird+spline", "hybrid+spline+affine", "hybrid+", "+"]) {
    assertThrows(() => recipeNamed(name), RangeError, "any of statistics, mode, convolution, ");
  }
});

Deno.test("recipeNamed() refuses numbers of a part that there is not, as they would change nothing", () => {
  for (const name of ["default", "original", "hybrid+matching"]) {
    assertThrows(
      () => recipeNamed(name, { trian: { epochs: 3 } } as object),
      TypeError,
      'unknown part "trian" of its numbers, did you mean "train"?',
    );
  }
});

Deno.test("recipes say whether an approximate likelihood guides them", () => {
  assertEquals(RECIPE_NAMES.filter((name) => recipeNamed(name).guided), ["default"]);
  assertEquals(["mode+spline", "hybrid+matching"].map((name) => recipeNamed(name).guided), [
    true,
    false,
  ]);
  for (const name of RECIPE_NAMES) {
    assertEquals(familyOf(name) === FAMILIES[0], recipeNamed(name).guided, name);
  }
});
