import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { sweepsOf } from "../../lib/models/lif/sweeps/sweeps_of.ts";
import { simulated, SWEEP_HEADER, sweepLines } from "../models/lif/sweeps/fixture.ts";
import { needs } from "../permissions.ts";
import { temporaryFolder } from "../temporary_folder.ts";
import { infer } from "./run_infer.ts";

const needed = needs({ read: ["."], write: [".temporary"], run: ["deno"] });
Deno.test({
  ...needed,
  name: "infer answers several files, each one sweep under its current",
  async fn() {
    await using folder = await temporaryFolder();
    const { theta, observations } = simulated(1, 60);
    const row = observations.sizes?.voltage.findIndex((size) => size === 2) ?? -1;
    const files = sweepsOf(observations, row).map((sweep, i) => {
      const path = `${folder.path}/${i}.csv`;
      Deno.writeTextFileSync(path, SWEEP_HEADER + sweepLines(sweep));
      return path;
    });
    const out = ["--out", `${folder.path}/draws.csv`];
    const answer = await infer(...files, "--recipe", "sweeps", "--draws", "200", ...out);
    assertEquals([answer.code, answer.stderr], [0, ""]);
    assertMatch(answer.stdout, /^assumes \(sweeps\): 1 to 30 sweeps in any order/);
    const draws = (await Deno.readTextFile(`${folder.path}/draws.csv`)).trim().split("\n");
    assertEquals(draws.length, 201);
    const V_init = draws.slice(1).map((line) => Number(line.split(",")[4]));
    const mean = V_init.reduce((a, b) => a + b) / 200;
    assertEquals(Math.abs(mean - theta.values[6 * row + 4]) < 1, true);
  },
});

Deno.test({
  ...needed,
  name: "infer refuses, in one sentence, files that are no sweeps, and several for one recording",
  async fn() {
    await using folder = await temporaryFolder();
    const at = (name: string, text: string) => {
      Deno.writeTextFileSync(`${folder.path}/${name}`, text);
      return `${folder.path}/${name}`;
    };
    const good = at("good.csv", `${SWEEP_HEADER}0,-70,0,100\n0.2,-70,0,100\n`);
    const bare = at("bare.csv", "time,voltage,spikes\n0,-70,0\n0.2,-70,0\n");
    const missing = await infer(good, bare, "--recipe", "sweeps");
    assertEquals([missing.code, missing.stdout], [1, ""]);
    assertMatch(
      missing.stderr,
      /^error: Cannot read recording \S+bare\.csv as it must have a column "current".+\n$/,
    );
    const several = await infer(good, good);
    assertEquals(several.code, 1);
    assertStringIncludes(several.stderr, "Cannot infer from 2 files as an observation of default");
    const none = await infer("--recipe", "sweeps");
    assertEquals(none.code, 1);
    assertStringIncludes(none.stderr, "it needs <observation>");
  },
});
