import { assert, assertEquals, assertThrows } from "@std/assert";
import { observation } from "../../../../lib/model/batch.ts";
import { sweepsConfig } from "../../../../lib/models/lif/sweeps/config.ts";
import { sweepsBatch } from "../../../../lib/models/lif/sweeps/sweeps_batch.ts";
import { meanCurrent, sweepsOf } from "../../../../lib/models/lif/sweeps/sweeps_of.ts";
import { simulated, turned } from "./fixture.ts";

const EXPERIMENT = { T: 10, sweeps: 8 };
const { observations } = simulated(1, 40, EXPERIMENT);

Deno.test("sweepsOf() reads the same sweeps in the same order from sets in any order", () => {
  let compared = 0;
  for (let row = 0; row < 40; row++) {
    const sweeps = sweepsOf(observations, row);
    for (let steps = 0; steps < sweeps.length; steps++) {
      const again = turned(observations, row, steps, EXPERIMENT);
      assertEquals(sweepsOf(again, 0), sweeps);
      if (observation(observations, row).values.voltage.join() !== again.values.voltage.join()) {
        compared++;
      }
    }
  }
  assert(compared > 40, "the order was changed");
});

Deno.test("sweepsOf() orders sweeps that differ in one value by that value", () => {
  const sweep = (voltage: number[], current: number[], spikes: number[]) => ({
    voltage: Float32Array.from(voltage),
    current: Float32Array.from(current),
    spikes: Float32Array.from(spikes),
  });
  const ordered = [
    sweep([-71, -70], [1, 1], [0, 0]),
    sweep([-70, -71], [0, 0], [0, 0]),
    sweep([-70, -70], [0, 0], [0, 0]),
    sweep([-70, -70], [0, 1], [0, 0]),
    sweep([-70, -70], [0, 1], [0, 1]),
    sweep([-70, -70, -70], [0, 0, 0], [0, 0, 0]),
  ];
  const config = sweepsConfig(EXPERIMENT);
  for (let i = 0; i < 6; i++) {
    const order = [...ordered.slice(i), ...ordered.slice(0, i)].reverse();
    assertEquals(sweepsOf(sweepsBatch(order, config), 0), ordered);
  }
});

Deno.test("sweepsOf() refuses sets that are no sweeps", () => {
  const refuse = (words: string, change: (one: ReturnType<typeof copy>) => void) => {
    const one = copy();
    change(one);
    assertThrows(() => sweepsOf(one, 0), RangeError, `Cannot read sweeps as ${words}`);
  };
  const copy = () => structuredClone(turned(observations, 0, 0, EXPERIMENT));
  refuse("present must be 0 from the end of a sweep on: in sweep 0 it is 0 at sample 3", (one) => {
    one.values.present[3] = 0;
  });
  refuse("each must have at least 2 samples: sweep 0 has 1", (one) => {
    one.values.present.fill(0, 1);
  });
  refuse("spikes must have as many as voltage, ", (one) => {
    if (one.sizes) one.sizes.spikes[0]++;
  });
  refuse("there must be at least 1: observation 0 has 0", (one) => {
    Object.values(one.sizes ?? {}).forEach((sizes) => sizes.fill(0));
  });
});

Deno.test("sweepsBatch() refuses too many, and sweeps that don't fit", () => {
  const config = sweepsConfig({ T: 1, sweeps: 2 });
  const sweep = (length: number, current = length) => ({
    voltage: new Float32Array(length),
    spikes: new Float32Array(length),
    current: new Float32Array(current),
  });
  const refuse = (words: string, sweeps: ReturnType<typeof sweep>[]) =>
    assertThrows(
      () => sweepsBatch(sweeps, config),
      RangeError,
      `Cannot make observation of sweeps as ${words}`,
    );
  refuse("number of sweeps must be an integer >= 1: current value is 0", []);
  refuse("number of sweeps must be in [1, 2]: current value is 3", [sweep(5), sweep(5), sweep(5)]);
  refuse("length of sweep 1 must be in [2, 5]: current value is 6", [sweep(5), sweep(6)]);
  refuse("current of sweep 0 must have 5 values: it has 4", [sweep(5, 4)]);
});

Deno.test("meanCurrent() counts every sample once, however the sweeps are cut", () => {
  const sweep = (current: number[]) => ({
    voltage: new Float32Array(current.length),
    spikes: new Float32Array(current.length),
    current: Float32Array.from(current),
  });
  assertEquals(meanCurrent([sweep([1, 2, 3]), sweep([10, 14])]), 6);
});
