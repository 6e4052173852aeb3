/** `deno task figures`: the figures of a trained workflow. @module */
import { basename, dirname } from "node:path";
import { dataset, row } from "../core/draws.ts";
import { fold, key } from "../core/random.ts";
import { recovery } from "../diagnostics/calibration/recovery.ts";
import { sbc, sbcRanks } from "../diagnostics/calibration/sbc.ts";
import type { Figure } from "../figures/figure.ts";
import { lossFigure } from "../figures/loss.ts";
import { pairsFigure } from "../figures/pairs.ts";
import { recoveryFigure } from "../figures/recovery.ts";
import { sbcFigure } from "../figures/sbc.ts";
import { checkWritable, writeTogether } from "../files.ts";
import { observation } from "../model/batch.ts";
import { simulateJoint } from "../model/dataset.ts";
import type { Checkpoint } from "../workflow/checkpoint.ts";
import type { Workflow } from "../workflow/workflow.ts";
import { namedCheckpoint } from "./checkpoint_files.ts";
import { runCommand } from "./command.ts";
import { DEFAULT_KIT } from "./kits.ts";
import { lossScale } from "./loss_scale.ts";
import { pairsOptions } from "./pairs_options.ts";
import { predictionsOf } from "./predictions.ts";
import { progress } from "./progress.ts";
import {
  CHECKPOINT_OPTIONS,
  chosenSetup,
  loadOrTrain,
  loadTrained,
  startChosenBackend,
  TRAIN_OPTIONS,
} from "./store.ts";

/** Fresh simulations behind recovery and calibration, and draws for each: 50 ranks a bin of 20. */
const OBSERVATIONS = 300;
const DRAWS = 999;

/** Every figure by its file's name, as in the original study. */
async function drawFigures(
  workflow: Workflow,
  { history }: Checkpoint,
): Promise<Record<string, Figure>> {
  const { model, posterior, setup: { kit: { bounds }, train } } = workflow;
  const { prior } = model;
  const { units } = prior;
  const root = fold(key(train.seed), "figures");
  const test = simulateJoint(fold(root, "test"), model, OBSERVATIONS);
  const draws = await posterior.sample(fold(root, "posterior"), test.observations, DRAWS);
  const ranks = sbcRanks(fold(root, "ranks"), draws, test.theta);
  const observed = observation(test.observations, 0);
  const own = dataset(draws, 0);
  const predicted = predictionsOf(fold(root, "replicates"), workflow, observed, own)?.figures ?? {};
  return {
    loss: lossFigure(history, { theta: await lossScale(workflow, history) }),
    posterior: pairsFigure(own, {
      ...pairsOptions(workflow, own),
      truth: row(test.theta, 0),
      prior: prior.sample(fold(root, "prior"), 4000),
    }),
    recovery: recoveryFigure(recovery(draws, test.theta), { units, ...(bounds && { bounds }) }),
    calibration_sbc: sbcFigure(sbc(ranks, { draws: DRAWS })),
    ...Object.fromEntries(
      Object.entries(predicted).map(([name, figure]) => [`ppc_${name}`, figure]),
    ),
  };
}

/** Where the figures of a checkpoint belong: those of a model of one's own beside it. */
function folderOf(checkpoint: string, model: string | undefined): string {
  if (checkpoint === namedCheckpoint(DEFAULT_KIT)) return "figures";
  const name = basename(checkpoint, ".safetensors");
  return model === undefined ? `figures/${name}` : `${dirname(model)}/${name}_figures`;
}

await runCommand({
  name: "deno task figures",
  purpose: "Draws the figures of a trained network: loss, posterior, recovery, calibration and " +
    "predictions; trains it if there is none.",
  options: {
    ...CHECKPOINT_OPTIONS,
    ...TRAIN_OPTIONS,
    out: {
      type: "path",
      help: "the folder to write to, if not figures/, figures/<name>, or beside --model",
    },
  },
}, async (values) => {
  const { checkpoint, model, workers, simulations, epochs, seed } = values;
  // A checkpoint that is named is drawn as it is, unless its numbers are named, too.
  const asItIs = checkpoint !== undefined && (simulations ?? epochs ?? seed) === undefined;
  const chosen = asItIs ? undefined : await chosenSetup(values);
  const path = chosen?.path ?? checkpoint ?? "";
  const out = values.out ?? folderOf(path, model);
  await checkWritable(`${out}/loss.png`);
  await startChosenBackend(values);
  using trained = chosen
    ? await loadOrTrain(chosen.setup, { path, workers, log: console.log })
    : await loadTrained(values);
  await using drawing = progress("drawing");
  const figures = Object.entries(await drawFigures(trained.workflow, trained.checkpoint));
  const files: Record<string, Uint8Array | string> = {};
  for (const [i, [name, figure]] of figures.entries()) {
    drawing.update(i, figures.length, name);
    files[`${out}/${name}.svg`] = figure.svg;
    files[`${out}/${name}.png`] = await figure.png();
  }
  await writeTogether(files);
  await drawing.done();
  console.log(`wrote ${figures.length} figures to ${out}/`);
});
