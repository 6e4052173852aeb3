import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { decodeTrials } from "../../../bench/compare/trials.ts";
import { needs } from "../../permissions.ts";
import { temporaryFolder } from "../../temporary_folder.ts";

Deno.test({
  ...needs({ read: ["."], write: [".temporary"], run: ["deno"] }),
  name: "compare trains a grid, and goes on where it was interrupted",
  async fn() {
    await using folder = await temporaryFolder();
    const out = `${folder.path}/compare.json`;
    const run = async (...args: string[]) => {
      const { code, stdout, stderr } = await new Deno.Command("deno", {
        args: [
          "run",
          "--frozen",
          "--no-prompt",
          "--allow-read",
          "--allow-write=.temporary",
          "bench/compare/main.ts",
          "--simulations",
          "512",
          "--epochs",
          "2",
          "--workers",
          "1",
          "--out",
          out,
          "--figures",
          folder.path,
          ...args,
        ],
        env: { NO_COLOR: "1" },
      }).output();
      const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
      return { code, stdout: text(stdout), stderr: text(stderr) };
    };
    const refused = await run("--mode", "offlin");
    assertEquals(refused.code, 1);
    assertStringIncludes(refused.stderr, "--mode must be some of offline,online,pooled");

    const unknown = await run("--recipes", "affine,hybrid+matching");
    assertEquals(unknown.code, 1);
    assertStringIncludes(unknown.stderr, 'Cannot use kit "hybrid+matching" as there is none');

    assertEquals((await run("--recipes", "affine")).code, 0);
    const both = await run("--recipes", "affine,statistics");
    assertEquals(both.stderr, "");
    assertStringIncludes(both.stdout, "affine, offline, seed 1: finished before");
    assertStringIncludes(both.stdout, "statistics, offline, seed 1: KL ");

    const { prior, results } = decodeTrials(await Deno.readTextFile(out));
    assertEquals(results.map(({ trial }) => trial.recipe), ["affine", "statistics"]);
    assert(results[0].kl.mean < prior + 1 && results[0].kl.mean > 5);
    const table = await Deno.readTextFile(`${folder.path}/compare.md`);
    assertStringIncludes(table, "| statistics | none | offline | 1 |");
    assertStringIncludes(await Deno.readTextFile(`${folder.path}/compare.svg`), "affine: ");
  },
});
