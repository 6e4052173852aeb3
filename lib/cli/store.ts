/**
 * Where checkpoints are kept: data/<recipe>.safetensors, and beside it a run that is under way.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { startBackend } from "../backend.ts";
import {
  type Checkpoint,
  decodeCheckpoint,
  decodeRunningCheckpoint,
  encodeCheckpoint,
  type RunningCheckpoint,
} from "../checkpoint.ts";
import { readBytes, writeAtomically } from "../files.ts";
import type { OnProgress } from "../history.ts";
import { differences, type Overrides, type Recipe } from "../recipes/recipe.ts";
import { RECIPE_NAMES, recipeNamed } from "../recipes/mod.ts";
import { pilotOf, restoreStudy, type Study, studyOf, trainStudy } from "../study.ts";
import { epochLines, interruptionLine } from "./epoch_lines.ts";
import { ifInterrupted } from "./interrupt.ts";
import { progress } from "./progress.ts";

/** What is meant where no recipe is named. */
const DEFAULT_RECIPE = "default";

/**
 * The checkpoint of a recipe, wherever the command runs.
 *
 * @throws {RangeError} If there is no such recipe.
 */
export function checkpointPath(recipe: string = DEFAULT_RECIPE): string {
  const { name } = recipeNamed(recipe);
  return fileURLToPath(new URL(`../../data/${name}.safetensors`, import.meta.url));
}

/** Observations with their exact posteriors, found by an independent program. */
export const REFERENCE_PATH: string = fileURLToPath(
  new URL("../../data/lif_reference_50.safetensors", import.meta.url),
);

/** The run under way that will end in the checkpoint at `path`. */
export function runningPath(path: string): string {
  return path.replace(/(\.safetensors)?$/, ".training.safetensors");
}

async function readIfThere<T>(
  path: string,
  decode: (bytes: Uint8Array) => T,
): Promise<T | undefined> {
  try {
    return decode(await readBytes(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** The options that say which checkpoint is meant. */
export const CHECKPOINT_OPTIONS = {
  recipe: {
    type: "string",
    help: `the recipe, if not the checkpoint's or ${DEFAULT_RECIPE}: ${
      RECIPE_NAMES.join(", ")
    }, or a pair such as hybrid+matching`,
  },
  checkpoint: { type: "path", help: "its file, if not data/<recipe>.safetensors" },
  backend: { type: "string", default: "wasm", help: "where to compute: wasm, cpu or webgpu" },
  kernels: {
    type: "string",
    default: "on",
    help: "own kernels on wasm: on, or off for plain tfjs",
  },
} as const;

/**
 * Starts the backend asked for on the command line.
 *
 * @throws {RangeError} If there is no such backend, or kernels is neither on nor off.
 */
export async function startChosenBackend(
  { backend, kernels }: { readonly backend: string; readonly kernels: string },
): Promise<void> {
  if (kernels !== "on" && kernels !== "off") {
    throw new RangeError(
      `Cannot start backend as kernels must be on or off: current value is ${kernels}`,
    );
  }
  await startBackend(backend, { kernels });
}

/** The options that change a recipe's training. */
export const TRAIN_OPTIONS = {
  simulations: { type: "integer", help: "simulations to train on, if not the recipe's" },
  epochs: { type: "integer", help: "passes over them, if not the recipe's" },
  seed: { type: "integer", help: "seed of simulations, weights and batches, if not the recipe's" },
  workers: {
    type: "integer",
    help: "threads that train, if not one a core; the result is the same",
  },
} as const;

/** The recipe with the changes asked for on the command line. */
export function recipeOf(values: {
  readonly recipe: string | undefined;
  readonly simulations: number | undefined;
  readonly epochs: number | undefined;
  readonly seed: number | undefined;
}): Recipe {
  const { simulations, epochs, seed } = values;
  const train: Overrides["train"] = {
    ...(simulations !== undefined && { n_train: simulations }),
    ...(epochs !== undefined && { epochs }),
    ...(seed !== undefined && { seed }),
  };
  return recipeNamed(values.recipe ?? DEFAULT_RECIPE, { train });
}

/** The run under way at `path`, refused unless it is of this recipe. */
async function readRunning(path: string, recipe: Recipe): Promise<RunningCheckpoint> {
  const running = await readIfThere(runningPath(path), decodeRunningCheckpoint);
  if (!running) {
    throw new RangeError(
      `Cannot resume training as there must be a run under way: ${runningPath(path)} is not there`,
    );
  }
  const unlike = differences(recipe.configuration, running.configuration);
  if (running.recipe !== recipe.name || unlike.length > 0) {
    throw new RangeError(
      `Cannot resume training as the run under way must be of the same recipe and numbers: ` +
        [`its recipe is ${running.recipe}`, ...unlike].join("; "),
    );
  }
  return running;
}

/** A study and the checkpoint that holds its weights. */
export interface Trained extends Disposable {
  readonly study: Study;
  readonly checkpoint: Checkpoint;
}

function trained(study: Study, checkpoint: Checkpoint): Trained {
  return { study, checkpoint, [Symbol.dispose]: () => study[Symbol.dispose]() };
}

/** Where training writes, and whether it goes on. */
export interface TrainToFileOptions {
  readonly path: string;
  readonly resume?: boolean;
  /** Threads that train; default one a core. */
  readonly workers?: number | undefined;
  /** Told what happens, a line at a time. */
  readonly log: (line: string) => void;
}

/** Trains epoch by epoch, saving the run after each; the last state. */
async function runToFile(
  study: Study,
  running: RunningCheckpoint | undefined,
  { path, workers, log }: TrainToFileOptions,
): Promise<Checkpoint> {
  await using simulation = progress("simulating");
  await using training = progress("training");
  const onSimulation: OnProgress = (done, total) => {
    simulation.update(done, total);
    if (done === total) simulation.done();
  };
  const options = {
    workers,
    onSimulation,
    onProgress: training.update,
    ...(running && { state: running.state }),
  };
  let last = running;
  let saved = running?.history.length ?? 0;
  using _ = ifInterrupted(() => interruptionLine(saved, runningPath(path)));
  for await (last of trainStudy(study, options)) {
    await writeAtomically(runningPath(path), encodeCheckpoint(last));
    saved = last.history.length;
    for (const line of epochLines(last.history.at(-1)!)) log(line);
  }
  await training.done();
  const { state: _state, ...finished } = last!;
  return finished;
}

/**
 * Trains a recipe and writes its checkpoint; after each epoch the run is saved, so that it can be
 * resumed.
 *
 * @throws {RangeError} If it can't be resumed.
 */
export async function trainToFile(recipe: Recipe, options: TrainToFileOptions): Promise<Trained> {
  const { path, resume = false, log } = options;
  const running = resume ? await readRunning(path, recipe) : undefined;
  if (!resume && await readIfThere(runningPath(path), () => true)) {
    log(`starting anew; --resume would have gone on with ${runningPath(path)}`);
  }
  const study = studyOf(recipe, running?.pilot ?? pilotOf(recipe));
  try {
    const checkpoint = await runToFile(study, running, options);
    await writeAtomically(path, encodeCheckpoint(checkpoint));
    await Deno.remove(runningPath(path));
    log(`wrote ${path}`);
    return trained(study, checkpoint);
  } catch (error) {
    study[Symbol.dispose]();
    throw error;
  }
}

/**
 * The trained study of a checkpoint, whatever it was made with.
 *
 * @param named The recipe it must be of, if one was asked for.
 * @throws {RangeError} If it is of another.
 */
export async function loadTrained(path: string, named?: string): Promise<Trained> {
  const checkpoint = decodeCheckpoint(await readBytes(path));
  const wanted = named === undefined ? checkpoint.recipe : recipeNamed(named).name;
  if (checkpoint.recipe !== wanted) {
    throw new RangeError(
      `Cannot load ${path} as its recipe must be ${wanted}: it is ${checkpoint.recipe}`,
    );
  }
  const recipe = recipeNamed(checkpoint.recipe, checkpoint.configuration);
  return trained(restoreStudy(recipe, checkpoint), checkpoint);
}

/** The trained study of a recipe: from its checkpoint if that was made with the same numbers. */
export async function loadOrTrain(recipe: Recipe, options: TrainToFileOptions): Promise<Trained> {
  const { path, log } = options;
  const checkpoint = await readIfThere(path, decodeCheckpoint);
  if (!checkpoint) {
    log(`training recipe ${recipe.name}, as there is no checkpoint ${path}`);
    return await trainToFile(recipe, options);
  }
  const unlike = differences(recipe.configuration, checkpoint.configuration);
  if (checkpoint.recipe !== recipe.name || unlike.length > 0) {
    log(
      `training recipe ${recipe.name}, as the checkpoint ${path} was made otherwise: ` +
        [`recipe ${checkpoint.recipe}`, ...unlike].join("; "),
    );
    return await trainToFile(recipe, options);
  }
  return trained(restoreStudy(recipe, checkpoint), checkpoint);
}
