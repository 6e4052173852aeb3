/**
 * Reading and writing whole files. A file is there completely or not at all: it is written under
 * a temporary name and then renamed. Who writes a temporary file holds a lock on it, which ends
 * with the process: what a killed one has left is known by that, and removed by the next.
 *
 * @module
 */
import { basename, dirname } from "node:path";

/** A file under its temporary name, open and locked. */
interface Partial {
  readonly name: string;
  readonly file: Deno.FsFile;
}

/** What follows the name of the file: the process, and which of its files. */
const PARTIAL = /^\.\d+-\d+\.partial$/;
let made = 0;

/** Locks a file, unless another holds it or the file system has no locks. */
function lock(file: Deno.FsFile): boolean {
  try {
    return file.tryLockSync(true);
  } catch {
    return false;
  }
}

/** Makes a file beside `path` under an unused name, also if others write there. */
async function createPartial(path: string): Promise<Partial> {
  for (;;) {
    const name = `${path}.${Deno.pid}-${made++}.partial`;
    try {
      const file = await Deno.open(name, { write: true, createNew: true });
      lock(file);
      if (file.statSync().nlink !== 0) return { name, file };
      file.close(); // another took it for one left behind, before it was locked
    } catch (error) {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    }
  }
}

/** Removes the temporary files of `path` that nobody writes any more, if the folder may be read. */
async function removeLeft(path: string): Promise<void> {
  const folder = dirname(path);
  if (Deno.permissions.querySync({ name: "read", path: folder }).state !== "granted") return;
  const stem = basename(path);
  for await (const { name } of Deno.readDir(folder)) {
    if (!name.startsWith(stem) || !PARTIAL.test(name.slice(stem.length))) continue;
    try {
      using file = await Deno.open(`${folder}/${name}`, { write: true });
      if (lock(file)) await Deno.remove(`${folder}/${name}`);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error; // it was put in place meanwhile
    }
  }
}

/** Makes the folder of `path`, and refuses a folder or what may not be written in its place. */
async function prepare(path: string): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  try {
    (await Deno.open(path, { write: true })).close();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  await removeLeft(path);
}

/** Writes all of it; an error names the file, as Deno's errors of other operations do. */
async function writeAll({ file, name }: Partial, bytes: Uint8Array): Promise<void> {
  try {
    for (let written = 0; written < bytes.length;) {
      written += await file.write(bytes.subarray(written));
    }
  } catch (error) {
    if (error instanceof Error) error.message += `: write '${name}'`;
    throw error;
  }
}

/**
 * Writes several files, making their folders, and puts them in place when all are written: if one
 * can't be, all of them stay as they were. Text is written as UTF-8.
 *
 * @param files What to write, by path.
 * @throws {Deno.errors.NotCapable} If a path may not be read and written.
 * @throws {Deno.errors.IsADirectory} If there is a folder in the place of a file.
 */
export async function writeTogether(
  files: Readonly<Record<string, Uint8Array | string>>,
): Promise<void> {
  for (const path of Object.keys(files)) await prepare(path);
  const partials: (Partial & { readonly path: string })[] = [];
  let placed = 0;
  try {
    for (const [path, data] of Object.entries(files)) {
      const partial = await createPartial(path);
      partials.push({ ...partial, path });
      await writeAll(partial, typeof data === "string" ? new TextEncoder().encode(data) : data);
    }
    for (const { name, path } of partials) {
      await Deno.rename(name, path);
      placed++;
    }
  } finally {
    for (const { name } of partials.slice(placed)) await Deno.remove(name);
    for (const { file } of partials) file.close();
  }
}

/**
 * Writes a file atomically, making its folder: a reader of `path` finds the old content or the
 * new one, never a part. Text is written as UTF-8.
 *
 * @throws {Deno.errors.NotCapable} If it may not be read and written.
 * @throws {Deno.errors.IsADirectory} If it is a folder.
 */
export async function writeAtomically(path: string, data: Uint8Array | string): Promise<void> {
  await writeTogether({ [path]: data });
}

/**
 * Refuses a path that can't be written, before the work whose result it is for. Makes its folder.
 *
 * @throws {Deno.errors.NotCapable | Deno.errors.PermissionDenied} If it may not be written.
 * @throws {Deno.errors.IsADirectory} If it is a folder.
 */
export async function checkWritable(path: string): Promise<void> {
  await prepare(path);
  const { name, file } = await createPartial(path);
  await Deno.remove(name);
  file.close();
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
