/**
 * `deno task kernels`: builds the WebAssembly kernels from their AssemblyScript sources, once with
 * relaxed SIMD and once without.
 *
 * @module
 */
import { readBytes, writeAtomically } from "../../files.ts";
import { runCommand } from "../command.ts";

/** Where the sources are. */
const KERNEL_SOURCES = "lib/compute/kernels/assembly";

/** What each build may use beyond SIMD. */
const BUILDS: Readonly<Record<string, readonly string[]>> = {
  "lib/compute/kernels/kernels.wasm": ["--enable", "relaxed-simd"],
  "lib/compute/kernels/kernels_simd.wasm": [],
};

/** A module that imports the memory it works in, and has none of its own. */
const OPTIONS = [
  "--runtime",
  "stub",
  "--importMemory",
  "--initialMemory",
  "1",
  "--noExportMemory",
  "--enable",
  "simd",
  "-O3",
  "--converge",
  "--noAssert",
];

/**
 * The modules by the paths where they belong. The same sources give the same bytes.
 *
 * @throws {SyntaxError} If a source does not compile.
 * @throws {Deno.errors.NotCapable} If the sources or the environment variable CI may not be read.
 */
export async function buildKernels(): Promise<ReadonlyMap<string, Uint8Array>> {
  const { main } = await import("assemblyscript/asc"); // reads the environment when imported
  const sources = new Map<string, string>();
  for await (const { name } of Deno.readDir(KERNEL_SOURCES)) {
    const bytes = await readBytes(`${KERNEL_SOURCES}/${name}`);
    sources.set(name, new TextDecoder().decode(bytes));
  }
  const modules = new Map<string, Uint8Array>();
  for (const [path, features] of Object.entries(BUILDS)) {
    const { error, stderr } = await main(["index.ts", "-o", path, ...OPTIONS, ...features], {
      readFile: (name) => sources.get(name) ?? null,
      writeFile: (name, contents) => {
        if (name === path && typeof contents !== "string") modules.set(path, contents);
      },
      listFiles: () => [],
    });
    if (error) {
      throw new SyntaxError(`Cannot build kernels as they must compile: ${stderr}`, {
        cause: error,
      });
    }
  }
  return modules;
}

if (import.meta.main) {
  await runCommand({
    name: "deno task kernels",
    purpose: "Builds the WebAssembly kernels from their AssemblyScript sources.",
  }, async () => {
    for (const [path, bytes] of await buildKernels()) {
      await writeAtomically(path, bytes);
      console.log(`${path}: ${bytes.length} bytes`);
    }
  });
}
