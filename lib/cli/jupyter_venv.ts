/**
 * A Jupyter of the project's own, in `.jupyter/`: the user's Python and kernels are not touched.
 *
 * @module
 */
import { readBytes, writeAtomically } from "../files.ts";

/** Where it lives, relative to the root of the project. Git-ignored. */
const ROOT = ".jupyter";
const PYTHON = `${ROOT}/venv/bin/python`;
const REQUIREMENTS = "lib/cli/jupyter_requirements.txt";
/** A copy of the requirements, written when they have been installed. */
const INSTALLED = `${ROOT}/installed.txt`;

async function readText(path: string): Promise<string> {
  return new TextDecoder().decode(await readBytes(path));
}

async function isInstalled(requirements: string): Promise<boolean> {
  try {
    return await readText(INSTALLED) === requirements;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function run(program: string, ...args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(program, { args }).output().catch((cause) => {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new Deno.errors.NotFound(
      `Cannot set up Jupyter as ${program} must be there, Python 3.10 or later: it is not found`,
      { cause },
    );
  });
  if (!success) {
    throw new RangeError(
      `Cannot set up Jupyter as "${program} ${args.join(" ")}" must succeed: ${
        new TextDecoder().decode(stderr).trim()
      }`,
    );
  }
}

/** The kernel is started by the Deno that runs this, however that was installed. */
async function writeKernel(): Promise<void> {
  const kernel = {
    argv: [Deno.execPath(), "jupyter", "--kernel", "--conn", "{connection_file}"],
    display_name: "Deno",
    language: "typescript",
  };
  await writeAtomically(`${ROOT}/data/kernels/deno/kernel.json`, JSON.stringify(kernel, null, 2));
}

/** Makes that Jupyter if it isn't there yet; the path of its Python. */
export async function jupyterPython(): Promise<string> {
  const requirements = await readText(REQUIREMENTS);
  if (!await isInstalled(requirements)) {
    console.error(`Setting up Jupyter in ${ROOT}, this once`);
    await run("python3", "-m", "venv", "--clear", `${ROOT}/venv`);
    await run(PYTHON, "-m", "pip", "install", "--quiet", "--requirement", REQUIREMENTS);
    await writeAtomically(INSTALLED, requirements);
  }
  await writeKernel();
  return PYTHON;
}
