import { assert, assertEquals } from "@std/assert";
import { needs } from "../../permissions.ts";

const FILES = ["lib/cli/notebooks/jupyter_requirements.txt", "bench/peers/requirements.txt"];

/** Requirements that are not one version in files with known hashes. */
function loose(requirements: string): string[] {
  return requirements.replaceAll(/^#.*\n/gm, "").split(/\n(?! )/).map((entry) => entry.trim())
    .filter((entry) => entry !== "")
    .filter((entry) =>
      !/^[\w.-]+==[\w.+-]+( ; [^\\]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+$/.test(entry)
    );
}

Deno.test({
  ...needs({ read: FILES }),
  name: "all that Python needs is one version, its files known by their hashes",
  fn: async () => {
    for (const path of FILES) {
      const text = await Deno.readTextFile(path);
      assertEquals(loose(text), []);
      assert(text.split("==").length > 10);
    }
  },
});

Deno.test("a version without a hash, and a hash without a version, are found", () => {
  const hash = `--hash=sha256:${"0".repeat(64)}`;
  assertEquals(loose(`a==1 \\\n    ${hash}\nb==2\n`), ["b==2"]);
  assertEquals(loose(`a>=1 \\\n    ${hash}\n`), [`a>=1 \\\n    ${hash}`]);
});
