/** `deno task grade`: how far the posterior is from the exact one. @module */
import { compareDraws } from "../diagnostics/comparison/compare_draws.ts";
import { finiteKl, grade } from "../diagnostics/comparison/grade.ts";
import { decodeReferencePosteriors } from "../diagnostics/comparison/reference_posteriors.ts";
import { dataset, type PosteriorDraws, row } from "../core/draws.ts";
import { gapFigure } from "../figures/gap.ts";
import { pairsFigure } from "../figures/pairs.ts";
import { checkWritable, writeTogether } from "../files.ts";
import { fold, type Key, key } from "../core/random.ts";
import { type Batch, observation } from "../model/batch.ts";
import type { Workflow } from "../workflow/workflow.ts";
import { printJson, runCommand } from "./command.ts";
import { type DrawsGrade, gradeJson, gradeText } from "./grade_report.ts";
import { pairsOptions } from "./pairs_options.ts";
import { progress } from "./progress.ts";
import { readAs } from "./read_as.ts";
import { CHECKPOINT_OPTIONS, loadTrained, startChosenBackend } from "./store.ts";

/** Draws of a posterior and their refinement, against exact ones. */
async function gradeDraws(
  key: Key,
  workflow: Workflow,
  observations: Batch,
  exact: PosteriorDraws,
): Promise<DrawsGrade> {
  const { datasets, count, names } = exact;
  const amortised = await workflow.posterior.sample(fold(key, "amortised"), observations, count);
  await using refining = progress("refining");
  const refined = { ...amortised, values: new Float64Array(amortised.values.length) };
  const rows = [];
  for (let i = 0; i < datasets; i++) {
    const { draws, ...row } = await workflow.refine(
      fold(key, i),
      observation(observations, i),
      count,
    );
    refined.values.set(draws.values, i * count * names.length);
    rows.push(row);
    refining.update(i + 1, datasets);
  }
  await refining.done();
  await using comparing = progress("comparing");
  const compare = (draws: PosteriorDraws, at: number) =>
    compareDraws(fold(key, "c2st"), exact, draws, (done, total) => {
      comparing.update(at * total + done, 2 * total);
    });
  return { amortised: compare(amortised, 0), refined: compare(refined, 1), refinement: rows };
}

await runCommand({
  name: "deno task grade",
  purpose: "Grades a checkpoint on observations with known parameters and exact posteriors.",
  positionals: {
    file: { type: "path", help: "observations in safetensors: theta, voltage, spikes, …" },
  },
  options: {
    ...CHECKPOINT_OPTIONS,
    full: { type: "boolean", help: "also compare draws, amortised and refined, with exact draws" },
    seed: { type: "integer", default: 1, help: "seed of those draws" },
    figures: { type: "path", help: "draw the gaps and the worst observation to this folder" },
    json: { type: "boolean", help: "print one JSON object" },
  },
}, async ({ file, full, seed, figures, json, ...values }) => {
  if (figures !== undefined) await checkWritable(`${figures}/grade_gap.png`);
  await startChosenBackend(values);
  using loaded = await loadTrained(values);
  const { workflow } = loaded;
  const { model, posterior, setup: { kit } } = workflow;
  const { kinds, quantities } = kit.diagnostics ?? {};
  const set = await readAs(
    "observations",
    file,
    (bytes) => decodeReferencePosteriors(bytes, model),
  );
  if ((full || figures !== undefined) && !set.exact) {
    throw new RangeError(`Cannot grade draws as ${file} must have exact draws: it has none`);
  }
  const graded = await grade(posterior, model.prior, set, kinds && { kinds });
  const drawn = full && set.exact
    ? await gradeDraws(key(seed), workflow, set.observations, set.exact.draws)
    : undefined;
  if (json) printJson(gradeJson(graded, drawn));
  else console.log(gradeText(graded, drawn));
  const code = drawn?.refinement.some(({ exact }) => !exact) ? 2 : 0;
  const kl = finiteKl(graded);
  if (figures === undefined || !set.exact || !kl) return code;
  const { rows, worst } = kl;
  const at = rows.indexOf(worst);
  const { count } = set.exact.draws;
  const own = await posterior.sample(key(seed), observation(set.observations, at), count);
  const quantity = quantities?.[0];
  const along = {
    label: quantity?.name ?? "observation",
    values: rows.map((_, i) => quantity ? quantity.evaluate(set.observations, i) : i),
  };
  const pictures = {
    grade_gap: gapFigure(rows, along),
    grade_worst: pairsFigure(dataset(own, 0), {
      ...pairsOptions(workflow, dataset(own, 0)),
      truth: row(set.theta, at),
      reference: dataset(set.exact.draws, at),
    }),
  };
  const files: Record<string, Uint8Array | string> = {};
  for (const [name, picture] of Object.entries(pictures)) {
    files[`${figures}/${name}.svg`] = picture.svg;
    files[`${figures}/${name}.png`] = await picture.png();
  }
  await writeTogether(files);
  return code;
});
