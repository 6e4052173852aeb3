import { assert, assertEquals } from "@std/assert";
import { key, normals } from "../../../../lib/core/random.ts";
import { fromCoordinates, jointCoordinates } from "../../../../lib/model/coordinates.ts";
import { simulateJoint } from "../../../../lib/model/dataset.ts";
import { lifGuide } from "../../../../lib/models/lif/guide/guide.ts";
import { lifMode } from "../../../../lib/models/lif/guide/mode.ts";
import { lifPrior, priorConfig } from "../../../../lib/models/lif/prior/lif.ts";
import { lif, simConfig } from "../../../../lib/models/lif/simulator/lif.ts";
import { spikeCounts } from "../../../../lib/models/neuron/spikes.ts";

const COUNT = 300;
const prior = lifPrior();
const { theta, z, observations } = simulateJoint(key(4), { prior, simulator: lif() }, COUNT);
const guide = lifGuide(simConfig(), priorConfig());
const guided = Array.from({ length: COUNT }, (_, i) => guide.of(observations, i));
const transforms = guided.map(({ transform }) => transform());
const transformOf = (row: number) => transforms[row];
const { values: zeta } = jointCoordinates(prior, { theta, z }, transformOf);

Deno.test("lifGuide() never leaves the prior's support, however far the draw", () => {
  const wild = normals(key(5), COUNT * 6).map((value) => 3 * value);
  const logPrior = prior.logProb(fromCoordinates(prior, wild, transformOf));
  assert(logPrior.every((value) => value > -Infinity));
});

Deno.test("lifGuide() makes the truth nearly standard normal, silent or not", () => {
  const silent = spikeCounts(observations).map((count) => count === 0);
  for (const kind of [true, false]) {
    const rows = Array.from({ length: COUNT }, (_, i) => i).filter((i) => silent[i] === kind);
    for (let j = 0; j < 6; j++) {
      const own = rows.map((row) => zeta[6 * row + j]);
      const mean = own.reduce((a, b) => a + b, 0) / own.length;
      const square = own.reduce((a, b) => a + b * b, 0) / own.length;
      assert(Math.abs(mean) < 0.6, `mean ${mean} of ${prior.names[j]}`);
      assert(square > 0.4 && square < 1.8, `mean square ${square} of ${prior.names[j]}`);
    }
  }
});

Deno.test("lifGuide() names each number of its mode, in the order that networks were trained with", () => {
  const { mean, logSd, fisher, logDensity, distances } = lifMode(simConfig(), priorConfig())(
    observations,
    7,
  );
  const own = Object.fromEntries(guide.names.map((name, i) => [name, guided[7].features[i]]));
  assertEquals(Object.keys(own).length, guided[7].features.length);
  assertEquals(own["mode of V_th"], mean[0]);
  assertEquals(own["log sd of E_L + I_mean / g_L"], logSd[5]);
  assertEquals(own["correlation of log tau_m and V_th"], fisher[0]);
  assertEquals(own["correlation of E_L + I_mean / g_L and V_init"], fisher[14]);
  assertEquals(own["log density at the mode"], logDensity);
  assertEquals(own["distance of V_th to its upper bound"], distances[0]);
  assertEquals(own["distance of E_L to its lower bound"], distances[5]);
  const exact = Float32Array.from(guided[7].features);
  assertEquals([...exact], Array.from(guided[7].features)); // single precision holds them
});

Deno.test("lifGuide() makes the same of a row whatever came before it", () => {
  for (const row of [200, 3, 200]) {
    const again = guide.of(observations, row);
    assertEquals(Array.from(again.features), Array.from(guided[row].features));
    const cut = (values: Float64Array) => values.slice(6 * row, 6 * row + 6);
    const out = new Float64Array(6);
    again.transform().forward({ theta: cut(theta.values), z: cut(z) }, out);
    assertEquals(out, cut(zeta));
  }
});
