import { assert, assertEquals } from "@std/assert";
import { assemble, ASSEMBLIES } from "../../../lib/cli/wasm/assembly.ts";
import { needs } from "../../permissions.ts";

for (const [path, entry] of Object.entries(ASSEMBLIES)) {
  Deno.test({
    ...needs({ read: ["lib"], env: ["CI"] }),
    name: `assemble() makes ${path} from its sources, byte for byte, small and without data`,
    fn: async () => {
      const committed = await Deno.readFile(path);
      assertEquals(await assemble(entry), committed);
      assert(committed.length < 10_000, `${committed.length} bytes`);
      const module = new WebAssembly.Module(committed);
      const imports = WebAssembly.Module.imports(module).map(({ name }) => name);
      assert(imports.every((name) => ["memory", "exp", "log"].includes(name)), imports.join());
      // What the module brings with it would lie over the tables that the host writes.
      assertEquals(dataSections(committed), 0);
    },
  });
}

/** The number of data sections (id 11) of a WebAssembly module. */
function dataSections(bytes: Uint8Array): number {
  let found = 0;
  for (let at = 8; at < bytes.length;) {
    if (bytes[at++] === 11) found++;
    let size = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      size += (bytes[at] & 127) * 2 ** shift;
      more = bytes[at++] > 127;
    }
    at += size;
  }
  return found;
}
