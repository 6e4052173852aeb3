/**
 * Paths as the user means them: relative to the folder they stand in, while `deno task` runs every
 * command in the project's.
 *
 * @module
 */
import { resolve } from "node:path";

/** Where `deno task` and `npm` note the folder in which they were called. */
const STARTED_IN = "INIT_CWD";

/** The folder in which the user called the command. */
function userFolder(): string {
  const { state } = Deno.permissions.querySync({ name: "env", variable: STARTED_IN });
  return (state === "granted" && Deno.env.get(STARTED_IN)) || Deno.cwd();
}

/**
 * The path that the user wrote, from where the command runs. A default is the project's and needs
 * no translation; options and positionals of the type "path" have had theirs.
 *
 * @param folder Where the user stands; needs `--allow-env=INIT_CWD` to be known.
 *
 * @example Usage
 * ```ts
 * import { userPath } from "./paths.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(userPath("trace.csv", "/home/ada"), "/home/ada/trace.csv");
 * assertEquals(userPath("/tmp/trace.csv", "/home/ada"), "/tmp/trace.csv");
 * ```
 */
export function userPath(path: string, folder: string = userFolder()): string {
  return folder === Deno.cwd() ? path : resolve(folder, path);
}
