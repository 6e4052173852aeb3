/** `deno task infer`: the posterior of an observation of one's own. @module */
import { parse } from "node:path";
import { between } from "../core/check.ts";
import { fold, key } from "../core/random.ts";
import type { Figure } from "../figures/figure.ts";
import { pairsFigure } from "../figures/pairs.ts";
import { checkWritable, readBytes, writeAtomically, writeTogether } from "../files.ts";
import type { Batch } from "../model/batch.ts";
import { readObservation } from "../model/observation_file.ts";
import defaultKit from "../models/lif/kits/default.ts";
import { type Kit, makeKit, type NamedFile, type ReadObservation } from "../workflow/kit.ts";
import type { Workflow } from "../workflow/workflow.ts";
import { type Answer, answerObservation } from "./answer.ts";
import { answerRecord, encodeDrawsCsv } from "./answer_json.ts";
import { answerText, answerWarnings } from "./answer_text.ts";
import { printable, printJson, runCommand } from "./command.ts";
import { checkOutput, pathBeside } from "./output_files.ts";
import { pairsOptions } from "./pairs_options.ts";
import { predictionsOf } from "./predictions.ts";
import { progress } from "./progress.ts";
import { CHECKPOINT_OPTIONS, loadTrained, startChosenBackend } from "./store.ts";

/** More draws than anybody needs of one posterior, and than a table or a figure takes. */
const MOST_DRAWS = 1_000_000;

/** The figures beside the file, by their endings, and the predictions in words. */
function inspect(
  workflow: Workflow,
  seed: number,
  observed: Batch,
  { draws, amortised, source }: Answer,
): { text: string; figures: Record<string, Figure> } {
  const { prior } = workflow.model;
  const posterior = pairsFigure(amortised, {
    ...pairsOptions(workflow, amortised),
    prior: prior.sample(fold(key(seed), "prior"), 4000),
    ...(source === "exact" && { reference: draws }),
  });
  const found = predictionsOf(fold(key(seed), "pointwise"), workflow, observed, draws);
  const predicted = Object.entries(found?.figures ?? {})
    .map(([name, figure]) => [`ppc_${name}`, figure]);
  return { text: found?.text ?? "", figures: { posterior, ...Object.fromEntries(predicted) } };
}

/** The observation of the files that were named. */
function readFiles(kit: Kit, files: readonly NamedFile[]): ReadObservation {
  if (kit.readFiles) return kit.readFiles(files);
  const [{ bytes }, ...others] = files;
  if (others.length > 0) {
    throw new RangeError(
      `Cannot infer from ${files.length} files as an observation of ${kit.name} is one file: sweeps ` +
        "under known currents, a file each, are for --recipe sweeps",
    );
  }
  return kit.read?.(bytes) ?? readObservation(bytes, kit.model.simulator.fields);
}

const { kit: { text: usual } } = makeKit(defaultKit);

await runCommand(
  {
    name: "deno task infer",
    purpose: `Infers the parameters of a model from an observation.

With --model, the observation is JSON with a value for each field of the model, or CSV. Without it,
the model is the neuron ${usual?.model},
and the observation a CSV file with the columns time (ms), voltage (mV) and spikes (0 or 1). A network
assumes the experiment that it was trained on; that of the default kit is:

  ${usual?.experiment.replaceAll("; ", ";\n  ")}

With --recipe sweeps it is up to 30 sweeps of one neuron under known currents: a file each, or one
with a column sweep, and in each a column current (pA).

Its parameters and their prior:

${usual?.parameters}

Exit code 2: the answer carries a warning.`,
    positionals: {
      observation: { type: "path", many: true, help: "its file, or the files of its sweeps" },
    },
    options: {
      ...CHECKPOINT_OPTIONS,
      draws: { type: "integer", default: 1000, help: "posterior draws" },
      seed: { type: "integer", default: 1, help: "seed of the draws" },
      exact: {
        type: "boolean",
        help: "find the exact posterior from the draws, and go on with it",
      },
      out: { type: "path", help: "write the draws to this CSV file" },
      figure: { type: "boolean", help: "check predictions, and draw both beside the observation" },
      json: { type: "boolean", help: "print one JSON object instead of text" },
    },
  },
  async (values) => {
    const { observation: paths, draws: count, seed, exact, out, figure, json, model } = values;
    between("infer", "--draws", count, [2, MOST_DRAWS]);
    const [path] = paths;
    if (path === undefined) {
      throw new RangeError(
        "Cannot run deno task infer as it needs <observation>, the file of the observation: nothing " +
          "was given",
      );
    }
    const files = await Promise.all(
      paths.map(async (name) => ({ name, bytes: await readBytes(name) })),
    );
    if (out !== undefined) {
      for (const path of paths) {
        await checkOutput(out, { observation: path });
      }
    }
    // Of a model of one's own the figures bear its name: one observation may be answered by several.
    const prefix = model === undefined ? "" : `${parse(model).name}_`;
    if (figure) await checkWritable(pathBeside(path, `${prefix}posterior.png`));
    await startChosenBackend(values);
    using loaded = await loadTrained(values);
    const { workflow, path: checkpoint } = loaded;
    if (out !== undefined) await checkOutput(out, { checkpoint });
    const { model: { prior }, posterior, refine, setup: { kit, numbers } } = workflow;
    if (exact && !kit.exact) {
      throw new RangeError(
        `Cannot infer with --exact as ${kit.name} must have an exact posterior: it has none`,
      );
    }
    const { observation, notes } = readFiles(kit, files);

    await using working = progress(exact ? "weighing by the exact posterior" : "checking");
    const answerer = {
      posterior,
      model: workflow.model,
      parts: kit.diagnostics ?? {},
      ...(kit.exact && { refine }),
    };
    const answer = await answerObservation(answerer, observation, { seed, count, exact });
    await working.done();
    const context = {
      notes,
      numbers,
      checkpoint,
      name: kit.name,
      assumptions: kit.text?.experiment ?? "",
      units: prior.units,
      ...(kit.labels && { labels: kit.labels }),
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
      const { text, figures } = inspect(workflow, seed, observation, answer);
      if (text !== "") tell(text);
      const files: Record<string, Uint8Array | string> = {};
      for (const [ending, picture] of Object.entries(figures)) {
        files[pathBeside(path, `${prefix}${ending}.svg`)] = picture.svg;
        files[pathBeside(path, `${prefix}${ending}.png`)] = await picture.png();
      }
      await writeTogether(files);
      for (const ending of Object.keys(figures)) {
        tell(`drew ${pathBeside(path, `${prefix}${ending}.png`)}`);
      }
    }
    return answer.warnings.length > 0 ? 2 : 0;
  },
);
