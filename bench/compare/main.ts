/** `deno task compare`: kits trained at equal budgets, graded, in a table and a figure. @module */
import { startBackend } from "../../lib/compute/backend.ts";
import { integer } from "../../lib/core/check.ts";
import { decodeReferencePosteriors } from "../../lib/diagnostics/comparison/reference_posteriors.ts";
import {
  decodeTrials,
  type Mode,
  MODES,
  resultOf,
  type Trial,
  trialName,
  type Trials,
} from "./trials.ts";
import { compareFigure } from "./figure.ts";
import { checkWritable, readBytes, writeAtomically, writeTogether } from "../../lib/files.ts";
import { lifPrior } from "../../lib/models/lif/prior/lif.ts";
import { lif } from "../../lib/models/lif/simulator/lif.ts";
import { trialsTable } from "./table.ts";
import { runCommand } from "../../lib/cli/command.ts";
import { progress } from "../../lib/cli/progress.ts";
import { runTrial } from "./run_trial.ts";
import { REFERENCE_PATH } from "../../lib/cli/checkpoint_files.ts";
import { KIT_NAMES, setupNamed } from "../kits/named.ts";

function words(list: string): string[] {
  return list.split(",").map((word) => word.trim()).filter((word) => word !== "");
}

function modeNamed(name: string): Mode {
  const mode = MODES.find((mode) => mode === name);
  if (!mode) {
    throw new RangeError(
      `Cannot compare kits as --mode must be some of ${MODES.join(",")}: current value is ${name}`,
    );
  }
  return mode;
}

/** The results so far, none if there is no file. */
async function readTrials(path: string): Promise<Trials> {
  try {
    return decodeTrials(new TextDecoder().decode(await readBytes(path)));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { prior: NaN, results: [] };
    throw error;
  }
}

await runCommand({
  name: "deno task compare",
  purpose: "Trains kits at equal budgets, grades them against exact posteriors, and goes on " +
    "where it was interrupted.",
  options: {
    recipes: {
      type: "string",
      default: KIT_NAMES.filter((name) => name !== "original").join(","),
      help: "which of bench/kits/",
    },
    mode: {
      type: "string",
      default: "offline",
      help: "some of offline (a fixed set), online (a set an epoch) and pooled (four sets)",
    },
    seeds: { type: "string", default: "1", help: "one run each" },
    simulations: { type: "integer", default: 20_000, help: "rows of a training set" },
    epochs: { type: "integer", default: 50, help: "passes over a set" },
    minutes: { type: "number", help: "train as many epochs as fit, instead of --epochs" },
    workers: { type: "integer", help: "threads that train, if not one a core" },
    out: {
      type: "path",
      default: "data/compare.json",
      help: "results; its table beside it as .md",
    },
    figures: { type: "path", default: "figures", help: "the folder of the figure" },
  },
}, async ({ recipes, mode, seeds, simulations, epochs, minutes, workers, out, figures }) => {
  const action = "compare kits";
  integer(action, "--simulations", simulations, 1);
  integer(action, "--epochs", epochs, 1);
  const names = words(recipes).map((name) => setupNamed(name).kit.name);
  const grid = words(mode).map(modeNamed).flatMap((mode) =>
    words(seeds).flatMap((seed) =>
      names.map((recipe): Trial => {
        integer(action, "--seeds", Number(seed), 0);
        const budget = minutes === undefined ? { epochs } : { minutes };
        return { recipe, mode, seed: Number(seed), simulations, budget };
      })
    )
  );
  integer(action, "number of trials", grid.length, 1);
  for (const path of [out, `${figures}/compare.png`]) await checkWritable(path);
  await startBackend();
  const set = decodeReferencePosteriors(await readBytes(REFERENCE_PATH), {
    prior: lifPrior(),
    simulator: lif(),
  });

  let trials = await readTrials(out);
  for (const trial of grid) {
    if (resultOf(trials.results, trial)) {
      console.log(`${trialName(trial)}: finished before`);
      continue;
    }
    await using training = progress(trialName(trial));
    const { result, prior } = await runTrial(trial, {
      set,
      workers,
      onProgress: training.update,
    });
    await training.done();
    console.log(`${trialName(trial)}: KL ${result.kl.mean.toFixed(3)} nats`);
    trials = { prior, results: [...trials.results, result] };
    await writeAtomically(out, JSON.stringify(trials, undefined, 1) + "\n");
  }

  const { text, markdown } = trialsTable(trials.results);
  console.log(`\n${text}`);
  const figure = compareFigure(trials);
  await writeTogether({
    [out.replace(/(\.json)?$/, ".md")]: markdown + "\n",
    [`${figures}/compare.svg`]: figure.svg,
    [`${figures}/compare.png`]: await figure.png(),
  });
});
