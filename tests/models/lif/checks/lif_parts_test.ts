import { assert, assertEquals } from "@std/assert";
import { simulateJoint } from "../../../../lib/model/dataset.ts";
import {
  CHECK_LEVEL,
  observationCheck,
} from "../../../../lib/diagnostics/checks/observation_check.ts";
import { lifDiagnosticParts } from "../../../../lib/models/lif/checks/lif_parts.ts";
import { take } from "../../../../lib/core/draws.ts";
import { lifPrior } from "../../../../lib/models/lif/prior/lif.ts";
import { fold, key } from "../../../../lib/core/random.ts";
import { decodeSafetensors } from "../../../../lib/core/safetensors.ts";
import { lif, type LifFields, simConfig } from "../../../../lib/models/lif/simulator/lif.ts";
import { type Batch, observation, observationsOf } from "../../../../lib/model/batch.ts";
import { spikeCounts } from "../../../../lib/models/neuron/spikes.ts";
import { mean } from "../../../../lib/core/stats.ts";
import { neuronBatch } from "../../../../lib/models/neuron/fields.ts";

const sim = simConfig();
const model = { prior: lifPrior(), simulator: lif(sim) };
const { check } = observationCheck(key(1), model, lifDiagnosticParts(sim));
const { theta, observations } = simulateJoint(key(2), model, 600);
const counts = spikeCounts(observations);
/** Recordings with one to four spikes: the rarest kind. */
const rows = [...counts.keys()].filter((i) => counts[i] > 0 && counts[i] < 5).slice(0, 30);
const few = { theta: take(theta, rows), observations: observationsOf(observations, rows) };

function oneOf(voltage: Float32Array, spikes: Float32Array): Batch<LifFields> {
  return neuronBatch({ voltage, spikes }, sim.dt);
}

Deno.test("lifDiagnosticParts() can reject recordings of the rarest kind, and seldom do", () => {
  const found = rows.map((_, i) =>
    check(fold(key(3), i), observation(few.observations, i), take(few.theta, [i]))
  );
  assert(found.every(({ kind }) => kind === "1 to 4 spikes"));
  // Three simulations as strange as the recording leave room.
  assert(found.every(({ leastP }) => leastP < CHECK_LEVEL / 2));
  assert(mean(found.map(({ rejected }) => rejected.length)) < 0.07);
  assert(mean(found.map(({ pValue }) => Number(pValue > 0.2))) > 0.5);
  assertEquals(JSON.parse(JSON.stringify(found[0])), found[0]);
});

Deno.test("lifDiagnosticParts() reject a flat line with two marks", () => {
  const voltage = new Float32Array(1000).fill(30);
  const spikes = Float32Array.from(voltage, (_, k) => Number(k === 300 || k === 700));
  const found = check(key(4), oneOf(voltage, spikes), few.theta);
  assertEquals(found.rejected, ["distances", "replicates"]);
  assertEquals(found.pValue, found.leastP);
});

Deno.test("lifDiagnosticParts() reject a posterior on a bound of the prior", () => {
  const j = theta.names.indexOf("V_th");
  const stuck = { ...few.theta, values: few.theta.values.map((v, i) => i % 6 === j ? -50 : v) };
  const { rejected, bounds } = check(key(5), observation(few.observations, 0), stuck);
  assert(rejected.includes("bounds"));
  assertEquals(bounds?.parameters[0].name, "V_th");
});

Deno.test("lifDiagnosticParts() report where they can't reject: of a kind that is never simulated", () => {
  const short = simConfig({ T: 20, tref: 0 });
  const brief = { prior: model.prior, simulator: lif(short) };
  const { length } = brief.simulator.fields.spikes;
  const spikes = Float32Array.from({ length }, (_, k) => Number(k % 4 === 1));
  const values = { voltage: new Float32Array(length).fill(-70), spikes };
  const found = observationCheck(key(1), brief, lifDiagnosticParts(short)).check(
    key(6),
    neuronBatch(values, short.dt),
    take(theta, []),
  );
  assertEquals([found.pValue, found.leastP, found.rejected], [1, 1, []]);
  assertEquals(found.alike, { count: 0, simulated: 200_000 });
  assertEquals([found.distances, found.replicates, found.bounds], [
    undefined,
    undefined,
    undefined,
  ]);
});

Deno.test("lifDiagnosticParts() find distances by statistics alone where there is no noise", () => {
  for (const overrides of [{ obs_noise_std: 0 }, { I_std: 0 }, { obs_noise_std: 0, I_std: 0 }]) {
    const still = simConfig({ T: 20, ...overrides });
    const brief = { prior: model.prior, simulator: lif(still) };
    const own = observationCheck(key(1), brief, lifDiagnosticParts(still));
    const { theta, observations } = simulateJoint(key(7), brief, 1);
    const found = own.check(key(8), observations, theta);
    assertEquals(found.rejected, []);
    assert(found.distances?.distances.every(({ summaries }) => summaries === "statistics"));
    const voltage = observations.values.voltage.map((v) => v + 30);
    const shifted = { ...observations, values: { ...observations.values, voltage } };
    assert(own.check(key(8), shifted, theta).rejected.includes("distances"));
  }
});

/** Measured, beside the project; skipped where it is not there or may not be read. */
const RECORDING = "../shared/recordings/l5_pyramidal_6_sweeps.safetensors";
const mayRead = Deno.permissions.querySync({ name: "read", path: RECORDING }).state === "granted";
const there = mayRead ? await Deno.readFile(RECORDING).catch(() => undefined) : undefined;

Deno.test({
  ignore: there === undefined,
  name: "lifDiagnosticParts() reject windows of a real neuron",
  fn: () => {
    const { data } = decodeSafetensors(there ?? new Uint8Array()).tensors.voltage;
    for (let window = 0; window < 100; window += 10) {
      const voltage = Float32Array.from(
        { length: 1000 },
        (_, k) => Number(data[2 * (1000 * window + k)]),
      );
      const spikes = voltage.map((v, k) => Number(k > 0 && v >= 0 && voltage[k - 1] < 0));
      if (spikes.every((spike) => spike === 0)) continue;
      const found = check(key(window), oneOf(voltage, spikes), few.theta);
      assert(found.rejected.includes("distances"), `window ${window}`);
    }
  },
});
