import { assert, assertAlmostEquals } from "@std/assert";
import { simulateJoint } from "../../../../lib/model/dataset.ts";
import { column } from "../../../../lib/core/draws.ts";
import { lifPrior, priorConfig } from "../../../../lib/models/lif/prior/lif.ts";
import { key } from "../../../../lib/core/random.ts";
import { lif, simConfig } from "../../../../lib/models/lif/simulator/lif.ts";
import { lifMode } from "../../../../lib/models/lif/statistics/lif_mode.ts";
import { spikeCounts } from "../../../../lib/models/neuron/spikes.ts";
import { summarise } from "../../../../lib/model/summary_variables.ts";
import { mean } from "../../../../lib/core/stats.ts";

const mode = lifMode(simConfig(), priorConfig());
const { theta, observations } = simulateJoint(
  key(3),
  { prior: lifPrior(), simulator: lif() },
  600,
);
const values = summarise(mode, observations);
const width = mode.names.length;
const statistic = (name: string) => {
  const at = mode.names.indexOf(name);
  return Array.from({ length: observations.count }, (_, i) => values[i * width + at]);
};

/** The truths of each coordinate whose bounds do not matter here. */
const truths: Record<string, Float64Array> = {
  V_th: column(theta, "V_th"),
  "log tau_m": column(theta, "tau_m").map(Math.log),
  "E_L + I_mean / g_L": column(theta, "E_L").map((E_L, i) => E_L + 200 / column(theta, "g_L")[i]),
};

Deno.test("lifMode() tells the truth within its own standard deviations, as often as a normal law", () => {
  for (const [name, truth] of Object.entries(truths)) {
    const modes = statistic(`mode of ${name}`), logSds = statistic(`log sd of ${name}`);
    const spiking = spikeCounts(observations).map((count) => count > 0);
    const z = modes.map((value, i) => (truth[i] - value) / Math.exp(logSds[i]))
      .filter((_, i) => spiking[i]);
    assertAlmostEquals(mean(z), 0, 0.3, name);
    assertAlmostEquals(Math.sqrt(mean(z.map((v) => v * v))), 1, 0.15, name);
  }
});

Deno.test("lifMode() is finite for every recording of the prior, and its correlations are some", () => {
  assert(values.every(Number.isFinite));
  const ridge = statistic("correlation of E_L + I_mean / g_L and log g_L");
  assert(ridge.every((r) => Math.abs(r) < 4) && ridge.some((r) => Math.abs(r) > 0.2));
});

Deno.test("lifMode() depends on nothing but the recording", () => {
  const again = new Float32Array(width);
  mode.write(observations, 7, again, 0);
  again.forEach((value, i) => assertAlmostEquals(value, values[7 * width + i], 0));
});
