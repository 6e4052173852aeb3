/**
 * The kit of a command: one that has a short name, or the module that the user names.
 *
 * @module
 */
import { posix, relative, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { isRecord, nearest } from "../core/check.ts";
import { csvNumber } from "../core/csv_lines.ts";
import { readBytes } from "../files.ts";
import type { KitModule } from "../workflow/setup.ts";
import type { KitSource, Numbers } from "../workflow/kit.ts";
import { readAs } from "./read_as.ts";

/** The modules that have a short name, for --recipe. */
const KITS: Readonly<Record<string, URL>> = {
  default: new URL("../models/lif/kits/default.ts", import.meta.url),
  learned: new URL("../models/lif/kits/learned.ts", import.meta.url),
  original: new URL("../models/lif/kits/original.ts", import.meta.url),
  adex: new URL("../models/adex/kits/learned.ts", import.meta.url),
  gif: new URL("../models/gif/kits/guided.ts", import.meta.url),
  gif_learned: new URL("../models/gif/kits/learned.ts", import.meta.url),
  sweeps: new URL("../models/lif/kits/sweeps.ts", import.meta.url),
  choice: new URL("../models/choice/kit.ts", import.meta.url),
};

/** The short names. */
export const KIT_NAMES: readonly string[] = Object.keys(KITS);

/** The short names in words. */
const LISTED = new Intl.ListFormat("en", { type: "disjunction" }).format(KIT_NAMES);

/** What is meant where nothing is named. */
export const DEFAULT_KIT = "default";

/** The options that say which model is meant, and its numbers. */
export const KIT_OPTIONS = {
  recipe: { type: "string", help: `a model of this project: ${LISTED}` },
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
  const numbers = new Map<string, number>();
  for (const part of text.split(",")) {
    const [name, value = "", more] = part.split("=").map((side) => side.trim());
    const number = more === undefined && name !== "" ? csvNumber(value) : undefined;
    if (number === undefined) {
      throw new RangeError(
        `Cannot read --set as it must be name=number, more of them after commas: it has "${part}"`,
      );
    }
    if (numbers.has(name)) {
      throw new RangeError(`Cannot read --set as it must give ${name} once: it is there twice`);
    }
    numbers.set(name, number);
  }
  return Object.fromEntries(numbers);
}

/** The numbers in a JSON file. */
function decodeNumbers(bytes: Uint8Array): Numbers {
  const refuse = (wish: string, state: string) => {
    throw new SyntaxError(`Cannot read numbers as ${wish}: ${state}`);
  };
  let numbers: unknown;
  try {
    numbers = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    refuse("they must be JSON", (error as Error).message);
  }
  if (!isRecord(numbers)) {
    return refuse(
      "they must be one JSON object, name to number",
      `it is ${JSON.stringify(numbers)}`,
    );
  }
  for (const [name, value] of Object.entries(numbers)) {
    if (typeof value !== "number") {
      refuse(`${name} must be a number`, `it is ${JSON.stringify(value)}`);
    }
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
      `Cannot use kit "${name}" as there is none, did you mean "${nearest(name, KIT_NAMES)}"? ` +
        `It must be ${LISTED}; a model of your own is named by --model`,
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

/** What a module threw, in one line, with the place. */
function thrownText(error: unknown): string {
  if (!(error instanceof Error)) return `it throws ${error}`;
  // Deno shows the place in the source, which the last line says, too.
  const plain = stripVTControlCharacters(error.message);
  const lines = plain.split("\n").filter((line) => !/^\s*\d*\s*\|/.test(line));
  const message = lines.map((line) => line.trim()).join(" ");
  if (/ at file:\S+:\d+:\d+/.test(message)) return message;
  const place = /file:\S+:\d+:\d+/.exec(error.stack ?? "")?.[0];
  return place === undefined ? message : `${message} at ${place}`;
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
    throw new RangeError(`Cannot use model ${path} as it must run: ${thrownText(error)}`, {
      cause: error,
    });
  }
  return module.default as KitSource;
}

const REFUSAL = /^Cannot .+?( as |: )/s;

/**
 * Names the module in the error about a source that makes no kit. Other errors are faults in its
 * code.
 */
export function asModel<T>(path: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    if (!REFUSAL.test(error.message)) throw error;
    const message = error.message.replace(REFUSAL, (_, as) => `Cannot use model ${path}${as}`);
    throw new RangeError(message, { cause: error });
  }
}
