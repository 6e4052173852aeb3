/**
 * Starts a command with the permissions that its task grants, and those for the files that the user
 * has named: so no command can touch any other file, whatever is in the data that it reads.
 *
 * @module
 */
import { dirname } from "node:path";
import { userPath } from "./paths.ts";

/** What comes before the module of the command, beside Deno's own flags: options that write. */
const FILES = "--writes-file=";
const FOLDERS = "--writes-folder=";
const BESIDE = "--writes-beside=";
/** Whether the command writes beside the module that --model names. */
const BESIDE_MODEL = "--writes-beside-model";

/** The option names of such a list. */
function namesIn(flags: readonly string[], list: string): string[] {
  return flags.filter((flag) => flag.startsWith(list))
    .flatMap((flag) => flag.slice(list.length).split(","));
}

/** The path, or the first folder above it that Deno's lists, cut at commas, can name. */
function listable(path: string): string {
  const comma = path.indexOf(",");
  return comma < 0 ? path : dirname(`${path.slice(0, comma)},`);
}

/** A flag of Deno with a list of paths, none if there is none. */
function flagOf(name: string, paths: readonly string[]): string[] {
  const list = [...new Set(paths.map(listable))];
  return list.length > 0 ? [`${name}=${list.join(",")}`] : [];
}

/** The values of an option, `--out a` or `--out=a`. */
function valuesOf(args: readonly string[], option: string): string[] {
  return args.flatMap((arg, i) => {
    if (arg.startsWith(`--${option}=`)) return [arg.slice(option.length + 3)];
    return arg === `--${option}` && i + 1 < args.length ? [args[i + 1]] : [];
  }).filter((value) => value !== "").map((value) => userPath(value));
}

/**
 * The arguments of `deno` that start a command.
 *
 * A model of the user's may read what is beside it, as it may import that.
 *
 * @param args Flags of `deno run`; which options of the command name a file or a folder to write,
 *   and which have it write beside the files that are read; its module; what the user wrote.
 *
 * @example Usage
 * ```ts
 * import { denoArguments } from "./launch.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   denoArguments(["--allow-read=lib", "--writes-file=out", "infer.ts", "/a/b.csv", "--out=/c/d.csv"]),
 *   [
 *     "run",
 *     "--quiet",
 *     "--frozen",
 *     "--no-prompt",
 *     "--allow-read=lib",
 *     "--allow-read=/a/b.csv,/c/d.csv,/c",
 *     "--allow-write=/c",
 *     "infer.ts",
 *     "/a/b.csv",
 *     "--out=/c/d.csv",
 *   ],
 * );
 * ```
 */
export function denoArguments(args: readonly string[]): string[] {
  const at = args.findIndex((arg) => arg.endsWith(".ts"));
  const [flags, given] = [args.slice(0, at), args.slice(at + 1)];
  const named = given.map((arg) => arg.startsWith("-") ? arg.replace(/^[^=]*=?/, "") : arg)
    .filter((value) => value !== "").map((value) => userPath(value));
  const besides = namesIn(flags, BESIDE).some((option) => given.includes(`--${option}`));
  const models = valuesOf(given, "model").map((path) => dirname(path));
  const write = [
    ...flags.includes(BESIDE_MODEL) ? models : [],
    ...namesIn(flags, FILES).flatMap((option) => valuesOf(given, option)).map((p) => dirname(p)),
    ...namesIn(flags, FOLDERS).flatMap((option) => valuesOf(given, option)),
    ...besides ? named.map((path) => dirname(path)) : [],
  ];
  return [
    "run",
    "--quiet",
    "--frozen",
    "--no-prompt",
    ...flags.filter((flag) => !flag.startsWith("--writes-")),
    ...flagOf("--allow-read", [...named, ...models, ...write]),
    ...flagOf("--allow-write", write),
    ...args.slice(at),
  ];
}

/** Runs it to its end; what stops this process is passed on. */
async function start(args: readonly string[]): Promise<number> {
  const child = new Deno.Command("deno", { args: denoArguments(args) }).spawn();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    if (signal === "SIGTERM" && Deno.build.os === "windows") continue;
    Deno.addSignalListener(signal, () => child.kill(signal));
  }
  return (await child.status).code;
}

if (import.meta.main) Deno.exit(await start(Deno.args));
