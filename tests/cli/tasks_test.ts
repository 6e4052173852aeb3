import { assertEquals, assertMatch } from "@std/assert";
import config from "../../deno.json" with { type: "json" };
import { needs } from "../permissions.ts";

/** Calls a task as a user does. */
async function task(name: string, ...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command("deno", {
    args: ["task", "--quiet", name, ...args],
    env: { NO_COLOR: "1", INIT_CWD: "" },
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

for (const name of Object.keys(config.tasks)) {
  Deno.test({
    ...needs({ run: ["deno"] }),
    name: `task ${name} answers --help and does nothing else`,
    fn: async () => {
      const { code, stdout, stderr } = await task(name, "--help");
      assertEquals([code, stderr], [0, ""]);
      assertMatch(stdout, /^Usage: deno (task|test) /m);
      assertEquals(stdout.match(/^Usage: /gm)?.length, 1);
    },
  });
}
