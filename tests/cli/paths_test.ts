import { assertEquals } from "@std/assert";
import { userPath } from "../../lib/cli/paths.ts";
import { needs } from "../permissions.ts";

Deno.test("userPath() starts from where the user stands", () => {
  assertEquals(userPath("a/b.csv", "/home/ada"), "/home/ada/a/b.csv");
  assertEquals(userPath("../b.csv", "/home/ada"), "/home/b.csv");
  assertEquals(userPath("/tmp/b.csv", "/home/ada"), "/tmp/b.csv");
});

Deno.test("userPath() leaves a path as it was written where the command runs in that folder", () => {
  assertEquals(userPath("a/../b.csv", Deno.cwd()), "a/../b.csv");
  assertEquals(userPath("/tmp/b.csv", Deno.cwd()), "/tmp/b.csv");
});

/** The paths of a command called in that folder. */
async function pathsIn(folder: string, ...flags: string[]) {
  const { code, stdout } = await new Deno.Command("deno", {
    args: ["run", "--no-prompt", "--quiet", ...flags, "tests/fixtures/commands/paths.ts", "a.csv"],
    env: { INIT_CWD: folder },
  }).output();
  return { code, stdout: new TextDecoder().decode(stdout) };
}

Deno.test({
  ...needs({ run: ["deno"] }),
  name: "a command takes its paths from there, and its defaults from the project",
  fn: async () => {
    const known = await pathsIn("/home/ada", "--allow-env=INIT_CWD");
    assertEquals(known, { code: 0, stdout: "/home/ada/a.csv figures\n" });
    assertEquals(await pathsIn("/home/ada"), { code: 0, stdout: "a.csv figures\n" });
    assertEquals((await pathsIn("", "--allow-env=INIT_CWD")).stdout, "a.csv figures\n");
  },
});
