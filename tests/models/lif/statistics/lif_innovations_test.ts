import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { simulateJoint } from "../../../../lib/model/dataset.ts";
import { row } from "../../../../lib/core/draws.ts";
import { lifPrior } from "../../../../lib/models/lif/prior/lif.ts";
import { key } from "../../../../lib/core/random.ts";
import { lif, simConfig } from "../../../../lib/models/lif/simulator/lif.ts";
import { observation } from "../../../../lib/model/batch.ts";
import { lifInnovations } from "../../../../lib/models/lif/statistics/lif_innovations.ts";
import { correlation, mean, sd } from "../../../../lib/core/stats.ts";

const { theta, observations } = simulateJoint(key(1), { prior: lifPrior(), simulator: lif() }, 60);
const innovations = lifInnovations(simConfig());
const takenApart = (index: number, shift = 0) => {
  const { voltage, spikes } = observation(observations, index).values;
  return innovations(Float64Array.from(voltage, (v) => v + shift), spikes);
};

Deno.test("lifInnovations() leaves white noise of unit variance", () => {
  const errors = Array.from({ length: 60 }, (_, i) => [...takenApart(i).errors]);
  const all = errors.flat();
  assertAlmostEquals(mean(all), 0, 4 / Math.sqrt(all.length));
  assertAlmostEquals(sd(all), 1, 4 / Math.sqrt(2 * all.length));
  const before = errors.flatMap((e) => e.slice(0, -1));
  const after = errors.flatMap((e) => e.slice(1));
  assertAlmostEquals(correlation(before, after), 0, 4 / Math.sqrt(all.length));
});

Deno.test("lifInnovations() predicts the threshold where a spike came", () => {
  for (let i = 0; i < 60; i++) {
    const predicted = [...takenApart(i).atSpikes].filter((v) => !Number.isNaN(v));
    if (predicted.length > 4) assertAlmostEquals(mean(predicted), row(theta, i).V_th, 1.2);
  }
});

Deno.test("lifInnovations() accounts for every sample once", () => {
  for (let i = 0; i < 60; i++) {
    const { held, heldSteps, errors, steps, spikes } = takenApart(i);
    assertEquals(held.length, heldSteps.length);
    assertEquals(errors.length, steps.length);
    const seen = [...heldSteps, ...steps].sort((a, b) => a - b);
    assertEquals(new Set(seen).size, seen.length);
    // Only a last sample within a refractory time is left out.
    const cut = Number(spikes.length > 0 && spikes[spikes.length - 1] >= 1000 - 11);
    assertEquals(seen.length, 1000 - cut);
  }
});

Deno.test("lifInnovations() is invariant to a shift of the voltage", () => {
  for (const index of [0, 1, 2]) {
    const errors = takenApart(index).errors.slice();
    const shifted = takenApart(index, 30).errors;
    errors.forEach((e, k) => assertAlmostEquals(shifted[k], e, 1e-6));
  }
});

Deno.test("lifInnovations() takes recordings that spike at once, without end, or never", () => {
  const flat = new Float64Array(1000).fill(-60);
  for (const at of [[], [0], [0, 11, 22], [998], [500, 511, 995]]) {
    const spikes = new Float64Array(1000);
    for (const k of at) spikes[k] = 1;
    const { errors, held } = innovations(flat, spikes);
    assert([...errors, ...held].every(Number.isFinite));
  }
});

Deno.test("lifInnovations() refuses an experiment without noise", () => {
  assertThrows(
    () => lifInnovations(simConfig({ obs_noise_std: 0 })),
    RangeError,
    "Cannot filter LIF recording as obs_noise_std must be > 0: current value is 0",
  );
  assertThrows(() => lifInnovations(simConfig({ I_std: 0 })), RangeError, "I_std must be > 0");
});
