import { assert, assertEquals } from "@std/assert";
import { buildKernels } from "../../lib/cli/kernels.ts";
import { needs } from "../permissions.ts";

Deno.test({
  ...needs({ read: ["lib/kernels"], env: ["CI"] }),
  name: "buildKernels() builds the very modules that are in the project",
  fn: async () => {
    const built = await buildKernels();
    assertEquals([...built.keys()], ["lib/kernels/kernels.wasm", "lib/kernels/kernels_simd.wasm"]);
    for (const [path, bytes] of built) {
      const kept = await Deno.readFile(path);
      assert(
        kept.length === bytes.length && kept.every((byte, i) => byte === bytes[i]),
        `${path} is not what its sources give: run deno task kernels`,
      );
    }
  },
});
