import { assertEquals, assertStringIncludes } from "@std/assert";
import { needs } from "./permissions.ts";

/** Tests `tests/fixtures/permissions/reads.ts` with those flags. */
async function runReads(flags: readonly string[], env: Record<string, string> = {}) {
  const { code, stdout } = await new Deno.Command("deno", {
    args: ["test", "--no-check", ...flags, "tests/fixtures/permissions/reads.ts"],
    env: { NO_COLOR: "1", LIF_SBI_STRICT_TESTS: "", ...env },
  }).output();
  return { code, text: new TextDecoder().decode(stdout) };
}

Deno.test("needs() ignores nothing where nothing is needed", () => {
  assertEquals(needs({}), { ignore: false });
});

Deno.test({
  ...needs({ run: ["deno"] }),
  name: "needs() runs a test that has its permission, and ignores it without",
  fn: async () => {
    const [granted, bare] = await Promise.all([runReads(["--allow-read=deno.json"]), runReads([])]);
    assertEquals([granted.code, bare.code], [0, 0]);
    assertStringIncludes(granted.text, "ok | 1 passed | 0 failed");
    assertStringIncludes(bare.text, "ok | 0 passed | 0 failed | 1 ignored");
  },
});

Deno.test({
  ...needs({ run: ["deno"] }),
  name: "needs() fails without the permission where every test must run",
  fn: async () => {
    const strict = { LIF_SBI_STRICT_TESTS: "1" };
    const { code, text } = await runReads(["--allow-env=LIF_SBI_STRICT_TESTS"], strict);
    assertEquals(code, 1);
    assertStringIncludes(text, "Cannot run every test as the task must grant");
  },
});
