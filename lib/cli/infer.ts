/** `deno task infer`: the posterior of a recording of one's own. @module */
import { between } from "../core/check.ts";
import { simulate } from "../model/dataset.ts";
import { onSupport } from "../diagnostics/leakage.ts";
import { predictive, type PredictiveReport } from "../models/neuron/predictive.ts";
import { column, first } from "../core/draws.ts";
import { pairsFigure } from "../figures/pairs.ts";
import { spikeCountFigure, voltageFigure } from "../models/neuron/figures/predictive.ts";
import type { Figure } from "../figures/figure.ts";
import { checkWritable, readBytes, writeAtomically, writeTogether } from "../files.ts";
import { fold, key } from "../core/random.ts";
import { recipeNamed } from "../models/lif/recipes/mod.ts";
import type { LifFields, LifParameter } from "../models/lif/simulator/lif.ts";
import type { Batch } from "../model/batch.ts";
import type { Study } from "../workflow/study.ts";
import { predictiveTable } from "../models/neuron/predictive_table.ts";
import { type Answer, answerObservation } from "./answer.ts";
import { answerRecord, encodeDrawsCsv } from "./answer_json.ts";
import { answerText, answerWarnings } from "./answer_text.ts";
import { printable, printJson, runCommand } from "./command.ts";
import { lifDiagnosticParts } from "../models/lif/checks/lif_parts.ts";
import { experimentText, MODEL_TEXT, parametersText } from "../models/lif/experiment.ts";
import { checkOutput, pathBeside } from "./output_files.ts";
import { pairsOptions } from "./pairs_options.ts";
import { progress } from "./progress.ts";
import { readRecording } from "./recording_file.ts";
import { CHECKPOINT_OPTIONS, checkpointPath, loadTrained, startChosenBackend } from "./store.ts";

/** More draws than anybody needs of one posterior, and than a table or a figure takes. */
const MOST_DRAWS = 1_000_000;

/** Replicates behind the pointwise check, as in the original study. */
const REPLICATES = 200;

/** The pointwise check of a recording, from draws on the prior's support, and the figures. */
function inspect(
  study: Study,
  seed: number,
  observed: Batch<LifFields>,
  { draws, amortised, source }: Answer<LifParameter>,
): { check?: PredictiveReport; figures: Record<string, Figure> } {
  const { prior, simulator } = study.model;
  const possible = onSupport(draws, prior);
  const posterior = pairsFigure(amortised, {
    ...pairsOptions(study, amortised),
    prior: prior.sample(fold(key(seed), "prior"), 4000),
    ...(source === "exact" && { reference: draws }),
  });
  if (possible.count === 0) return { figures: { posterior } };
  const behind = first(possible, Math.min(REPLICATES, possible.count));
  const check = predictive(simulate(fold(key(seed), "pointwise"), simulator, behind), observed, {
    thresholds: column(behind, "V_th"),
  });
  const figures = {
    posterior,
    ppc_voltage: voltageFigure(check),
    ppc_spikecount: spikeCountFigure(check),
  };
  return { check, figures };
}

const { sim: usual, prior: usualPrior } = recipeNamed("default").configuration;

await runCommand(
  {
    name: "deno task infer",
    purpose: `Infers the six parameters of a neuron from a recording: ${MODEL_TEXT}.

The recording is a CSV file with the columns time (ms), voltage (mV) and spikes (0 or 1). A network
assumes the experiment that it was trained on; that of recipe default is:

  ${experimentText(usual).replaceAll("; ", ";\n  ")}

Its parameters and their prior:

${parametersText(usualPrior)}

Exit code 2: the answer carries a warning.`,
    positionals: { trace: { type: "path", help: "the recording" } },
    options: {
      ...CHECKPOINT_OPTIONS,
      draws: { type: "integer", default: 1000, help: "posterior draws" },
      seed: { type: "integer", default: 1, help: "seed of the draws" },
      exact: {
        type: "boolean",
        help: "find the exact posterior from the draws, and go on with it",
      },
      out: { type: "path", help: "write the draws to this CSV file" },
      figure: { type: "boolean", help: "check predictions, and draw both beside the recording" },
      json: { type: "boolean", help: "print one JSON object instead of text" },
    },
  },
  async (values) => {
    const { trace, recipe, checkpoint, draws: count, seed, exact, out, figure, json } = values;
    between("infer", "--draws", count, [2, MOST_DRAWS]);
    const bytes = await readBytes(trace);
    const file = checkpoint ?? checkpointPath(recipe);
    if (out !== undefined) await checkOutput(out, { observation: trace, checkpoint: file });
    if (figure) await checkWritable(pathBeside(trace, "posterior.png"));
    await startChosenBackend(values);
    using loaded = await loadTrained(file, recipe);
    const { study } = loaded;
    const { configuration: { sim, prior }, name } = study.recipe;
    const { observation, notes } = readRecording(bytes, { sim, prior });

    await using working = progress(exact ? "weighing by the exact posterior" : "checking");
    const answer = await answerObservation(
      {
        posterior: study.posterior,
        model: study.model,
        parts: lifDiagnosticParts(sim),
        refine: study.refine,
      },
      observation,
      { seed, count, exact },
    );
    await working.done();
    const context = {
      ...{ notes, recipe: name, checkpoint: file },
      assumptions: experimentText(sim),
      numbers: { ...sim },
      units: study.model.prior.units,
    };
    for (const line of answerWarnings(answer, context)) console.error(printable(line));
    if (json) printJson(answerRecord(answer, context));
    else console.log(answerText(answer, context));

    const tell = json ? console.error : console.log;
    if (out !== undefined) {
      await writeAtomically(out, encodeDrawsCsv(answer));
      tell(`wrote ${count} ${answer.source} draws to ${out}`);
    }
    if (figure) {
      const { check, figures } = inspect(study, seed, observation, answer);
      if (check) tell(predictiveTable(check).text);
      const files: Record<string, Uint8Array | string> = {};
      for (const [ending, picture] of Object.entries(figures)) {
        files[pathBeside(trace, `${ending}.svg`)] = picture.svg;
        files[pathBeside(trace, `${ending}.png`)] = await picture.png();
      }
      await writeTogether(files);
      for (const ending of Object.keys(figures)) tell(`drew ${pathBeside(trace, `${ending}.png`)}`);
    }
    return answer.warnings.length > 0 ? 2 : 0;
  },
);
