/**
 * Python environments of the project's own: the user's Python is not touched.
 *
 * @module
 */
import { readBytes, writeAtomically } from "../../files.ts";

/** A virtual environment, made once and remade when its requirements change. */
export interface PythonVenv {
  /** What it is for, as in "Cannot set up Jupyter". */
  readonly purpose: string;
  /** Where it lives, relative to the root of the project. Git-ignored. */
  readonly folder: string;
  /** A requirements file of pip, each file with its hash. */
  readonly requirements: string;
  /** The least version of Python that has them. */
  readonly python: string;
}

async function readText(path: string): Promise<string> {
  return new TextDecoder().decode(await readBytes(path));
}

/** Whether `installed`, a copy of the requirements written when they have been, is theirs. */
async function isInstalled(installed: string, requirements: string): Promise<boolean> {
  try {
    return await readText(installed) === requirements;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function run(
  { purpose, python }: PythonVenv,
  program: string,
  ...args: string[]
): Promise<void> {
  const { success, stderr } = await new Deno.Command(program, { args }).output().catch((cause) => {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new Deno.errors.NotFound(
      `Cannot set up ${purpose} as ${program} must be there, Python ${python} or later: it is not found`,
      { cause },
    );
  });
  if (!success) {
    throw new RangeError(
      `Cannot set up ${purpose} as "${program} ${args.join(" ")}" must succeed: ${
        new TextDecoder().decode(stderr).trim()
      }`,
    );
  }
}

/**
 * Makes that environment if it isn't there yet; the path of its Python.
 *
 * @throws {Deno.errors.NotFound} If there is no `python3`.
 * @throws {RangeError} If its requirements can't be installed.
 */
export async function pythonOf(venv: PythonVenv): Promise<string> {
  const { purpose, folder, requirements } = venv;
  const python = `${folder}/venv/bin/python`;
  const installed = `${folder}/installed.txt`;
  const wanted = await readText(requirements);
  if (!await isInstalled(installed, wanted)) {
    console.error(`Setting up ${purpose} in ${folder}, this once`);
    await run(venv, "python3", "-m", "venv", "--clear", `${folder}/venv`);
    const hashed = ["--require-hashes", "--requirement", requirements];
    await run(venv, python, "-m", "pip", "install", "--quiet", ...hashed);
    await writeAtomically(installed, wanted);
  }
  return python;
}
