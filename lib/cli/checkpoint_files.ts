/**
 * Where checkpoints are kept: those of a short name in data/, those of the user's own model beside
 * its module; with other numbers than the kit's in a file of their own; and beside each a run that
 * is under way.
 *
 * @module
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { basename, dirname, parse } from "node:path";
import { fileURLToPath } from "node:url";
import { decodeRunningCheckpoint } from "../workflow/checkpoint.ts";
import { readBytes } from "../files.ts";
import type { Fields } from "../model/field.ts";
import { differingNumbers, type Setup } from "../workflow/setup.ts";

const inData = (name: string) => fileURLToPath(new URL(`../../data/${name}`, import.meta.url));

/** Observations of the neuron with their exact posteriors, found by an independent program. */
export const REFERENCE_PATH: string = inData("lif_reference_50.safetensors");

/** The longest name that lists all changed numbers; more of them are replaced by a hash. */
const LONGEST = 100;

/** "default", or "default-epochs-8-seed-7" for a setup with other numbers than its kit's. */
function nameOf<Name extends string, X extends Fields>(
  stem: string,
  { numbers, train, standard }: Pick<Setup<Name, X>, "numbers" | "train" | "standard">,
): string {
  const changes = differingNumbers({ numbers, train }, standard)
    .map(({ name, wanted }) => `${name}-${wanted}`);
  const name = [stem, ...changes].join("-");
  if (name.length <= LONGEST) return name;
  return `${stem}-${bytesToHex(sha256(new TextEncoder().encode(name))).slice(0, 12)}`;
}

/**
 * The checkpoint of a setup, wherever the command runs. Of other numbers than the kit's own it is a
 * file of its own, so that an experiment replaces nothing.
 *
 * @param model The path of the module, where it is the user's own.
 */
export function checkpointPath<Name extends string, X extends Fields>(
  setup: Pick<Setup<Name, X>, "kit" | "numbers" | "train" | "standard">,
  model?: string,
): string {
  if (model === undefined) return inData(`${nameOf(setup.kit.name, setup)}.safetensors`);
  const { dir, name } = parse(model);
  return `${dir === "" ? "." : dir}/${nameOf(name, setup)}.safetensors`;
}

/** The checkpoint of a kit with a short name and its own numbers. */
export function namedCheckpoint(name: string): string {
  return inData(`${name}.safetensors`);
}

/** The checkpoints of other numbers beside one that is not there, as the end of a sentence. */
export async function besideText(path: string): Promise<string> {
  const stem = basename(path, ".safetensors").split("-")[0];
  const names: string[] = [];
  try {
    for await (const { name } of Deno.readDir(dirname(path))) {
      const own = name.startsWith(`${stem}-`) || name === `${stem}.safetensors`;
      if (own && name.endsWith(".safetensors") && !name.includes(".training.")) names.push(name);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotCapable)) {
      throw error;
    }
  }
  return names.length > 0 ? `; of other numbers there are ${names.sort().join(", ")}` : "";
}

/** The run under way that will end in the checkpoint at `path`. */
export function runningPath(path: string): string {
  return path.replace(/(\.safetensors)?$/, ".training.safetensors");
}

/** The lock held while a run trains into the checkpoint at `path`. */
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
  const { history, train } = decodeRunningCheckpoint(await readBytes(runningPath(path)));
  return `${runningPath(path)}, after epoch ${history.length} of ${train.epochs}`;
}
