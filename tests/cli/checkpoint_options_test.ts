import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { needs } from "../permissions.ts";
import { temporaryFolder } from "../temporary_folder.ts";

const needed = needs({ read: ["."], write: [".temporary"], run: ["deno"] });

function command(name: string, args: readonly string[]): Deno.Command {
  const permissions = ["--allow-read", "--allow-write=.temporary"];
  return new Deno.Command("deno", {
    args: [
      "run",
      "--quiet",
      "--frozen",
      "--no-prompt",
      ...permissions,
      `lib/cli/${name}.ts`,
      ...args,
    ],
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

/** What a command says that ends with exit code 1. */
async function refusalOf(name: string, ...args: string[]): Promise<string> {
  const { code, stderr } = await command(name, args).output();
  const text = new TextDecoder().decode(stderr);
  assertEquals([code, text.split("\n").length, text.slice(0, 14)], [1, 2, "error: Cannot "], text);
  return text;
}

Deno.test({
  ...needed,
  name: "infer, grade and diagnose refuse a checkpoint of another kit than the one named",
  async fn() {
    const both = ["--recipe", "original", "--checkpoint", "data/default.safetensors"];
    for (
      const [name, ...args] of [
        ["infer", "data/example.csv"],
        ["grade", "data/lif_reference_50.safetensors"],
        ["diagnose"],
      ]
    ) {
      assertStringIncludes(
        await refusalOf(name, ...args, ...both),
        "data/default.safetensors as its model and numbers must be those asked for: model: original, not " +
          "default",
      );
    }
  },
});

Deno.test({
  ...needed,
  name: "figures refuses before the work what can't be written",
  async fn() {
    await using folder = await temporaryFolder();
    const file = `${folder.path}/file`;
    await Deno.writeTextFile(file, "");
    assertStringIncludes(
      await refusalOf("figures", "--out", file),
      `write ${file} as it must be a folder: there is a file of that name`,
    );
    await Deno.mkdir(`${folder.path}/out/recovery.png`, { recursive: true });
    assertStringIncludes(
      await refusalOf("figures", "--out", `${folder.path}/out`),
      `write ${folder.path}/out/recovery.png as it must be a file: it is a folder`,
    );
  },
});

Deno.test({
  ...needed,
  ignore: needed.ignore || Deno.build.os === "windows",
  name: "train, interrupted, reports how to go on and ends with exit code 130",
  async fn() {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/a.safetensors`;
    const size = ["--simulations", "512", "--epochs", "1000"];
    await using child = command("train", [...size, "--checkpoint", path]).spawn();
    const stderr = new Response(child.stderr).text();
    let printed = "";
    for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
      if (printed === "") child.kill("SIGINT");
      printed += chunk;
    }
    assertEquals((await child.status).code, 130);
    const lines = (await stderr).split("\n");
    assertEquals(lines.length, 2, lines.join("\n"));
    assertStringIncludes(
      lines[0],
      `interrupted: ${folder.path}/a.training.safetensors has the run`,
    );
    assertStringIncludes(lines[0], "deno task train --resume goes on with it");
    assert((await Deno.stat(`${folder.path}/a.training.safetensors`)).size > 100_000);
  },
});
