/**
 * `deno task notebooks`: executes the notebooks in Deno's Jupyter kernel and stores what they show.
 *
 * @module
 */
import { stripVTControlCharacters } from "node:util";
import { nearest } from "../../core/check.ts";
import { readBytes, writeAtomically } from "../../files.ts";
import { type ExitCode, runCommand } from "../command.ts";
import { jupyterPython } from "./jupyter_venv.ts";
import { NOTEBOOK_SCRATCH, notebookNames, NOTEBOOKS } from "./notebook_files.ts";
import { formatSeconds, progress } from "../progress.ts";

/** What `execute_notebook.py` reports: a cell that begins, or one that failed. */
interface CellEvent {
  readonly cell: number;
  readonly of: number;
  readonly source: string;
  readonly error?: string;
}

function choose(wanted: readonly string[], known: readonly string[]): readonly string[] {
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new RangeError(
      `Cannot execute notebook as there is no ${unknown}, did you mean ${
        nearest(unknown, known)
      }?: there are ${known.join(", ")}`,
    );
  }
  return wanted.length > 0 ? wanted : known;
}

async function* events(stdout: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<CellEvent> {
  let rest = "";
  for await (const text of stdout.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line);
  }
}

function indent(text: string): string {
  return stripVTControlCharacters(text).trim().replaceAll(/^/gm, "    ");
}

function describeFailure(name: string, { cell, source, error = "" }: CellEvent): string {
  return `error: Cannot execute ${NOTEBOOKS}/${name}.ipynb as cell ${cell} failed\n\n` +
    `${indent(source)}\n\n${indent(error)}\n\n` +
    `What it showed until then is in ${NOTEBOOK_SCRATCH}/${name}.ipynb`;
}

/** Executes one notebook into the scratch folder; what went wrong, if anything. */
async function execute(
  python: string,
  name: string,
  options: { readonly scale: string; readonly timeout: number },
): Promise<string | undefined> {
  await using bar = progress(name);
  const child = new Deno.Command(python, {
    args: [
      "lib/cli/notebooks/execute_notebook.py",
      `${NOTEBOOKS}/${name}.ipynb`,
      `${NOTEBOOK_SCRATCH}/${name}.ipynb`,
      String(options.timeout),
    ],
    env: { LIF_SBI_SCALE: options.scale, NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stderr = new Response(child.stderr).text();
  let failure: string | undefined;
  for await (const event of events(child.stdout)) {
    if (event.error !== undefined) failure = describeFailure(name, event);
    else bar.update(event.cell - 1, event.of, event.source.split("\n", 1)[0]);
  }
  if ((await child.status).success) return undefined;
  return failure ??
    `error: Cannot execute ${NOTEBOOKS}/${name}.ipynb as its kernel must run: ${await stderr}`;
}

if (import.meta.main) {
  await runCommand({
    name: "deno task notebooks",
    purpose: "Executes the notebooks in Deno's Jupyter kernel and stores their outputs in them.",
    positionals: {
      names: { help: "file names without .ipynb; all notebooks if there is none", many: true },
    },
    options: {
      smoke: {
        type: "boolean",
        help: `a small and quick run, whose outputs go to ${NOTEBOOK_SCRATCH}/`,
      },
      timeout: {
        type: "integer",
        unit: "s",
        default: 7200,
        help: "how long a cell may take",
      },
    },
  }, async ({ names, smoke, timeout }) => {
    const chosen = choose(names, await notebookNames());
    const python = await jupyterPython();
    let code: ExitCode = 0;
    for (const name of chosen) {
      const start = performance.now();
      const failure = await execute(python, name, { scale: smoke ? "smoke" : "full", timeout });
      if (failure !== undefined) {
        console.error(failure);
        code = 1;
        continue;
      }
      if (!smoke) {
        await writeAtomically(
          `${NOTEBOOKS}/${name}.ipynb`,
          await readBytes(`${NOTEBOOK_SCRATCH}/${name}.ipynb`),
        );
      }
      console.log(`${name} took ${formatSeconds((performance.now() - start) / 1000)}`);
    }
    return code;
  });
}
