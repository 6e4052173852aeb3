import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  fitMisspecification,
  misspecification,
} from "../../../../lib/diagnostics/checks/misspecification.ts";
import { observation } from "../../../../lib/model/batch.ts";
import { sweepsConfig } from "../../../../lib/models/lif/sweeps/config.ts";
import { SWEEP_QUANTITIES, sweepSummaries } from "../../../../lib/models/lif/sweeps/quantities.ts";
import { sweepsBatch } from "../../../../lib/models/lif/sweeps/sweeps_batch.ts";
import { simulated, turned } from "./fixture.ts";

const EXPERIMENT = { T: 40, sweeps: 5 };

const evaluated = (batch: Parameters<typeof sweepSummaries>[0]) =>
  Object.fromEntries(SWEEP_QUANTITIES.map(({ name, evaluate }) => [name, evaluate(batch, 0)]));

Deno.test("SWEEP_QUANTITIES count the samples that are there, and no others", () => {
  const sweep = (voltage: number[], spikes: number[], current: number[]) => ({
    voltage: Float32Array.from(voltage),
    spikes: Float32Array.from(spikes),
    current: Float32Array.from(current),
  });
  const config = sweepsConfig({ ...EXPERIMENT, dt: 1 });
  const found = evaluated(sweepsBatch([
    sweep([-70, -60, -72, -62, -70], [0, 0, 1, 0, 1], [0, 0, 0, 0, 0]),
    sweep([-66, -64, -65], [0, 0, 0], [0, 0, 0]),
  ], config));
  assertEquals(found["spikes a second"], 250);
  assertEquals(found["shortest interval"], 2);
  assertAlmostEquals(found["mean voltage"], (-334 - 195) / 8, 1e-5);
  assertEquals([found["lowest voltage"], found["highest voltage"]], [-72, -60]);
  assertAlmostEquals(found["step between samples"], (10 + 12 + 10 + 8 + 2 + 1) / 6, 1e-5);
  assert(Number.isNaN(found["voltage by current"]), "the current is constant");
});

Deno.test("SWEEP_QUANTITIES see by how much the voltage follows the current", () => {
  const current = Float32Array.from({ length: 200 }, (_, k) => 100 * Math.sin(k / 40));
  let y = 0;
  const voltage = current.map((I) => -70 + 0.05 * (y += 0.02 * (I - y)));
  const spikes = new Float32Array(200);
  const found = evaluated(sweepsBatch([{ voltage, spikes, current }], sweepsConfig(EXPERIMENT)));
  assertAlmostEquals(found["voltage by current"], 50, 0.1);
});

Deno.test("SWEEP_QUANTITIES are the same for any order of the sweeps", () => {
  const { observations } = simulated(1, 10, EXPERIMENT);
  for (let row = 0; row < 10; row++) {
    assertEquals(
      evaluated(turned(observations, row, 1, EXPERIMENT)),
      evaluated(observation(observations, row)),
    );
  }
});

Deno.test("sweepSummaries() show sweeps that the model can't have made", () => {
  const fit = fitMisspecification(sweepSummaries(simulated(2, 400, EXPERIMENT).observations));
  const one = simulated(3, 20, EXPERIMENT).observations;
  const pValues = (batch: typeof one) =>
    Array.from(
      { length: 20 },
      (_, i) => misspecification(fit, sweepSummaries(observation(batch, i))).pValue,
    );
  const right = pValues(one);
  assert(right.filter((p) => p > 0.05).length >= 16);
  const noisy = pValues(simulated(3, 20, { ...EXPERIMENT, obs_noise_std: 3 }).observations);
  assert(noisy.every((p) => p < 0.05));
});
