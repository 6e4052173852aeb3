import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { encodeGradingSet, trainingSets } from "../../bench/export.ts";
import { startBackend } from "../../lib/backend.ts";
import { decodeGradingSet } from "../../lib/diagnostics/grading_set.ts";
import { summedLoss } from "../../lib/inference/loss.ts";
import { key } from "../../lib/random.ts";
import { lifPrior } from "../../lib/priors/lif.ts";
import { recipeNamed } from "../../lib/recipes/mod.ts";
import { decodeSafetensors } from "../../lib/safetensors.ts";
import { lif, LIF_PARAMETERS } from "../../lib/simulators/lif.ts";
import { pilotOf, studyOf, trainStudy } from "../../lib/study.ts";
import { referenceRecording, thetaOf } from "../reference/fixture.ts";

Deno.test("encodeGradingSet() keeps everything, and marks what lies on an atom of the prior", () => {
  const prior = lifPrior();
  const inside = [-55, 10, 10, -73, -71, -70];
  const atAtom = [-55, 10, 15, -73, -71, -70];
  const set = {
    theta: thetaOf(inside),
    recordings: referenceRecording(0),
    logPosteriorTruth: Float64Array.of(-1),
    exact: {
      draws: {
        names: LIF_PARAMETERS,
        datasets: 1,
        count: 2,
        values: thetaOf(atAtom, inside).values,
      },
      logPosterior: Float64Array.of(-2, -3),
    },
  };
  const bytes = encodeGradingSet(set, prior);
  const { tensors } = decodeSafetensors(bytes);
  assertEquals([...tensors.truth_atoms.data], [0]);
  assertEquals([...tensors.draw_atoms.data], [1, 0]);
  const back = decodeGradingSet(bytes, { prior, simulator: lif() });
  assertEquals(back.exact, set.exact);
  assertEquals(back.logPosteriorTruth, set.logPosteriorTruth);
  assertEquals(back.recordings.channels, set.recordings.channels);
});

Deno.test("trainingSets() are those that trainStudy() simulates", async () => {
  await startBackend();
  const train = { n_train: 1024, n_val: 32, batch_size: 32, epochs: 1 };
  const recipe = recipeNamed("default", { sim: { T: 20 }, train });
  using study = studyOf(recipe, pilotOf(recipe));
  const [checkpoint] = await Array.fromAsync(trainStudy(study, { workers: 1 }));
  const { training, validation } = trainingSets(recipe.configuration);
  assertEquals(training.theta.count, 1024);
  assert(validation.theta.values[0] !== training.theta.values[0]);
  const rows = study.adapter.adapt(validation);
  const range = { from: 0, to: rows.count };
  const loss = await summedLoss(key(0), study.network, rows, range) / rows.count;
  assertAlmostEquals(loss, checkpoint.history[0].validationLoss, 1e-6);
});
