import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { simulateJoint } from "../../../../lib/model/dataset.ts";
import { lifPrior } from "../../../../lib/models/lif/prior/lif.ts";
import { key, normals } from "../../../../lib/core/random.ts";
import { lif, simConfig } from "../../../../lib/models/lif/simulator/lif.ts";
import { lifStatistics } from "../../../../lib/models/lif/statistics/lif.ts";
import { summarise, timeSeriesOf } from "../../../../lib/model/summary_variables.ts";
import { neuronBatch } from "../../../../lib/models/neuron/fields.ts";

const statistics = lifStatistics(simConfig());
const { observations } = simulateJoint(key(9), { prior: lifPrior(), simulator: lif() }, 500);

/** A recording at −68 mV (where statistics are zero) but for what is changed. */
function recordingWith(voltage: Record<number, number>, spikes: readonly number[] = []) {
  const out = neuronBatch(
    { voltage: new Float32Array(1000).fill(-68), spikes: new Float32Array(1000) },
    0.2,
  );
  for (const [k, v] of Object.entries(voltage)) out.values.voltage[Number(k)] = v;
  for (const k of spikes) out.values.spikes[k] = 1;
  return out;
}

function statistic(name: string, observation: ReturnType<typeof recordingWith>): number {
  const index = statistics.names.indexOf(name);
  assert(index >= 0, `no statistic "${name}"`);
  return summarise(statistics, observation)[index];
}

Deno.test("lifStatistics() are finite and have distinct names", () => {
  assert(summarise(statistics, observations).every(Number.isFinite));
  assertEquals(new Set(statistics.names).size, statistics.names.length);
  assertEquals(statistics.shape, [statistics.names.length]);
});

Deno.test("lifStatistics() average what means the same to the neuron", () => {
  const one = recordingWith({ 0: -62, 1: -62, 2: -62 });
  assertAlmostEquals(statistic("from start 0 ms: mean", one), 1, 1e-6); // samples 0, 1, 2
  const spike = recordingWith({ 500: -74, 510: -74, 511: -56, 499: -62 }, [500]);
  assertAlmostEquals(statistic("held mean", spike), -2 / 11, 1e-6); // samples 500 … 510
  assertAlmostEquals(statistic("from release 0 ms: mean", spike), 2 / 3, 1e-6); // 511, 512, 513
  assertAlmostEquals(statistic("0.2 ms before spikes: mean", spike), 1, 1e-6);
  assertAlmostEquals(statistic("spike count", spike), 0.1, 1e-6);
  assertAlmostEquals(statistic("first spike", spike), 0.5, 1e-6);
});

Deno.test("lifStatistics() see the noise in the increments, within an interval only", () => {
  const noise = normals(key(3), 1000);
  const noisy = recordingWith(Object.fromEntries(noise.map((x) => -68 + x).entries()));
  // An increment of white noise has twice its variance, here in units of 6 mV.
  assertAlmostEquals(
    statistic("increment over 0.2 ms: log mean square", noisy),
    Math.log(2 / 36),
    0.2,
  );
  const jump = recordingWith({}, [500]);
  jump.values.voltage.fill(-50, 511);
  assertEquals(statistic("increment over 3.2 ms: mean", jump), 0);
});

Deno.test("lifStatistics() of a recording don't depend on its neighbours", () => {
  const all = summarise(statistics, observations);
  const width = statistics.names.length;
  const alone = new Float32Array(width);
  statistics.write(observations, 123, alone, 0);
  assertEquals(alone, all.slice(123 * width, 124 * width));
});

Deno.test("lifStatistics() work for another time grid", () => {
  const config = simConfig({ T: 50, dt: 0.1, tref: 1 });
  const { observations } = simulateJoint(key(1), { prior: lifPrior(), simulator: lif(config) }, 20);
  assert(summarise(lifStatistics(config), observations).every(Number.isFinite));
});

Deno.test("timeSeriesOf() interleaves the channels", () => {
  const series = timeSeriesOf(["voltage", "spikes"], 1000);
  const values = summarise(series, recordingWith({ 1: -60 }, [1]));
  assertEquals([...values.slice(0, 4)], [-68, 0, -60, 1]);
});
