import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { sentenceOfSystem } from "../../lib/cli/system_errors.ts";
import { needs } from "../permissions.ts";
import { temporaryFolder } from "../temporary_folder.ts";

/** An error as Deno makes it. */
function systemError(message: string, code?: string): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code });
}

Deno.test("sentenceOfSystem() names the file that is meant", () => {
  const full = "No space left on device (os error 28)";
  const sentence = (message: string) => sentenceOfSystem(systemError(message, "ENOSPC"));
  const reason = "as the disk must have room: it is full";
  assertEquals(sentence(`${full}: write 'a b.csv.7-0.partial'`), `Cannot write a b.csv ${reason}`);
  assertEquals(sentence(`${full}: rename 'a' -> 'it's'`), `Cannot write it's ${reason}`);
  assertEquals(sentence(full), `Cannot write all of its output ${reason}`);
  assertEquals(sentenceOfSystem(systemError(full)), `Cannot write all of its output ${reason}`);
});

Deno.test("sentenceOfSystem() has a sentence for each known error, and the system's for others", () => {
  const sentence = (code: string) =>
    sentenceOfSystem(systemError("Bad thing (os error 99): readfile '/a'", code));
  assertStringIncludes(`${sentence("EROFS")}`, "Cannot read /a as it must lie where one can write");
  assertStringIncludes(`${sentence("EMFILE")}`, "ulimit -n");
  assertEquals(
    sentence("EWHAT"),
    "Cannot read /a as the system must let it happen: bad thing",
  );
});

Deno.test("sentenceOfSystem() reports what doesn't fit into memory", () => {
  for (
    const run of [
      () => new Float64Array(1e13),
      () => new Float64Array(2 ** 53),
      () => new ArrayBuffer(2 ** 46),
      () => "x".repeat(2 ** 30),
      () => new Array<number>(2 ** 32),
      () => new WebAssembly.Memory({ initial: 1, maximum: 2 }).grow(9),
    ]
  ) {
    try {
      run();
    } catch (error) {
      assert(error instanceof Error);
      const sentence = `${sentenceOfSystem(error)}`;
      assertStringIncludes(sentence, "Cannot go on as the data must fit into memory", `${error}`);
      continue;
    }
    throw new Error(`${run} had room`);
  }
});

Deno.test("sentenceOfSystem() leaves other errors alone", () => {
  for (
    const error of [
      new RangeError("Invalid typed array length: -1"),
      new RangeError("Maximum call stack size exceeded"),
      new TypeError("Array buffer allocation failed"),
      new Error("Requires care"),
      new Error("no (os error"),
    ]
  ) {
    assertEquals(sentenceOfSystem(error), undefined);
  }
});

/** What a command says that writes or reads a file. */
async function said(permissions: readonly string[], ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command("deno", {
    args: [
      "run",
      "--no-prompt",
      "--quiet",
      ...permissions,
      "tests/fixtures/commands/write.ts",
      ...args,
    ],
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder().decode(stderr);
  assertEquals([code, stdout.length], [text === "" ? 0 : 1, 0]);
  return text;
}

Deno.test({
  ...needs({ read: [".temporary"], write: [".temporary"], run: ["deno"] }),
  name: "a command reports in one sentence what the system refuses",
  fn: async () => {
    await using folder = await temporaryFolder();
    const at = (name: string) => `${folder.path}/${name}`;
    const all = ["--allow-read", "--allow-write"];
    assertEquals(await said(all, at("file")), "");
    const long = "x".repeat(300);
    for (
      const [args, sentence] of [
        [[at("file/below")], `write ${at("file")} as it must be a folder: there is a file of that`],
        [[at("file/a/b")], `write ${at("file/a")} as its path must lead through folders: a part`],
        [[folder.path], `write ${folder.path} as it must be a file: it is a folder`],
        [[at(long)], "as its name must be shorter: the system takes no longer ones"],
        [[at("none"), "--read"], `read ${at("none")} as there is no such file`],
        [[folder.path, "--read"], `read ${folder.path} as it must be a file: it is a folder`],
      ] as const
    ) {
      const text = await said(all, ...args);
      assertStringIncludes(text, sentence);
      assertEquals([text.slice(0, 14), text.split("\n").length], ["error: Cannot ", 2]);
    }
    assertEquals(
      await said([], at("b")),
      `error: Cannot write ${folder.path} as Deno must be given --allow-write=${folder.path}: ` +
        "it was not\n",
    );
    const kept = await Array.fromAsync(Deno.readDir(folder.path));
    assertEquals(kept.map(({ name }) => name), ["file"]);
  },
});

Deno.test({
  ...needs({ run: ["deno"] }),
  ignore: needs({ run: ["deno"] }).ignore || Deno.build.os !== "linux",
  name: "a command reports in one sentence that the disk is full",
  fn: async () => {
    assertEquals(
      await said(["--allow-all"], "/dev/full", "--append"),
      "error: Cannot write /dev/full as the disk must have room: it is full\n",
    );
    assertEquals(
      await said(["--allow-write=/dev/full"], "/dev/full", "--append"),
      "error: Cannot use /dev/full as Deno must be given --allow-all: it was not\n",
    );
  },
});
