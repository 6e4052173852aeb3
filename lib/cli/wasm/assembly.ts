/**
 * `deno task assembly`: builds the WebAssembly of simulation and statistics from its AssemblyScript
 * sources. Plain SIMD only, so that the bits don't depend on the machine.
 *
 * @module
 */
import { posix } from "node:path";
import { readBytes, writeAtomically } from "../../files.ts";
import { runCommand } from "../command.ts";

/** The entry among the sources behind each module. */
export const ASSEMBLIES: Readonly<Record<string, string>> = {
  "lib/models/lif/simulator/lif.wasm": "lib/models/lif/simulator/assembly/lif.ts",
  "lib/models/lif/statistics/assumed_density.wasm":
    "lib/models/lif/statistics/assembly/assumed_density.ts",
  "lib/models/lif/statistics/lif.wasm": "lib/models/lif/statistics/assembly/lif.ts",
};

/**
 * A module that imports the memory it works in, and has none of its own. That there is a page at
 * least spares the checks of constant addresses.
 */
const OPTIONS = [
  "--runtime",
  "stub",
  "--importMemory",
  "--noExportMemory",
  "--initialMemory",
  "1",
  "--enable",
  "simd",
  "-O3",
  "--converge",
  "--noAssert",
];

/**
 * The module of the source `entry` and those beside it. The same sources give the same bytes.
 *
 * @throws {SyntaxError} If a source does not compile.
 * @throws {Deno.errors.NotCapable} If the sources or the environment variable CI may not be read.
 */
export async function assemble(entry: string): Promise<Uint8Array> {
  const folder = posix.dirname(entry);
  const { main } = await import("assemblyscript/asc"); // reads the environment when imported
  const sources = new Map<string, string>();
  for await (const { name } of Deno.readDir(folder)) {
    sources.set(name, new TextDecoder().decode(await readBytes(`${folder}/${name}`)));
  }
  let bytes = new Uint8Array();
  const { error, stderr } = await main([posix.basename(entry), "-o", "out.wasm", ...OPTIONS], {
    readFile: (name) => sources.get(name) ?? null,
    writeFile: (_, contents) => {
      if (typeof contents !== "string") bytes = Uint8Array.from(contents);
    },
    listFiles: () => [],
  });
  if (error) {
    throw new SyntaxError(`Cannot assemble ${entry} as it must compile: ${stderr}`, {
      cause: error,
    });
  }
  return bytes;
}

if (import.meta.main) {
  await runCommand({
    name: "deno task assembly",
    purpose: "Builds the WebAssembly of simulation and statistics from its AssemblyScript sources.",
  }, async () => {
    for (const [path, entry] of Object.entries(ASSEMBLIES)) {
      const bytes = await assemble(entry);
      await writeAtomically(path, bytes);
      console.log(`${path}: ${bytes.length} bytes`);
    }
  });
}
