/** `deno task figures`: the six figures of the study, from its checkpoint. @module */
import type { Checkpoint } from "../checkpoint.ts";
import { simulate, simulateJoint } from "../dataset.ts";
import { predictive } from "../diagnostics/predictive.ts";
import { recovery } from "../diagnostics/recovery.ts";
import { sbc, sbcRanks } from "../diagnostics/sbc.ts";
import { column, dataset, first, row } from "../draws.ts";
import type { Figure } from "../figures/figure.ts";
import { lossFigure } from "../figures/loss.ts";
import { pairsFigure } from "../figures/pairs.ts";
import { spikeCountFigure, voltageFigure } from "../figures/predictive.ts";
import { recoveryFigure } from "../figures/recovery.ts";
import { sbcFigure } from "../figures/sbc.ts";
import { writeAtomically } from "../files.ts";
import { fold, key } from "../random.ts";
import { recording } from "../simulators/simulator.ts";
import type { Study } from "../study.ts";
import { runCommand } from "./command.ts";
import { progress } from "./progress.ts";
import {
  CHECKPOINT_OPTIONS,
  checkpointPath,
  loadOrTrain,
  recipeOf,
  startChosenBackend,
  TRAIN_OPTIONS,
} from "./store.ts";

/** Fresh simulations behind recovery and calibration, and draws for each: 50 ranks a bin of 20. */
const OBSERVATIONS = 300;
const DRAWS = 999;
/** Replicates behind the predictive checks, as in the original study. */
const REPLICATES = 200;

/** Every figure by its file's name. */
async function drawFigures(study: Study, { history }: Checkpoint): Promise<Record<string, Figure>> {
  const { model, posterior, recipe } = study;
  const { prior, simulator } = model;
  const { units } = prior;
  const root = fold(key(recipe.configuration.train.seed), "figures");
  const test = simulateJoint(fold(root, "test"), model, OBSERVATIONS);
  const draws = await posterior.sample(fold(root, "posterior"), test.recordings, DRAWS);
  const ranks = sbcRanks(fold(root, "ranks"), draws, test.theta);

  const observed = recording(test.recordings, 0);
  const own = dataset(draws, 0);
  const behind = first(own, REPLICATES);
  const replicated = simulate(fold(root, "replicates"), simulator, behind);
  const check = predictive(replicated, observed, { thresholds: column(behind, "V_th") });
  return {
    loss: lossFigure(history),
    posterior: pairsFigure(own, {
      units,
      truth: row(test.theta, 0),
      prior: prior.sample(fold(root, "prior"), 4000),
    }),
    recovery: recoveryFigure(recovery(draws, test.theta), { units }),
    calibration_sbc: sbcFigure(sbc(ranks, { draws: DRAWS })),
    ppc_voltage: voltageFigure(check),
    ppc_spikecount: spikeCountFigure(check),
  };
}

await runCommand({
  name: "deno task figures",
  purpose: "Draws the six figures of the study, from its checkpoint; trains if there is none.",
  options: {
    ...CHECKPOINT_OPTIONS,
    ...TRAIN_OPTIONS,
    out: { type: "path", default: "figures", help: "the folder to write to" },
  },
}, async (values) => {
  const recipe = recipeOf(values);
  await startChosenBackend(values);
  const path = values.checkpoint ?? checkpointPath(recipe);
  using trained = await loadOrTrain(recipe, { path, workers: values.workers, log: console.log });
  await using drawing = progress("drawing");
  const figures = Object.entries(await drawFigures(trained.study, trained.checkpoint));
  for (const [i, [name, figure]] of figures.entries()) {
    drawing.update(i, figures.length, name);
    await writeAtomically(`${values.out}/${name}.svg`, figure.svg);
    await writeAtomically(`${values.out}/${name}.png`, await figure.png());
  }
  await drawing.done();
  console.log(`wrote ${figures.length} figures to ${values.out}/`);
});
