/**
 * Reading and writing whole files. A file is there completely or not at all: it is written under
 * a temporary name and then renamed.
 *
 * @module
 */
import { dirname } from "node:path";

/** Makes a file beside `path` under a name that nobody has, whoever else writes there. */
async function createPartial(path: string): Promise<{ partial: string; file: Deno.FsFile }> {
  for (let attempt = 0;; attempt++) {
    const partial = `${path}.${Deno.pid}-${attempt}.partial`;
    try {
      return { partial, file: await Deno.open(partial, { write: true, createNew: true }) };
    } catch (error) {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    }
  }
}

/** Writes all of it; an error names the file, as Deno's errors of other operations do. */
async function writeAll(file: Deno.FsFile, path: string, bytes: Uint8Array): Promise<void> {
  try {
    for (let written = 0; written < bytes.length;) {
      written += await file.write(bytes.subarray(written));
    }
  } catch (error) {
    if (error instanceof Error) error.message += `: write '${path}'`;
    throw error;
  }
}

/**
 * Writes a file in one piece, making its folder: whoever reads `path` finds the old content or the
 * new one, never a part. Text is written as UTF-8.
 *
 * @throws {Deno.errors.NotCapable} If the folder of `path` may not be written.
 */
export async function writeAtomically(path: string, data: Uint8Array | string): Promise<void> {
  const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
  await Deno.mkdir(dirname(path), { recursive: true });
  const { partial, file } = await createPartial(path);
  try {
    try {
      await writeAll(file, partial, bytes);
    } finally {
      file.close();
    }
    await Deno.rename(partial, path);
  } catch (error) {
    await Deno.remove(partial);
    throw error;
  }
}

/**
 * Refuses a path that can't be written, before the work whose result it is for. Makes its folder.
 *
 * @throws {Deno.errors.NotCapable | Deno.errors.PermissionDenied} If it may not be written.
 * @throws {Deno.errors.IsADirectory} If it is a folder.
 */
export async function checkWritable(path: string): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  try {
    (await Deno.open(path, { write: true })).close();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const { partial, file } = await createPartial(path);
  file.close();
  await Deno.remove(partial);
}

/**
 * Reads a whole file.
 *
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {Deno.errors.NotCapable} If it may not be read.
 * @throws {TypeError} If it is a folder.
 */
export async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await Deno.readFile(path);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) {
      throw new Deno.errors.NotFound(`Cannot read ${path} as there is no such file`, { cause });
    }
    if (cause instanceof Deno.errors.NotCapable) {
      throw new Deno.errors.NotCapable(
        `Cannot read ${path} as Deno was not given --allow-read=${path}`,
        { cause },
      );
    }
    if ((await Deno.stat(path)).isDirectory) {
      throw new TypeError(`Cannot read ${path} as it must be a file: it is a folder`, { cause });
    }
    throw cause;
  }
}
