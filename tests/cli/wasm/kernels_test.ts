import { assert, assertEquals } from "@std/assert";
import { buildKernels } from "../../../lib/cli/wasm/kernels.ts";
import { needs } from "../../permissions.ts";

Deno.test({
  ...needs({ read: ["lib/compute/kernels"], env: ["CI"] }),
  name: "buildKernels() builds the very modules that are in the project",
  fn: async () => {
    const built = await buildKernels();
    assertEquals([...built.keys()], [
      "lib/compute/kernels/kernels.wasm",
      "lib/compute/kernels/kernels_simd.wasm",
    ]);
    for (const [path, bytes] of built) {
      const kept = await Deno.readFile(path);
      assert(
        kept.length === bytes.length && kept.every((byte, i) => byte === bytes[i]),
        `${path} is not what its sources give: run deno task kernels`,
      );
    }
  },
});
