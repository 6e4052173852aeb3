/**
 * The cost of the guide: deno bench bench/lif_mode_bench.ts
 *
 * An iteration expands the approximate likelihood of 100 recordings, or summarises them: divide by
 * 100.
 *
 * @module
 */
import { simulateJoint } from "../lib/model/dataset.ts";
import { row } from "../lib/core/draws.ts";
import { lifPrior, priorConfig } from "../lib/models/lif/prior/lif.ts";
import { key } from "../lib/core/random.ts";
import { lif, simConfig } from "../lib/models/lif/simulator/lif.ts";
import { observation } from "../lib/model/batch.ts";
import {
  assumedDensity,
  type Expand,
  expansion,
} from "../lib/models/lif/statistics/assumed_density.ts";
import { assumedDensityPass } from "../lib/models/lif/statistics/assumed_density_pass.ts";
import { lifGuide } from "../lib/models/lif/guide/guide.ts";
import { steadyVoltage } from "../lib/models/lif/steady_voltage.ts";
import { featuresOf } from "../lib/model/guide.ts";
import { summarise } from "../lib/model/summary_variables.ts";

const ROWS = 100;
const config = simConfig();
const { theta, observations } = simulateJoint(
  key(1),
  { prior: lifPrior(), simulator: lif(config) },
  ROWS,
);
const points = Array.from({ length: ROWS }, (_, i) => {
  const { V_th, tau_m, g_L, V_reset, V_init, E_L } = row(theta, i);
  const drift = steadyVoltage({ E_L, g_L }, config.I_mean);
  return Float64Array.of(V_th, Math.log(tau_m), Math.log(g_L), V_reset, V_init, drift);
});
const out = expansion();

function expandAll(expand: Expand): void {
  points.forEach((point, i) => {
    const { voltage, spikes } = observation(observations, i).values;
    expand({ voltage, spikes }, point, out);
  });
}

const [reference, pass] = [assumedDensity(config), assumedDensityPass(config)];
Deno.bench("100 expansions, TypeScript", { group: "expansions" }, () => expandAll(reference));
Deno.bench("100 expansions, WebAssembly", { group: "expansions" }, () => expandAll(pass));

const features = featuresOf(lifGuide(config, priorConfig()));
Deno.bench("lifGuide() of 100 recordings", () => {
  summarise(features, observations);
});
