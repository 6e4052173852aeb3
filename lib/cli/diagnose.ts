/** `deno task diagnose`: every diagnostic of a trained posterior, with a verdict. @module */
import { diagnose } from "../diagnostics/diagnose.ts";
import { diagnosisFigures } from "../figures/diagnosis.ts";
import { writeAtomically } from "../files.ts";
import { key } from "../random.ts";
import { diagnosisTable, diagnosisText } from "../tables/diagnosis.ts";
import { runCommand } from "./command.ts";
import { progress } from "./progress.ts";
import { CHECKPOINT_OPTIONS, checkpointPath, loadTrained, startChosenBackend } from "./store.ts";

await runCommand({
  name: "deno task diagnose",
  purpose: "Runs every diagnostic of a trained posterior on fresh simulations.",
  options: {
    ...CHECKPOINT_OPTIONS,
    simulations: { type: "integer", default: 300, help: "fresh simulations" },
    draws: {
      type: "integer",
      default: 999,
      help: "draws for each; with one more, a multiple of 20",
    },
    seed: { type: "integer", default: 1, help: "seed of simulations and draws" },
    figures: { type: "string", help: "draw all reports to this folder" },
    json: { type: "string", help: "write everything to this file" },
  },
}, async (values) => {
  await startChosenBackend(values);
  using loaded = await loadTrained(values.checkpoint ?? checkpointPath(values.recipe));
  const { posterior, model, recipe: { configuration: { sim } } } = loaded.study;
  await using examining = progress("examining");
  const diagnosis = await diagnose(key(values.seed), { posterior, model, sim }, {
    simulations: values.simulations,
    draws: values.draws,
    onProgress: examining.update,
  });
  await examining.done();
  console.log(diagnosisTable(diagnosis).text);
  console.log(`\n${diagnosisText(diagnosis)}`);
  if (values.json !== undefined) {
    await writeAtomically(values.json, JSON.stringify(diagnosis, null, 1) + "\n");
  }
  if (values.figures === undefined) return;
  const figures = diagnosisFigures(diagnosis, { units: model.prior.units });
  for (const [name, figure] of Object.entries(figures)) {
    await writeAtomically(`${values.figures}/diagnose_${name}.svg`, figure.svg);
    await writeAtomically(`${values.figures}/diagnose_${name}.png`, await figure.png());
  }
});
