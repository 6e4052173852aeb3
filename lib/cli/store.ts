/**
 * Trained workflows: which one a command means, and where it comes from.
 *
 * @module
 */
import { dirname } from "node:path";
import { startBackend } from "../compute/backend.ts";
import type { Fields } from "../model/field.ts";
import type { TrainConfig } from "../training/train_config.ts";
import { type Checkpoint, decodeCheckpoint } from "../workflow/checkpoint.ts";
import type { KitSource } from "../workflow/kit.ts";
import { restoreSetup, unlike } from "../workflow/restore.ts";
import { type KitModule, type Setup, setup } from "../workflow/setup.ts";
import type { Workflow } from "../workflow/workflow.ts";
import {
  besideText,
  checkpointPath,
  describeRunning,
  namedCheckpoint,
  readIfThere,
  runningPath,
} from "./checkpoint_files.ts";
import {
  asModel,
  DEFAULT_KIT,
  importSource,
  KIT_NAMES,
  KIT_OPTIONS,
  kitAt,
  kitNamed,
  type KitValues,
  numbersOf,
} from "./kits.ts";
import { readAs } from "./read_as.ts";
import { trainToFile, type TrainToFileOptions } from "./train_to_file.ts";

/** The options that choose a checkpoint. */
export const CHECKPOINT_OPTIONS = {
  ...KIT_OPTIONS,
  checkpoint: { type: "path", help: "its file, if not the usual one of model and numbers" },
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

/** The options that change how a kit is trained. */
export const TRAIN_OPTIONS = {
  simulations: { type: "integer", help: "simulations to train on, if not the model's" },
  epochs: { type: "integer", help: "passes over them, if not the model's" },
  seed: { type: "integer", help: "seed of simulations, weights and batches, if not the model's" },
  workers: {
    type: "integer",
    help: "threads that train, if not one a core; the result is the same",
  },
} as const;

/** The values of {@linkcode TRAIN_OPTIONS} that change the result. */
export interface TrainValues {
  readonly simulations?: number | undefined;
  readonly epochs?: number | undefined;
  readonly seed?: number | undefined;
}

function trainNumbers({ simulations, epochs, seed }: TrainValues): Partial<TrainConfig> {
  return {
    ...(simulations !== undefined && { n_train: simulations }),
    ...(epochs !== undefined && { epochs }),
    ...(seed !== undefined && { seed }),
  };
}

/** A setup asked for on the command line, and its checkpoint. */
export interface Chosen {
  readonly setup: Setup;
  readonly path: string;
}

/** The module that is named, and what it exports; a checkpoint in `folder` will name it so. */
async function sourceOf(
  { recipe, model }: Pick<KitValues, "recipe" | "model">,
  folder?: string,
): Promise<{ readonly module: KitModule; readonly source: KitSource }> {
  if (recipe !== undefined && model !== undefined) {
    throw new RangeError(
      "Cannot choose model as --recipe and --model exclude each other: both are given",
    );
  }
  const module = model === undefined
    ? kitNamed(recipe ?? DEFAULT_KIT)
    : kitAt(model, folder ?? dirname(model));
  return { module, source: await importSource(module, model) };
}

/**
 * The setup asked for on the command line.
 *
 * @throws {RangeError} If its module can't be used, or its numbers make no model.
 */
export async function chosenSetup(
  values: KitValues & TrainValues & { readonly checkpoint: string | undefined },
): Promise<Chosen> {
  const { model, checkpoint } = values;
  const { module, source } = await sourceOf(values, checkpoint && dirname(checkpoint));
  const options = { numbers: await numbersOf(values), train: trainNumbers(values), module };
  const chosen = asModel(model ?? module.name, () => setup(source, options));
  return { setup: chosen, path: checkpoint ?? checkpointPath(chosen, model) };
}

/** A workflow and the checkpoint that holds its weights. */
export interface Trained<Name extends string = string, X extends Fields = Fields>
  extends Disposable {
  readonly workflow: Workflow<Name, X>;
  readonly checkpoint: Checkpoint;
}

function restored<Name extends string, X extends Fields>(
  setup: Setup<Name, X>,
  checkpoint: Checkpoint,
  path: string,
): Trained<Name, X> {
  const workflow = restoreSetup(setup, checkpoint, (different) =>
    new RangeError(
      `Cannot use ${path} as its model and numbers must be those asked for: ${different}`,
    ));
  return { workflow, checkpoint, [Symbol.dispose]: () => workflow[Symbol.dispose]() };
}

/** Which model is meant, and the checkpoint that is named. */
type CheckpointValues = KitValues & { readonly checkpoint: string | undefined };

/** The command that trains the missing checkpoint. */
function trainingCommand({ recipe, model, set, numbers, checkpoint }: CheckpointValues): string {
  const given = Object.entries({ recipe, model, set, numbers, checkpoint })
    .flatMap(([name, value]) => value === undefined ? [] : [`--${name} ${value}`]);
  return ["deno task train", ...given].join(" ");
}

async function readCheckpoint(path: string, values: CheckpointValues): Promise<Checkpoint> {
  try {
    return await readAs("checkpoint", path, decodeCheckpoint);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new RangeError(
      `Cannot read checkpoint as there must be one at ${path}: ${
        trainingCommand(values)
      } makes it` +
        await besideText(path),
    );
  }
}

/**
 * The trained workflow of a checkpoint.
 *
 * @param source The model, kit or family of kits that it must be of.
 * @throws {SyntaxError | RangeError} If it is of another.
 */
export async function loadWorkflow<Name extends string, X extends Fields>(
  path: string,
  source: KitSource<Name, X>,
): Promise<Trained<Name, X>> {
  const checkpoint = await readAs("checkpoint", path, decodeCheckpoint);
  const { numbers, train } = checkpoint;
  return restored(setup(source, { numbers, train }), checkpoint, path);
}

/**
 * The trained workflow that a command means: of the checkpoint that is named, whatever its numbers
 * are, or of the setup that is named.
 *
 * @throws {RangeError} If there is none, it is of another model or other numbers than named, or its
 * model must be named and is not: a checkpoint makes a program import nothing.
 */
export async function loadTrained(
  values: CheckpointValues,
): Promise<Trained & { readonly path: string }> {
  const { checkpoint: file = namedCheckpoint(DEFAULT_KIT), recipe, model } = values;
  const asked = await numbersOf(values);
  const named = recipe !== undefined || model !== undefined;
  if (values.checkpoint === undefined && (named || Object.keys(asked).length > 0)) {
    // Without a seed: that of an answer is not that of a training.
    const { checkpoint, set, numbers } = values;
    const { setup, path } = await chosenSetup({ checkpoint, recipe, model, set, numbers });
    return { ...restored(setup, await readCheckpoint(path, values), path), path };
  }
  const checkpoint = await readCheckpoint(file, values);
  if (!named && !KIT_NAMES.includes(checkpoint.module)) {
    throw new RangeError(
      `Cannot use checkpoint ${file} as its model must be named: it was trained with ` +
        `${checkpoint.module || checkpoint.name}, so add --model and the path of that module`,
    );
  }
  const { module, source } = await sourceOf(
    named ? values : { recipe: checkpoint.module, model: undefined },
  );
  const { train } = checkpoint;
  const numbers = { ...checkpoint.numbers, ...asked };
  const wanted = asModel(model ?? module.name, () => setup(source, { numbers, train, module }));
  return { ...restored(wanted, checkpoint, file), path: file };
}

/**
 * The trained workflow of a setup: from its checkpoint if there is one of the same numbers, from a
 * run under way if there is one, from nothing otherwise. A checkpoint of other numbers is not
 * replaced.
 *
 * @throws {RangeError} If there is a checkpoint, or a run, of other numbers at that path.
 */
export async function loadOrTrain<Name extends string, X extends Fields>(
  setup: Setup<Name, X>,
  { path = checkpointPath(setup), log, workers }:
    & Partial<Pick<TrainToFileOptions, "path">>
    & Pick<TrainToFileOptions, "log" | "workers">,
): Promise<Trained<Name, X>> {
  const checkpoint = await readIfThere(path, decodeCheckpoint);
  if (checkpoint && unlike(setup, checkpoint).length === 0) {
    return restored(setup, checkpoint, path);
  }
  if (!checkpoint) log(`training ${setup.kit.name}, as there is no checkpoint ${path}`);
  const resume = await readIfThere(runningPath(path), () => true) ?? false;
  if (resume) log(`going on with the run under way, ${await describeRunning(path)}`);
  return restored(setup, await trainToFile(setup, { path, workers, log, resume }), path);
}
