import { assert, assertThrows } from "@std/assert";
import { startBackend } from "../../lib/compute/backend.ts";
import {
  type Checkpoint,
  decodeCheckpoint,
  encodeCheckpoint,
} from "../../lib/workflow/checkpoint.ts";
import { layoutOf, weightsIn } from "../../lib/training/weights.ts";
import { defaultRecipe } from "../../lib/models/lif/recipes/default.ts";
import { pilotOf, restoreStudy, studyOf } from "../../lib/workflow/study.ts";
import { finished, recipe } from "./checkpoint_example.ts";

Deno.test("restoreStudy() refuses a checkpoint of another recipe, other numbers, shapes or units", async () => {
  await startBackend();
  using study = studyOf(recipe, pilotOf(recipe));
  const own = layoutOf(study.network.variables);
  const good: Checkpoint = {
    ...finished,
    pilot: study.pilot,
    layout: own,
    weights: new Float32Array(weightsIn(own)).fill(0.01),
  };
  restoreStudy(recipe, good)[Symbol.dispose]();
  const other = defaultRecipe({ ...recipe.configuration, sim: { T: 20, I_std: 20 } });
  const { moments, standardisation } = study.pilot;
  const short = { ...standardisation, mean: standardisation.mean.slice(1) };
  const cases: [Partial<Checkpoint>, string][] = [
    [{ recipe: "original" }, "recipe: default, not original"],
    [{ configuration: other.configuration }, "sim.I_std: 50, not 20"],
    [{ pilot: { moments, standardisation: short } }, "summary.mean must have"],
    [{ pilot: { moments: { ...moments, sd: [1] }, standardisation } }, "theta.sd must have 6"],
    [{ weights: good.weights.map((w, i) => i === 9 ? NaN : w) }, "weights[9] must be finite"],
  ];
  for (const [change, words] of cases) {
    assertThrows(() => restoreStudy(recipe, { ...good, ...change }), Error, words);
  }
  let exchanged = 0;
  for (let i = 0; i < own.length; i++) {
    const j = (i + 1) % own.length; // weights and bias of a layer, or of two
    const layout = own.with(i, { ...own[i], shape: own[j].shape })
      .with(j, { ...own[j], shape: own[i].shape });
    if (`${own[i].shape}` === `${own[j].shape}`) continue;
    const read = decodeCheckpoint(encodeCheckpoint({ ...good, layout }));
    assertThrows(() => restoreStudy(recipe, read), SyntaxError, "its weights must begin with");
    exchanged++;
  }
  assert(exchanged > 30);
});
