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
  "lib/models/adex/simulator/adex.wasm": "lib/models/adex/simulator/assembly/adex.ts",
  "lib/models/gif/likelihood/gif_expansion.wasm": "lib/models/gif/likelihood/assembly/expand.ts",
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

/** The text of a source, null where there is none: the compiler looks in several places. */
async function sourceAt(path: string): Promise<string | null> {
  if (!posix.normalize(path).startsWith("lib/")) return null;
  try {
    return new TextDecoder().decode(await readBytes(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/**
 * The module of the source `entry`, a path, and those that it imports. The same sources give the same
 * bytes.
 *
 * @throws {SyntaxError} If a source does not compile.
 * @throws {Deno.errors.NotCapable} If the sources or the environment variable CI may not be read.
 */
export async function assemble(entry: string): Promise<Uint8Array> {
  const { main } = await import("assemblyscript/asc"); // reads the environment when imported
  let bytes = new Uint8Array();
  const { error, stderr } = await main([entry, "-o", "out.wasm", ...OPTIONS], {
    readFile: sourceAt,
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
