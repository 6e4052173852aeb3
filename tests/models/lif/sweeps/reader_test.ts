import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { observation } from "../../../../lib/model/batch.ts";
import { priorConfig } from "../../../../lib/models/lif/prior/lif.ts";
import { type SweepsConfig, sweepsConfig } from "../../../../lib/models/lif/sweeps/config.ts";
import { readSweeps } from "../../../../lib/models/lif/sweeps/reader.ts";
import { sweepsOf } from "../../../../lib/models/lif/sweeps/sweeps_of.ts";
import { simulated, SWEEP_HEADER, sweepLines } from "./fixture.ts";

const EXPERIMENT = { T: 20, sweeps: 4 };
const fileOf = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });

const read = (files: ReturnType<typeof fileOf>[], overrides: Partial<SweepsConfig> = EXPERIMENT) =>
  readSweeps(files, { sim: sweepsConfig(overrides), prior: priorConfig() });

const { observations } = simulated(1, 30, EXPERIMENT);
const several = observations.sizes?.voltage.findIndex((size) => size === 4) ?? -1;
const sweeps = sweepsOf(observation(observations, several), 0);

Deno.test("readSweeps() reads the same from one file with a column of sweeps as from a file each", () => {
  const each = read(sweeps.map((sweep, i) => fileOf(`${i}.csv`, SWEEP_HEADER + sweepLines(sweep))));
  const all = sweeps.map((sweep, i) => sweepLines(sweep, `${i},`)).join("");
  const together = read([fileOf("all.csv", `sweep,${SWEEP_HEADER}${all}`)]);
  assertEquals(each.notes, []);
  assertEquals(together.observation, each.observation);
  const found = sweepsOf(each.observation, 0);
  assertEquals(found.length, sweeps.length);
  found.forEach(({ voltage, spikes, current }, i) => {
    assertEquals([voltage, spikes], [sweeps[i].voltage, sweeps[i].spikes]);
    current.forEach((value, k) => assertAlmostEquals(value, sweeps[i].current[k], 1e-4));
  });
});

Deno.test("readSweeps() names the file that is refused, and what to do", () => {
  const good = fileOf("good.csv", SWEEP_HEADER + sweepLines(sweeps[0]));
  const refuse = (words: string, files: ReturnType<typeof fileOf>[], error = RangeError) =>
    assertThrows(() => read(files), error, words);
  refuse(
    'Cannot read recording bad.csv as it must have a column "current"',
    [good, fileOf("bad.csv", "t,V,spikes\n0,-70,0\n")],
    SyntaxError,
  );
  refuse(
    'Cannot read recording as it must have a column "current"',
    [fileOf("bad.csv", "t,V,spikes\n0,-70,0\n")],
    SyntaxError,
  );
  const long = Array.from({ length: 101 }, (_, k) => `${(k / 5).toFixed(1)},-70,0,100\n`).join("");
  refuse(
    "a sweep must have 2 to 100 samples: it has 101; deno task train --recipe sweeps --set T=20.2 " +
      "makes a network for such sweeps",
    [fileOf("long.csv", `${SWEEP_HEADER}${long}`)],
  );
  refuse(
    "Cannot infer from sweeps as there must be at most 4: there are 5; deno task train --recipe " +
      "sweeps --set sweeps=5",
    [good, good, good, good, good],
  );
  refuse(
    "Cannot infer from recording b.csv as every neuron must start below its threshold: the spike " +
      "on line 2 is on the first sample",
    [good, fileOf("b.csv", `${SWEEP_HEADER}0,-70,1,100\n0.2,-70,0,100\n`)],
  );
  refuse(
    "Cannot infer from recording as the last sample can't spike: the spike on line 4 is on it",
    [fileOf("c.csv", `${SWEEP_HEADER}0,-70,0,100\n0.2,-70,0,100\n0.4,-70,1,100\n`)],
  );
});

Deno.test("readSweeps() tells what it ignored, and of a current beyond the training's", () => {
  const text = `${SWEEP_HEADER.trim()},note\n0,-70,0,100,7\n0.2,-70,0,2000,7\n`;
  assertEquals(read([fileOf("a.csv", text), fileOf("b.csv", text)]).notes, [
    'ignored column "note"',
    "the current runs from 100 to 2000 pA, beyond what the network was trained on, levels from -100 " +
    "to 400 pA: --exact corrects the answer",
  ]);
});
