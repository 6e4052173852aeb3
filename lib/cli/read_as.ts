/**
 * Reading of the user's files, with errors that name them.
 *
 * @module
 */
import { readBytes } from "../files.ts";

/** Why something was refused, without what it was: what follows "Cannot … as". */
export function reasonOf({ message }: Error): string {
  return message.replace(/^Cannot .*? as /s, "");
}

/**
 * What a file holds.
 *
 * @param what What it should be, "checkpoint".
 * @throws {SyntaxError} If it is not that, with its path.
 */
export async function readAs<T>(
  what: string,
  path: string,
  decode: (bytes: Uint8Array) => T,
): Promise<T> {
  const bytes = await readBytes(path);
  try {
    return decode(bytes);
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
    throw new SyntaxError(`Cannot read ${what} ${path} as ${reasonOf(error)}`, { cause: error });
  }
}
