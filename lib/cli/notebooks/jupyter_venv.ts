/**
 * A Jupyter of the project's own, in `.jupyter/`: the user's Python and kernels are not touched.
 *
 * @module
 */
import { writeAtomically } from "../../files.ts";
import { pythonOf } from "./python_venv.ts";

const ROOT = ".jupyter";

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
  const python = await pythonOf({
    purpose: "Jupyter",
    folder: ROOT,
    requirements: "lib/cli/notebooks/jupyter_requirements.txt",
    python: "3.10",
  });
  await writeKernel();
  return python;
}
