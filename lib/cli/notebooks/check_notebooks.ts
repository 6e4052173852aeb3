/**
 * `deno task check:notebooks`: type-checks and lints the notebooks' cells, which Deno itself
 * doesn't, as one module per notebook.
 *
 * @module
 */
import { readBytes, writeAtomically } from "../../files.ts";
import { runCommand } from "../command.ts";
import { NOTEBOOK_SCRATCH, notebookNames, NOTEBOOKS } from "./notebook_files.ts";

interface Notebook {
  readonly cells: readonly {
    readonly cell_type: string;
    readonly source: string | readonly string[];
  }[];
}

/**
 * The code cells of a notebook, one after the other, each under its number.
 *
 * @param json The text of an .ipynb file, format 4.
 * @throws {SyntaxError} If it is not one.
 *
 * @example Usage
 * ```ts
 * import { cellsAsModule } from "./check_notebooks.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const cells = [
 *   { cell_type: "markdown", source: "# Prior" },
 *   { cell_type: "code", source: ["const tau_m = 10;\n", "tau_m"] },
 * ];
 * assertEquals(
 *   cellsAsModule(JSON.stringify({ nbformat: 4, cells })),
 *   "// Cell 1\nconst tau_m = 10;\ntau_m\n\nexport {};\n",
 * );
 * ```
 */
export function cellsAsModule(json: string): string {
  let notebook: Partial<Notebook> & { readonly nbformat?: number };
  try {
    notebook = JSON.parse(json);
  } catch (cause) {
    throw new SyntaxError(`Cannot read notebook as it must be JSON: ${cause}`, { cause });
  }
  if (notebook.nbformat !== 4 || !Array.isArray(notebook.cells)) {
    throw new SyntaxError(
      `Cannot read notebook as its format must be 4: current value is ${notebook.nbformat}`,
    );
  }
  const sources = (notebook as Notebook).cells
    .filter((cell) => cell.cell_type === "code")
    .map(({ source }, i) => `// Cell ${i + 1}\n${[source].flat().join("")}\n\n`);
  return `${sources.join("")}export {};\n`;
}

/** A bare `deno check` would read them, also when they are out of date. */
async function removeModules(): Promise<void> {
  for await (const { name } of Deno.readDir(NOTEBOOK_SCRATCH)) {
    if (name.endsWith(".ts")) await Deno.remove(`${NOTEBOOK_SCRATCH}/${name}`);
  }
}

async function writeModule(name: string): Promise<string> {
  const path = `${NOTEBOOK_SCRATCH}/${name}.ts`;
  const json = new TextDecoder().decode(await readBytes(`${NOTEBOOKS}/${name}.ipynb`));
  await writeAtomically(path, cellsAsModule(json));
  return path;
}

async function deno(...args: string[]): Promise<boolean> {
  return (await new Deno.Command("deno", { args, stdout: "inherit", stderr: "inherit" }).output())
    .success;
}

if (import.meta.main) {
  await runCommand({
    name: "deno task check:notebooks",
    purpose: "Type-checks and lints the code cells of the notebooks.",
  }, async () => {
    await Deno.mkdir(NOTEBOOK_SCRATCH, { recursive: true });
    await removeModules();
    const modules = await Promise.all((await notebookNames()).map(writeModule));
    if (modules.length === 0) return;
    const sound = await deno("check", "--frozen", ...modules) && await deno("lint", ...modules);
    if (!sound) return 1;
    await removeModules();
  });
}
