import { assert, assertEquals } from "@std/assert";
import config from "../../deno.json" with { type: "json" };
import { denoArguments } from "../../lib/cli/launch.ts";
import { needs } from "../permissions.ts";

const FLAGS = ["--allow-read=lib", "--writes-file=out", "--writes-folder=figures"];

/** What a command may read and write beside what its task grants. */
function granted(...args: string[]): string[] {
  const flags = [...FLAGS, "--writes-beside=figure"];
  return denoArguments([...flags, "a.ts", ...args])
    .slice(5).filter((arg) => arg.startsWith("--allow-"));
}

Deno.test("denoArguments() lets a command read what is named, and write nothing", () => {
  assertEquals(granted("/a/b.csv", "--checkpoint", "/c/d", "--recipe=/e/f"), [
    "--allow-read=/a/b.csv,/c/d,/e/f",
  ]);
  assertEquals(granted("--help"), []);
});

Deno.test("denoArguments() lets it write the folders of its outputs, and no others", () => {
  const out = ["--allow-read=/a/b.csv,/c/d.csv,/c", "--allow-write=/c"];
  assertEquals(granted("/a/b.csv", "--out", "/c/d.csv"), out);
  assertEquals(granted("/a/b.csv", "--out=/c/d.csv"), out);
  assertEquals(granted("--figures", "/c/d"), ["--allow-read=/c/d", "--allow-write=/c/d"]);
  assertEquals(granted("/a/b.csv", "--figure"), ["--allow-read=/a/b.csv,/a", "--allow-write=/a"]);
  assertEquals(granted("--out"), []);
  assertEquals(granted("--figures="), []);
});

Deno.test("denoArguments() lets it read the folder above a name with a comma", () => {
  assertEquals(granted("/a/b, c.csv"), ["--allow-read=/a"]);
  assertEquals(granted("/a/b,c/d.csv", "/e"), ["--allow-read=/a,/e"]);
  assertEquals(granted("--recipes", "a,b"), ["--allow-read=."]);
});

Deno.test("denoArguments() passes on what the user wrote, and no flag of its own", () => {
  const args = denoArguments([...FLAGS, "a.ts", "b.ts", "--allow-all", "--writes-file=c"]);
  const script = args.indexOf("a.ts");
  assertEquals(args.slice(script), ["a.ts", "b.ts", "--allow-all", "--writes-file=c"]);
  assert(!args.slice(0, script).some((arg) => /^--(allow-all|writes-)/.test(arg)), `${args}`);
});

Deno.test("no task may read or write everything", () => {
  for (const [name, { command }] of Object.entries(config.tasks)) {
    assert(!/--allow-(all|read|write|env|run|sys)( |$)| -A /.test(command), name);
  }
});

Deno.test({
  ...needs({ run: ["deno"] }),
  name: "a launched command ends with the exit code of the command",
  fn: async () => {
    const launch = async (...args: string[]) => {
      const { code, stdout } = await new Deno.Command("deno", {
        args: [
          "run",
          "--no-prompt",
          "--quiet",
          "--allow-run=deno",
          "lib/cli/launch.ts",
          "tests/fixtures/commands/share.ts",
          ...args,
        ],
        stderr: "null",
      }).output();
      return [code, new TextDecoder().decode(stdout)];
    };
    assertEquals(await launch("--among", "4"), [0, "0.25\n"]);
    assertEquals((await launch("--among", "7"))[0], 2);
    assertEquals((await launch("--among", "0"))[0], 1);
  },
});
