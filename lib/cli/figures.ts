/** `deno task figures`: the six figures of the study, from its checkpoint. @module */
import { basename } from "node:path";
import type { Checkpoint } from "../workflow/checkpoint.ts";
import { simulate, simulateJoint } from "../model/dataset.ts";
import { onSupport } from "../diagnostics/leakage.ts";
import { predictive } from "../models/neuron/predictive.ts";
import { recovery } from "../diagnostics/recovery.ts";
import { sbc, sbcRanks } from "../diagnostics/sbc.ts";
import { column, dataset, first, row } from "../core/draws.ts";
import type { Figure } from "../figures/figure.ts";
import { lossFigure } from "../figures/loss.ts";
import { pairsFigure } from "../figures/pairs.ts";
import { spikeCountFigure, voltageFigure } from "../models/neuron/figures/predictive.ts";
import { recoveryFigure } from "../figures/recovery.ts";
import { sbcFigure } from "../figures/sbc.ts";
import { checkWritable, writeTogether } from "../files.ts";
import { fold, key } from "../core/random.ts";
import { observation } from "../model/batch.ts";
import type { Workflow } from "../workflow/workflow.ts";
import { runCommand } from "./command.ts";
import { lossScale } from "./loss_scale.ts";
import { pairsOptions } from "./pairs_options.ts";
import { progress } from "./progress.ts";
import {
  CHECKPOINT_OPTIONS,
  checkpointPath,
  loadOrTrain,
  loadTrained,
  recipeOf,
  startChosenBackend,
  TRAIN_OPTIONS,
} from "./store.ts";

/** Fresh simulations behind recovery and calibration, and draws for each: 50 ranks a bin of 20. */
const OBSERVATIONS = 300;
const DRAWS = 999;
/** Replicates behind the predictive checks, as in the original study. */
const REPLICATES = 200;

/** The names of their files, as in the original study. */
const NAMES = [
  ...["loss", "posterior", "recovery", "calibration_sbc"] as const,
  ...["ppc_voltage", "ppc_spikecount"] as const,
];

/** Every figure by its file's name. */
async function drawFigures(
  workflow: Workflow,
  { history }: Checkpoint,
): Promise<Record<typeof NAMES[number], Figure>> {
  const { model, posterior, setup: { kit, train } } = workflow;
  const { prior, simulator } = model;
  const { units } = prior;
  const root = fold(key(train.seed), "figures");
  const test = simulateJoint(fold(root, "test"), model, OBSERVATIONS);
  const draws = await posterior.sample(fold(root, "posterior"), test.observations, DRAWS);
  const ranks = sbcRanks(fold(root, "ranks"), draws, test.theta);

  const observed = observation(test.observations, 0);
  const own = dataset(draws, 0);
  // A posterior may leak out of the prior, where there may be no neuron to simulate.
  const possible = onSupport(own, prior);
  const behind = first(possible, Math.min(REPLICATES, possible.count));
  const replicated = simulate(fold(root, "replicates"), simulator, behind);
  const check = predictive(replicated, observed, { thresholds: column(behind, "V_th") });
  return {
    loss: lossFigure(history, { theta: await lossScale(workflow, history) }),
    posterior: pairsFigure(own, {
      ...pairsOptions(workflow, own),
      truth: row(test.theta, 0),
      prior: prior.sample(fold(root, "prior"), 4000),
    }),
    recovery: recoveryFigure(recovery(draws, test.theta), { units, bounds }),
    calibration_sbc: sbcFigure(sbc(ranks, { draws: DRAWS })),
    ppc_voltage: voltageFigure(check),
    ppc_spikecount: spikeCountFigure(check),
  };
}

/** Where the figures of a checkpoint belong: those of the default one are the study's. */
function folderOf(checkpoint: string): string {
  const name = basename(checkpoint, ".safetensors");
  return checkpoint === checkpointPath() ? "figures" : `figures/${name}`;
}

await runCommand({
  name: "deno task figures",
  purpose: "Draws the six figures of the study, from its checkpoint; trains if there is none.",
  options: {
    ...CHECKPOINT_OPTIONS,
    ...TRAIN_OPTIONS,
    out: {
      type: "path",
      help: "the folder to write to, if not figures/, or figures/<name> for another checkpoint",
    },
  },
}, async (values) => {
  const { checkpoint, recipe: named, workers, simulations, epochs, seed } = values;
  const recipe = recipeOf(values);
  const path = checkpoint ?? checkpointPath(recipe);
  const out = values.out ?? folderOf(path);
  for (const name of NAMES) {
    for (const type of ["svg", "png"]) await checkWritable(`${out}/${name}.${type}`);
  }
  await startChosenBackend(values);
  // A checkpoint that is named is drawn as it is, unless its numbers are named, too.
  const asItIs = checkpoint !== undefined && (simulations ?? epochs ?? seed) === undefined;
  using trained = asItIs
    ? await loadTrained(path, named)
    : await loadOrTrain(recipe, { path, workers, log: console.log });
  await using drawing = progress("drawing");
  const figures = await drawFigures(trained.workflow, trained.checkpoint);
  const files: Record<string, Uint8Array | string> = {};
  for (const [i, name] of NAMES.entries()) {
    drawing.update(i, NAMES.length, name);
    files[`${out}/${name}.svg`] = figures[name].svg;
    files[`${out}/${name}.png`] = await figures[name].png();
  }
  await writeTogether(files);
  await drawing.done();
  console.log(`wrote ${NAMES.length} figures to ${out}/`);
});
