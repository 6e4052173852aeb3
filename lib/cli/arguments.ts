/**
 * The arguments of a command, declared once: from the declaration come the parsing, the types of
 * the parsed values and the text of `--help`.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { nearest } from "../core/check.ts";
import { userPath } from "./paths.ts";

/** A named argument, `--epochs 50`. Without a default its value may be undefined. */
export type Option =
  | { readonly type: "boolean"; readonly help: string }
  /** A path is given from where the user stands, its default from the project's folder. */
  | { readonly type: "string" | "path"; readonly help: string; readonly default?: string }
  | {
    readonly type: "number" | "integer";
    readonly help: string;
    readonly unit?: string;
    readonly default?: number;
  };

/** An argument known by its place. `many` takes all that are left, also none; it comes last. */
export interface Positional {
  readonly help: string;
  /** A text if not given. */
  readonly type?: "path";
  readonly many?: true;
}

/** What can be written after the name of a command. */
export interface Command {
  /** As the user types it, `deno task infer`. */
  readonly name: string;
  /** One sentence. */
  readonly purpose: string;
  readonly positionals?: Readonly<Record<string, Positional>>;
  readonly options?: Readonly<Record<string, Option>>;
}

type Kind<O extends Option> = O["type"] extends "boolean" ? boolean
  : O["type"] extends "string" | "path" ? string
  : number;

type OptionValue<O extends Option> = O["type"] extends "boolean" ? boolean
  : O extends { readonly default: string | number } ? Kind<O>
  : Kind<O> | undefined;

/** The parsed values, by the names of the positionals and options. */
export type Values<C extends Command> =
  & {
    readonly [K in keyof C["options"]]: C["options"][K] extends Option
      ? OptionValue<C["options"][K]>
      : never;
  }
  & {
    readonly [K in keyof C["positionals"]]: C["positionals"][K] extends { readonly many: true }
      ? readonly string[]
      : string;
  };

const WISH = {
  string: "a text",
  path: "a path",
  number: "a number",
  integer: "an integer",
} as const;

function refuse(command: Command, wish: string, state: string): never {
  throw new RangeError(`Cannot run ${command.name} as ${wish}: ${state}`);
}

type OptionValues = Record<string, string | number | boolean | undefined>;

function defaults(options: Command["options"] = {}): OptionValues {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => [
      name,
      option.type === "boolean" ? false : option.default,
    ]),
  );
}

function pathValue(command: Command, name: string, text: string): string {
  if (text === "") refuse(command, `${name} must be a path`, 'current value is ""');
  return userPath(text);
}

function optionValue(
  command: Command,
  name: string,
  text: string | undefined,
  next = "nothing",
): string | number | boolean {
  const { options = {} } = command;
  if (!Object.hasOwn(options, name)) {
    const known = [...Object.keys(options), "help"];
    return refuse(
      command,
      `it has no option --${name}, did you mean --${nearest(name, known)}?`,
      `its options are ${known.map((k) => `--${k}`).join(", ")}`,
    );
  }
  const option = options[name];
  if (option.type === "boolean") {
    if (text !== undefined) refuse(command, `--${name} takes no value`, `it has "${text}"`);
    return true;
  }
  const wish = `--${name} must be ${WISH[option.type]}`;
  if (text === undefined) return refuse(command, wish, `${next} follows it`);
  if (option.type === "string") return text;
  if (option.type === "path") return pathValue(command, `--${name}`, text);
  const value = text.trim() === "" ? NaN : Number(text);
  if (!(option.type === "integer" ? Number.isSafeInteger(value) : Number.isFinite(value))) {
    refuse(command, wish, `current value is "${text}"`);
  }
  return value;
}

function positionalValues(
  command: Command,
  given: readonly string[],
): Record<string, string | readonly string[]> {
  const values: Record<string, string | readonly string[]> = {};
  let taken = 0;
  for (const [name, { many, help, type }] of Object.entries(command.positionals ?? {})) {
    const read = (text: string) => type === "path" ? pathValue(command, `<${name}>`, text) : text;
    if (many) {
      values[name] = given.slice(taken).map(read);
      taken = given.length;
    } else if (taken < given.length) {
      values[name] = read(given[taken++]);
    } else {
      refuse(command, `it needs <${name}>, ${help}`, "nothing was given");
    }
  }
  if (taken < given.length) {
    refuse(command, `it takes ${taken} arguments`, `there is also "${given[taken]}"`);
  }
  return values;
}

/**
 * Reads the arguments of a command; "help" if `--help` is given.
 *
 * @throws {RangeError} If an option is unknown or has no such value, or a positional is missing.
 *
 * @example Usage
 * ```ts
 * import { parseArguments } from "./arguments.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const train = {
 *   name: "train",
 *   purpose: "Trains a network.",
 *   options: { epochs: { type: "integer", default: 50, help: "passes over the data" } },
 * } as const;
 * assertEquals(parseArguments(train, ["--epochs", "20"]), { epochs: 20 });
 * ```
 */
export function parseArguments<const C extends Command>(
  command: C,
  args: readonly string[],
): Values<C> | "help" {
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(command.options ?? {}).map(([name, { type }]) => [
        name,
        { type: type === "boolean" ? "boolean" as const : "string" as const },
      ]),
    ),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const given = tokens.filter((token) => token.kind === "option");
  if (given.some(({ rawName }) => rawName === "--help" || rawName === "-h")) return "help";
  const options = defaults(command.options);
  for (const { name, value, inlineValue } of given) {
    const next = !inlineValue && value?.startsWith("--") ? value : undefined;
    options[name] = optionValue(command, name, next === undefined ? value : undefined, next);
  }
  return { ...options, ...positionalValues(command, positionals) } as Values<C>;
}

function describe(option: Option): string {
  if (option.type === "boolean") return option.help;
  const unit = "unit" in option && option.unit ? ` ${option.unit}` : "";
  const standard = option.default === undefined ? "" : ` (default ${option.default}${unit})`;
  return `${option.help}${unit && !standard ? `, in${unit}` : ""}${standard}`;
}

/** The text of `--help`. */
export function usage(command: Command): string {
  const positionals = Object.entries(command.positionals ?? {}).map(
    ([name, { many, help }]) => [many ? `[${name}…]` : `<${name}>`, help],
  );
  const options = Object.entries(command.options ?? {}).map(([name, option]) => [
    option.type === "boolean" ? `--${name}` : `--${name} <${option.type}>`,
    describe(option),
  ]);
  const rows = [...positionals, ...options, ["--help", "print this text"]];
  const width = Math.max(...rows.map(([left]) => left.length));
  return [
    command.purpose,
    "",
    `Usage: ${[command.name, ...positionals.map(([left]) => left), "[options]"].join(" ")}`,
    "",
    ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`),
  ].join("\n");
}
