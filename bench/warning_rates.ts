/**
 * How often `infer` warns, as a Markdown table: of fresh simulations, by their number of spikes, and of
 * windows of a neuron's recording:
 *
 *     deno run --allow-read bench/warning_rates.ts [simulations] [seed] [recording.safetensors]
 *
 * The recording has a tensor `voltage`, [sweeps, samples] in mV at the time step that its metadata
 * calls `dt_ms`. It is cut into windows as long as the network's recordings; a spike is where 0 mV is
 * crossed upwards. A recording takes a fifth of a second.
 *
 * @module
 */
import { startBackend } from "../lib/compute/backend.ts";
import { namedCheckpoint } from "../lib/cli/checkpoint_files.ts";
import { loadWorkflow } from "../lib/cli/store.ts";
import { CHECK_LEVEL, observationCheck } from "../lib/diagnostics/checks/observation_check.ts";
import { experimentOf } from "../lib/models/lif/kit.ts";
import defaultKit from "../lib/models/lif/kits/default.ts";
import { simulateJoint } from "../lib/model/dataset.ts";
import { dataset } from "../lib/core/draws.ts";
import { readBytes } from "../lib/files.ts";
import { fold, key } from "../lib/core/random.ts";
import { decodeSafetensors, tensorOf } from "../lib/core/safetensors.ts";
import { impossibleSpike } from "../lib/models/lif/simulator/lif_possible.ts";
import { type LifFields, stepCount } from "../lib/models/lif/simulator/lif.ts";
import { type Batch, observation } from "../lib/model/batch.ts";
import { neuronBatch } from "../lib/models/neuron/fields.ts";

/** Where the neuron is said to spike, in mV. */
const CROSSING = 0;

const [simulations = "2000", seed = "2027", path] = Deno.args;
await startBackend("wasm");
using loaded = await loadWorkflow(namedCheckpoint("default"), defaultKit);
const { model, posterior, setup: { kit, numbers } } = loaded.workflow;
const { sim } = experimentOf(numbers);
const steps = stepCount(sim);
const checked = observationCheck(fold(key(1), "examination"), model, kit.diagnostics);

/** Windows of all sweeps, concatenated. */
async function windowsOf(path: string): Promise<Batch<LifFields>> {
  const content = decodeSafetensors(await readBytes(path));
  const { data, shape: [sweeps, samples] } = tensorOf(content, "voltage", "F32");
  const every = Math.round(sim.dt / Number(content.metadata.dt_ms));
  const perSweep = Math.floor(samples / (every * steps));
  const count = sweeps * perSweep;
  const voltage = Float32Array.from({ length: count * steps }, (_, i) => {
    const window = Math.floor(i / steps);
    const from = Math.floor(window / perSweep) * samples + (window % perSweep) * every * steps;
    return data[from + (i % steps) * every];
  });
  const spikes = voltage.map((v, i) =>
    Number(i % steps > 0 && v >= CROSSING && voltage[i - 1] < CROSSING)
  );
  return neuronBatch({ voltage, spikes }, sim.dt, count);
}

/** Prints a row for each kind of recordings, and one for all. */
async function rates(label: string, observations: Batch<LifFields>): Promise<void> {
  const tally = new Map<string, { warned: number; all: number; parts: Record<string, number> }>();
  for (let i = 0; i < observations.count; i++) {
    const one = observation(observations, i);
    const refused = impossibleSpike(one.values.spikes, sim, { startsBelow: true });
    const own = fold(fold(key(Number(seed)), label), i);
    const draws = dataset(await posterior.sample(fold(own, "posterior"), one, 1000), 0);
    const found = refused ? undefined : checked.check(own, one, draws);
    const parts = found?.rejected ?? ["refused"];
    const warned = !found || found.pValue <= CHECK_LEVEL;
    for (const kind of ["all", found?.kind ?? "refused"]) {
      const row = tally.get(kind) ?? { warned: 0, all: 0, parts: {} };
      row.all++;
      row.warned += Number(warned);
      for (const part of parts) row.parts[part] = (row.parts[part] ?? 0) + 1;
      tally.set(kind, row);
    }
  }
  for (const [kind, { warned, all, parts }] of tally) {
    const share = `${(100 * warned / all).toFixed(2)} %`;
    const by = Object.entries(parts).map(([part, count]) => `${part} ${count}`).join(", ");
    console.log(`| ${label}, ${kind} | ${all} | ${warned} | ${share} | ${by} |`);
  }
}

console.log("| recordings | number | warned or refused | share | by |\n|---|---|---|---|---|");
if (path !== undefined) await rates("windows", await windowsOf(path));
if (Number(simulations) > 0) {
  const fresh = simulateJoint(fold(key(Number(seed)), "fresh"), model, Number(simulations));
  await rates("simulations", fresh.observations);
}
