/**
 * Where checkpoints are kept: data/<recipe>.safetensors, with other numbers than the recipe's
 * data/<recipe>-<numbers>.safetensors, and beside each a run that is under way.
 *
 * @module
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { fileURLToPath } from "node:url";
import { decodeRunningCheckpoint } from "../workflow/checkpoint.ts";
import { readBytes } from "../files.ts";
import { differingNumbers, type Recipe } from "../workflow/recipe.ts";
import { recipeNamed } from "../models/lif/recipes/mod.ts";

/** What is meant where no recipe is named. */
export const DEFAULT_RECIPE = "default";

const inData = (name: string) => fileURLToPath(new URL(`../../data/${name}`, import.meta.url));

/** Observations with their exact posteriors, found by an independent program. */
export const REFERENCE_PATH: string = inData("lif_reference_50.safetensors");

/** The longest name that tells all changed numbers; more of them are told by a hash. */
const LONGEST = 100;

/** "default", or "default-epochs-8-seed-7" for a recipe with other numbers than its own. */
function nameOf(recipe: Recipe): string {
  const standard = recipeNamed(recipe.name);
  const changes = differingNumbers(recipe.configuration, standard.configuration)
    .map(({ name, wanted }) => `${name.slice(name.indexOf(".") + 1)}-${wanted}`);
  const name = [recipe.name, ...changes].join("-");
  if (name.length <= LONGEST) return name;
  return `${recipe.name}-${bytesToHex(sha256(new TextEncoder().encode(name))).slice(0, 12)}`;
}

/**
 * The checkpoint of a recipe, wherever the command runs. Of other numbers than the recipe's own it is
 * a file of its own, so that an experiment replaces nothing.
 *
 * @param recipe Or its name, for its own numbers.
 * @throws {RangeError} If there is no recipe of that name.
 */
export function checkpointPath(recipe: Recipe | string = DEFAULT_RECIPE): string {
  const name = typeof recipe === "string" ? recipeNamed(recipe).name : nameOf(recipe);
  return inData(`${name}.safetensors`);
}

/** The run under way that will end in the checkpoint at `path`. */
export function runningPath(path: string): string {
  return path.replace(/(\.safetensors)?$/, ".training.safetensors");
}

/** What is held by whoever trains into the checkpoint at `path`. */
export function lockPath(path: string): string {
  return path.replace(/(\.safetensors)?$/, ".training.lock");
}

/** The content of a file; undefined if there is none. */
export async function readIfThere<T>(
  path: string,
  decode: (bytes: Uint8Array) => T,
): Promise<T | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = await readBytes(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  return decode(bytes);
}

/** How far the run under way is that will end in the checkpoint at `path`; it must be there. */
export async function describeRunning(path: string): Promise<string> {
  const { history, configuration } = decodeRunningCheckpoint(await readBytes(runningPath(path)));
  return `${runningPath(path)}, after epoch ${history.length} of ${configuration.train.epochs}`;
}
