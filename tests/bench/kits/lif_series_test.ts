import { assertAlmostEquals, assertEquals } from "@std/assert";
import { simulateJoint } from "../../../lib/model/dataset.ts";
import { lifPrior } from "../../../lib/models/lif/prior/lif.ts";
import { key } from "../../../lib/core/random.ts";
import { lif, simConfig } from "../../../lib/models/lif/simulator/lif.ts";
import { lifSeries } from "../../../bench/kits/lif_series.ts";
import { summarise } from "../../../lib/model/summary_variables.ts";

const config = simConfig();
const { names, shape } = lifSeries(config);
const { theta, observations } = simulateJoint(
  key(1),
  { prior: lifPrior(), simulator: lif({ ...config, obs_noise_std: 0 }) },
  5,
);
const series = summarise(lifSeries(config), observations);
const channel = (row: number, name: string) =>
  Array.from({ length: 1000 }, (_, k) => series[(row * 1000 + k) * 4 + names.indexOf(name)]);

Deno.test("lifSeries() has the raw channels in it", () => {
  assertEquals(shape, [1000, 4]);
  for (const name of ["voltage", "spikes"] as const) {
    const all = Array.from({ length: 5 }, (_, row) => channel(row, name)).flat();
    assertEquals(all, [...observations.values[name]]);
  }
});

Deno.test("lifSeries() is refractory where the neuron is held at reset", () => {
  let held = 0;
  for (let row = 0; row < 5; row++) {
    const reset = theta.values[row * 6 + theta.names.indexOf("V_reset")];
    const voltage = channel(row, "voltage");
    channel(row, "refractory").slice(0, -1).forEach((value, k) => {
      const atReset = voltage[k] === Math.fround(reset);
      if (value === 1) held++;
      assertEquals(value === 1, atReset, `row ${row}, step ${k}`);
    });
  }
  assertEquals(held % 11, 0); // 10 steps after each spike, and its own
});

Deno.test("lifSeries() forgets a spike by a factor of e in 50 steps", () => {
  for (let row = 0; row < 5; row++) {
    const spikes = channel(row, "spikes");
    channel(row, "recency").forEach((value, k) => {
      const last = spikes.lastIndexOf(1, k);
      assertAlmostEquals(value, last < 0 ? 0 : Math.exp((last - k) / 50), 1e-6);
    });
  }
});
