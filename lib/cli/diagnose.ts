/** `deno task diagnose`: every diagnostic of a trained posterior, with a verdict. @module */
import { diagnose } from "../diagnostics/diagnose.ts";
import { diagnosisFigures } from "../figures/diagnosis.ts";
import { checkWritable, writeAtomically } from "../files.ts";
import { key } from "../core/random.ts";
import { diagnosisTable, diagnosisText } from "../tables/diagnosis.ts";
import { printJson, runCommand } from "./command.ts";
import { progress } from "./progress.ts";
import { CHECKPOINT_OPTIONS, loadTrained, startChosenBackend } from "./store.ts";

/** What may mend a posterior that alarms. */
const ADVICE =
  "More simulations (deno task train --simulations), summaries or a transform that suit the " +
  "model, or another\nnetwork may mend it; lib/diagnostics/README.md says how to read each test.";

await runCommand({
  name: "deno task diagnose",
  purpose: `Runs every diagnostic of a trained posterior on fresh simulations.

Exit code 2: a test alarms, or could not be computed.`,
  options: {
    ...CHECKPOINT_OPTIONS,
    simulations: { type: "integer", default: 300, help: "fresh simulations" },
    draws: {
      type: "integer",
      default: 999,
      help: "draws for each; with one more, a multiple of 20",
    },
    seed: { type: "integer", default: 1, help: "seed of simulations and draws" },
    figures: { type: "path", help: "draw all reports to this folder" },
    out: { type: "path", help: "write the whole diagnosis to this JSON file" },
    json: { type: "boolean", help: "print it as one JSON object instead of text" },
  },
}, async ({ simulations, draws, seed, figures, out, json, ...values }) => {
  const drawn = (name: string) => `${figures}/diagnose_${name}`;
  if (figures !== undefined) await checkWritable(drawn("sbc.png"));
  if (out !== undefined) await checkWritable(out);
  await startChosenBackend(values);
  using loaded = await loadTrained(values);
  const { posterior, model, setup: { kit } } = loaded.workflow;
  const parts = kit.diagnostics ?? {};
  await using working = progress("diagnosing");
  const diagnosis = await diagnose(key(seed), { posterior, model, parts }, {
    simulations,
    draws,
    onProgress: working.update,
  });
  await working.done();
  if (json) printJson({ ...diagnosis });
  else console.log(`${diagnosisTable(diagnosis).text}\n\n${diagnosisText(diagnosis)}`);
  if (diagnosis.alarms > 0 && !json) console.log(ADVICE);
  if (out !== undefined) await writeAtomically(out, JSON.stringify(diagnosis, null, 1) + "\n");
  if (figures !== undefined) {
    const all = diagnosisFigures(diagnosis, {
      units: model.prior.units,
      ...(parts.checks && { checks: parts.checks }),
    });
    for (const [name, figure] of Object.entries(all)) {
      await writeAtomically(drawn(`${name}.svg`), figure.svg);
      await writeAtomically(drawn(`${name}.png`), await figure.png());
    }
  }
  return diagnosis.alarms + diagnosis.notComputable > 0 ? 2 : 0;
});
