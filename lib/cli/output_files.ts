/**
 * Where `infer` may write: never over what it reads.
 *
 * @module
 */
import { parse } from "node:path";
import { checkWritable } from "../files.ts";

/** Whether two paths lead to one file, by whatever links; false if one leads nowhere. */
async function isSameFile(a: string, b: string): Promise<boolean> {
  try {
    const [one, other] = await Promise.all([Deno.stat(a), Deno.stat(b)]);
    if (one.ino !== null && other.ino !== null && one.ino !== 0) {
      return one.dev === other.dev && one.ino === other.ino;
    }
    return await Deno.realPath(a) === await Deno.realPath(b);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/**
 * Refuses to write to `out` before any work is done.
 *
 * @param inputs The files that are read, by what they are.
 * @throws {RangeError} If it is one of the inputs.
 * @throws {Deno.errors.NotCapable | Deno.errors.PermissionDenied} If it may not be written.
 * @throws {Deno.errors.IsADirectory} If it is a folder.
 */
export async function checkOutput(
  out: string,
  inputs: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [what, path] of Object.entries(inputs)) {
    if (await isSameFile(out, path)) {
      throw new RangeError(
        `Cannot write draws to ${out} as it must be another file than the ${what}: it is the same`,
      );
    }
  }
  await checkWritable(out);
}

/**
 * The path of a file that belongs to a recording: beside it, with its name before the ending.
 *
 * @example Usage
 * ```ts
 * import { pathBeside } from "./output_files.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(pathBeside("day.1/trace.csv", "posterior.png"), "day.1/trace_posterior.png");
 * assertEquals(pathBeside("day.1/trace", "posterior.png"), "day.1/trace_posterior.png");
 * ```
 */
export function pathBeside(observation: string, ending: string): string {
  const { dir, name } = parse(observation);
  return `${dir === "" || dir.endsWith("/") ? dir : `${dir}/`}${name}_${ending}`;
}
