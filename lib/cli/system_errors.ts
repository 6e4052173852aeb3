/**
 * Errors of the operating system in one sentence for the user: which file, why, what to do.
 *
 * @module
 */

/** The wish that was not granted and the state of things, by the system's code. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "it must be there: there is no such file or folder",
  EACCES: "you must be allowed to: its permissions say no",
  EPERM: "you must be allowed to: its permissions say no",
  EROFS: "it must lie where one can write: that file system is read-only",
  EISDIR: "it must be a file: it is a folder",
  ENOTDIR: "its path must lead through folders: a part of it is a file",
  EEXIST: "it must be a folder: there is a file of that name",
  ENAMETOOLONG: "its name must be shorter: the system takes no longer ones",
  ELOOP: "its links must end: they lead in a circle",
  ENOSPC: "the disk must have room: it is full",
  EDQUOT: "the disk must have room: your quota is used up",
  EMFILE: "the system must open one file more: its limit is reached (see ulimit -n)",
  ENFILE: "the system must open one file more: its limit is reached",
};

const READING = ["readfile", "stat", "lstat", "readdir", "realpath", "readlink"];
/** A file that is being written, under its temporary name. */
const PARTIAL = /\.\d+-\d+\.partial$/;
const SYSTEM = /^(.+?) \(os error (\d+)\)(?:: (\w+) '(.*?)'?(?: -> '(.*?)'?)?)?$/s;
const PERMISSION = /^Requires (\w+) access to "?(.+?)"?, run again/s;
const NOT_FOUND = /^Failed to spawn '(.+)': entity not found$/s;
const MEMORY = new RegExp(
  "^(Array buffer allocation failed|Invalid (typed )?array length(: \\d+)?|Invalid string length|" +
    "WebAssembly\\.Memory\\.grow\\(\\): .+|Map maximum size exceeded|Set maximum size exceeded)$",
);

function systemSentence(error: Error): string | undefined {
  const found = SYSTEM.exec(error.message);
  if (!found) return undefined;
  const [, words, number, operation, from, to] = found;
  // What is printed has no code: 28 is ENOSPC wherever Deno runs.
  const code = "code" in error ? String(error.code) : number === "28" ? "ENOSPC" : "";
  const action = READING.includes(operation) ? "read" : "write";
  const path = (to ?? from)?.replace(PARTIAL, "") ?? "all of its output";
  return `Cannot ${action} ${path} as ${
    REASONS[code] ?? `the system must let it happen: ${words.toLowerCase()}`
  }`;
}

/**
 * The sentence for an error of the system, of Deno's permissions or of memory; undefined if it is
 * another.
 *
 * @example Usage
 * ```ts
 * import { sentenceOfSystem } from "./system_errors.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const error = new Deno.errors.PermissionDenied(
 *   "Permission denied (os error 13): open 'a.csv.42-0.partial'",
 * );
 * assertEquals(
 *   sentenceOfSystem(Object.assign(error, { code: "EACCES" })),
 *   "Cannot write a.csv as you must be allowed to: its permissions say no",
 * );
 * ```
 */
export function sentenceOfSystem(error: Error): string | undefined {
  const { message } = error;
  if (error.name === "RangeError" && MEMORY.test(message)) {
    return "Cannot go on as the data must fit into memory, perhaps with fewer simulations, draws " +
      `or workers: ${message}`;
  }
  const permission = PERMISSION.exec(message);
  if (permission) {
    const [, kind, what] = permission;
    if (kind === "all") return `Cannot use ${what} as Deno must be given --allow-all: it was not`;
    return `Cannot ${kind} ${what} as Deno must be given --allow-${kind}=${what}: it was not`;
  }
  const program = NOT_FOUND.exec(message)?.[1];
  if (program) return `Cannot run ${program} as it must be installed: it is not found`;
  return systemSentence(error);
}
