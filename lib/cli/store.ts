/**
 * Trained studies: which one a command means, and where it comes from.
 *
 * @module
 */
import { startBackend } from "../compute/backend.ts";
import { type Checkpoint, decodeCheckpoint } from "../workflow/checkpoint.ts";
import { unlike } from "../workflow/checkpoint_recipe.ts";
import { RECIPE_NAMES, recipeNamed } from "../models/lif/recipes/mod.ts";
import type { Overrides, Recipe } from "../workflow/recipe.ts";
import { restoreStudy, type Study } from "../workflow/study.ts";
import {
  checkpointPath,
  DEFAULT_RECIPE,
  describeRunning,
  readIfThere,
  REFERENCE_PATH,
  runningPath,
} from "./checkpoint_files.ts";
import { readAs } from "./read_as.ts";
import { trainToFile, type TrainToFileOptions } from "./train_to_file.ts";

export { checkpointPath, REFERENCE_PATH };

/** The options that say which checkpoint is meant. */
export const CHECKPOINT_OPTIONS = {
  recipe: {
    type: "string",
    help: `the recipe, if not the checkpoint's or ${DEFAULT_RECIPE}: ${
      RECIPE_NAMES.join(", ")
    }, or a pair such as hybrid+matching`,
  },
  checkpoint: { type: "path", help: "its file, if not the recipe's in data/" },
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

/** A study and the checkpoint that holds its weights. */
export interface Trained extends Disposable {
  readonly study: Study;
  readonly checkpoint: Checkpoint;
}

function restored(recipe: Recipe, checkpoint: Checkpoint): Trained {
  const study = restoreStudy(recipe, checkpoint);
  return { study, checkpoint, [Symbol.dispose]: () => study[Symbol.dispose]() };
}

/**
 * The trained study of a checkpoint, whatever it was made with.
 *
 * @param named The recipe it must be of, if one was asked for.
 * @throws {RangeError} If it is of another.
 */
export async function loadTrained(path: string, named?: string): Promise<Trained> {
  const checkpoint = await readAs("checkpoint", path, decodeCheckpoint).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new RangeError(
      `Cannot read checkpoint as there must be one at ${path}: ` +
        `deno task train --recipe ${named ?? DEFAULT_RECIPE} makes it`,
    );
  });
  const wanted = named === undefined ? checkpoint.recipe : recipeNamed(named).name;
  if (checkpoint.recipe !== wanted) {
    throw new RangeError(
      `Cannot load ${path} as its recipe must be ${wanted}: it is ${checkpoint.recipe}`,
    );
  }
  return restored(recipeNamed(checkpoint.recipe, checkpoint.configuration), checkpoint);
}

/**
 * The trained study of a recipe: from its checkpoint if there is one of the same numbers, from a run
 * under way if there is one, from nothing otherwise. A checkpoint of other numbers is not replaced.
 *
 * @throws {RangeError} If there is a checkpoint, or a run, of other numbers at that path.
 */
export async function loadOrTrain(
  recipe: Recipe,
  { path = checkpointPath(recipe), log, workers }:
    & Partial<Pick<TrainToFileOptions, "path">>
    & Pick<TrainToFileOptions, "log" | "workers">,
): Promise<Trained> {
  const checkpoint = await readIfThere(path, decodeCheckpoint);
  if (checkpoint && unlike(recipe, checkpoint).length === 0) return restored(recipe, checkpoint);
  if (!checkpoint) log(`training recipe ${recipe.name}, as there is no checkpoint ${path}`);
  const resume = await readIfThere(runningPath(path), () => true) ?? false;
  if (resume) log(`going on with the run under way, ${await describeRunning(path)}`);
  return restored(recipe, await trainToFile(recipe, { path, workers, log, resume }));
}
