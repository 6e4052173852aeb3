import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { configure, positive } from "../../lib/core/check.ts";
import { userSentence } from "../../lib/cli/command.ts";
import { needs } from "../permissions.ts";

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

Deno.test("userSentence() repeats this project's refusals", () => {
  const unknownKey = { b: 1 } as Record<string, number>;
  for (
    const run of [
      () => positive("simulate", "tau_m", -1),
      () => configure("X", { a: 1 } as typeof unknownKey, unknownKey),
      () => configure("X", { b: "" as unknown as number }, unknownKey),
      () => {
        throw new SyntaxError("Cannot read CSV as line 1 must be numbers: it is a, b");
      },
      () => {
        throw new Deno.errors.NotFound("Cannot read a.csv as there is no such file");
      },
    ]
  ) {
    const error = thrownBy(run) as Error;
    assertEquals(userSentence(error), error.message);
  }
});

Deno.test("userSentence() writes out what would steer a terminal", () => {
  const error = new SyntaxError('Cannot read recording as ...: "\x1b[31mvolt\x07age" is unknown\n');
  assertEquals(
    userSentence(error),
    'Cannot read recording as ...: "\\u001b[31mvolt\\u0007age" is unknown\n',
  );
});

Deno.test("userSentence() has none for a programming error", () => {
  const nothing = undefined as unknown as Record<string, () => void>;
  const deep = (): void => deep();
  for (
    const run of [
      () => nothing.a,
      () => nothing["x: y as z"],
      () => Object.assign(nothing).b,
      () => ({} as typeof nothing).a(),
      () => {
        const { a } = nothing;
        return a;
      },
      () => Object.keys(nothing),
      () => new Float32Array(-1),
      () => JSON.parse("{"),
      () => (1n as unknown as number) + 1,
      deep,
    ]
  ) {
    assertEquals(userSentence(thrownBy(run)), undefined);
  }
  assertEquals(userSentence("text"), undefined);
  assertEquals(userSentence(new Error("Cannot go as it rains: bad")), undefined);
});

/** Runs `tests/fixtures/commands/share.ts` with those arguments. */
async function run(...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command("deno", {
    args: ["run", "--no-prompt", "--quiet", "tests/fixtures/commands/share.ts", ...args],
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

Deno.test({
  ...needs({ run: ["deno"] }),
  name: "runCommand() gives main its values",
  fn: async () => {
    assertEquals(await run("--among", "4"), { code: 0, stdout: "0.25\n", stderr: "" });
  },
});

Deno.test({
  ...needs({ run: ["deno"] }),
  name: "runCommand() ends with the exit code that main returns, which is a warning's at 7",
  fn: async () => {
    const { code, stdout } = await run("--among", "7", "--json");
    assertEquals(code, 2);
    assertEquals(JSON.parse(stdout), { share: 1 / 7 });
  },
});

Deno.test({
  ...needs({ run: ["deno"] }),
  name: "runCommand() prints the usage when asked, and exits well",
  fn: async () => {
    const { code, stdout, stderr } = await run("--help");
    assertEquals({ code, stderr }, { code: 0, stderr: "" });
    assertStringIncludes(stdout, "Usage: share [options]");
  },
});

Deno.test({
  ...needs({ run: ["deno"] }),
  name: "runCommand() reports a user's error in one line",
  fn: async () => {
    assertEquals(await run("--amung", "4"), {
      code: 1,
      stdout: "",
      stderr: "error: Cannot run share as it has no option --amung, did you mean --among?: " +
        "its options are --among, --json, --help\n",
    });
    assertEquals(await run("--among", "0"), {
      code: 1,
      stdout: "",
      stderr: "error: Cannot share as among must be > 0: current value is 0\n",
    });
  },
});

Deno.test({
  ...needs({ run: ["deno"] }),
  name: "runCommand() keeps the stack of a programming error",
  fn: async () => {
    const { code, stderr } = await run("--among", "13");
    assertEquals(code, 1);
    assertMatch(stderr, /TypeError: Cannot read properties of undefined[^]+share\.ts:\d+:\d+/);
  },
});
