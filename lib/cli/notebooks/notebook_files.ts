/**
 * Where the notebooks are.
 *
 * @module
 */

/** The folder of the notebooks, relative to the root of the project. */
export const NOTEBOOKS = "notebooks";

/**
 * What is made of them and not kept: modules of their cells, outputs of small runs. Git-ignored,
 * and as deep as the notebooks, so that their relative imports hold.
 */
export const NOTEBOOK_SCRATCH = ".notebooks";

/** The names of all notebooks without `.ipynb`, in order; none if there is no folder. */
export async function notebookNames(): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const { name } of Deno.readDir(NOTEBOOKS)) {
      if (name.endsWith(".ipynb")) names.push(name.slice(0, -".ipynb".length));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return names.sort();
}
