/**
 * Which kit a command means: one that has a short name, or the module that the user names.
 *
 * @module
 */
import { posix, relative, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { nearest } from "../core/check.ts";
import { readBytes } from "../files.ts";
import type { KitModule } from "../workflow/setup.ts";
import type { KitSource, Numbers } from "../workflow/kit.ts";
import { readAs, reasonOf } from "./read_as.ts";

/** The modules that have a short name, for --recipe. */
const KITS: Readonly<Record<string, URL>> = {
  default: new URL("../models/lif/recipes/default.ts", import.meta.url),
  original: new URL("../models/lif/recipes/original.ts", import.meta.url),
};

/** The short names. */
export const KIT_NAMES: readonly string[] = Object.keys(KITS);

/** What is meant where nothing is named. */
export const DEFAULT_KIT = "default";

/** The options that say which model is meant, and its numbers. */
export const KIT_OPTIONS = {
  recipe: { type: "string", help: `a model of this project: ${KIT_NAMES.join(" or ")}` },
  model: { type: "path", help: "a model of one's own: the module that exports it by default" },
  set: { type: "string", help: "numbers of the model, such as T=400,I_mean=250" },
  numbers: { type: "path", help: 'the same from a JSON file, such as { "T": 400 }' },
} as const;

/** The values of these options. */
export interface KitValues {
  readonly recipe: string | undefined;
  readonly model: string | undefined;
  readonly set: string | undefined;
  readonly numbers: string | undefined;
}

/** The numbers written after --set. */
function parseNumbers(text: string): Numbers {
  const entries = text.split(",").map((part) => {
    const [name, value, more] = part.split("=").map((side) => side.trim());
    const number = value === undefined || value === "" ? NaN : Number(value);
    if (name === "" || more !== undefined || !Number.isFinite(number)) {
      throw new RangeError(
        `Cannot read --set as it must be name=number, more of them after commas: it has "${part}"`,
      );
    }
    return [name, number] as const;
  });
  const names = entries.map(([name]) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) {
    throw new RangeError(
      `Cannot read --set as it must have each name once: it has "${twice}" twice`,
    );
  }
  return Object.fromEntries(entries);
}

/** The numbers in a JSON file. */
function decodeNumbers(bytes: Uint8Array): Numbers {
  const numbers: unknown = JSON.parse(new TextDecoder().decode(bytes));
  if (typeof numbers !== "object" || numbers === null || Array.isArray(numbers)) {
    throw new SyntaxError(
      `Cannot read numbers as they must be one JSON object, name to number: it is ${
        JSON.stringify(numbers)
      }`,
    );
  }
  return numbers as Numbers;
}

/**
 * The numbers that the user gave: those of a file, and over them those of the command line.
 *
 * @throws {SyntaxError | RangeError} If they can't be read.
 */
export async function numbersOf(
  { set, numbers }: Pick<KitValues, "set" | "numbers">,
): Promise<Numbers> {
  const stored = numbers === undefined ? {} : await readAs("numbers", numbers, decodeNumbers);
  return { ...stored, ...(set !== undefined && parseNumbers(set)) };
}

/**
 * The module of a short name.
 *
 * @throws {RangeError} If there is none of that name.
 */
export function kitNamed(name: string): KitModule {
  if (!Object.hasOwn(KITS, name)) {
    throw new RangeError(
      `Cannot use recipe "${name}" as there is none, did you mean "${nearest(name, KIT_NAMES)}"? ` +
        `There are ${KIT_NAMES.join(" and ")}; a model of your own is named by --model`,
    );
  }
  return { url: KITS[name].href, name };
}

/** The module at a path, called as a checkpoint in `folder` calls it. */
export function kitAt(path: string, folder: string): KitModule {
  const from = relative(resolve(folder), resolve(path)).replaceAll(sep, posix.sep);
  return {
    url: pathToFileURL(resolve(path)).href,
    name: from.startsWith(".") ? from : `./${from}`,
  };
}

/**
 * What a module exports by default.
 *
 * @throws {RangeError} If it is not there or can't be run.
 */
export async function importSource({ url }: KitModule, path = url): Promise<KitSource> {
  if (url.startsWith("file:")) await readBytes(path === url ? fileURLToPath(url) : path);
  let module: { readonly default?: unknown };
  try {
    module = await import(url);
  } catch (error) {
    throw new RangeError(`Cannot use model ${path} as it must run: ${(error as Error).message}`, {
      cause: error,
    });
  }
  return module.default as KitSource;
}

/** A sentence's reason, of a source that makes no kit. */
export function asModel<T>(path: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    throw new RangeError(`Cannot use model ${path} as ${reasonOf(error)}`, { cause: error });
  }
}
