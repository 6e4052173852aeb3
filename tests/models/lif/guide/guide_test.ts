import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { simulateJoint } from "../../../../lib/model/dataset.ts";
import { inOrder } from "../../../../lib/core/draws.ts";
import { lifLocalCoordinates } from "../../../../lib/models/lif/prior/local_coordinates.ts";
import { lifPrior, priorConfig } from "../../../../lib/models/lif/prior/lif.ts";
import { key, normals } from "../../../../lib/core/random.ts";
import { lif, simConfig } from "../../../../lib/models/lif/simulator/lif.ts";
import { normalLogDensity } from "../../../../lib/core/special.ts";
import { lifMode } from "../../../../lib/models/lif/statistics/lif_mode.ts";
import { spikeCounts } from "../../../../lib/models/neuron/spikes.ts";
import { summarise } from "../../../../lib/model/summary_variables.ts";
import { logAbsDet } from "../../../laws.ts";

const COUNT = 300;
const config = { sim: simConfig(), prior: priorConfig() };
const prior = lifPrior();
const { theta, z, observations } = simulateJoint(key(4), { prior, simulator: lif() }, COUNT);
const mode = lifMode(config.sim, config.prior);
const given = { summaries: summarise(mode, observations), size: mode.names.length, each: 1 };
const local = lifLocalCoordinates(prior, config);
const atoms = prior.atoms(theta);
const zeta = local.ofJoint(theta, z, given);
/** Whether a row lies so far out that doubles lose it. */
const isFar = (row: number) =>
  zeta.subarray(6 * row, 6 * row + 6).some((value) => Math.abs(value) > 5);

Deno.test("lifLocalCoordinates() are inverted, atoms included", () => {
  const back = local.inverse(zeta, given);
  back.values.forEach((value, i) => {
    if (!isFar(Math.floor(i / 6))) assertAlmostEquals(value, theta.values[i], 1e-6);
  });
  assert(atoms.includes(1));
  assert(zeta.filter((value) => Math.abs(value) > 5).length < 6);
});

Deno.test("lifLocalCoordinates() never leave the prior's support, however far the draw", () => {
  const wild = normals(key(5), COUNT * 6).map((value) => 3 * value);
  const { values } = local.inverse(wild, given);
  const logPrior = prior.logProb({ names: prior.names, count: COUNT, values });
  assert(logPrior.every((value) => value > -Infinity));
});

Deno.test("lifLocalCoordinates() have the Jacobian that central differences find", () => {
  const { logDet } = local.forward(theta, given);
  for (let row = 0; row < 40; row++) {
    if (atoms[row] === 1) {
      assert(Number.isNaN(logDet[row]));
      continue;
    }
    const at = (j: number, step: number) => {
      const values = theta.values.slice(6 * row, 6 * row + 6);
      values[j] += step;
      const own = { ...given, summaries: given.summaries.subarray(row * given.size) };
      return local.forward({ names: prior.names, count: 1, values }, own).values;
    };
    const h = 1e-5;
    const columns = Array.from({ length: 6 }, (_, j) => [at(j, h), at(j, -h)]);
    const jacobian = columns.map((_, i) =>
      columns.map(([up, down]) => (up[i] - down[i]) / (2 * h))
    );
    if (jacobian.flat().every(Number.isFinite)) { // not across a bound
      assertAlmostEquals(logDet[row], logAbsDet(jacobian), 1e-3);
    }
  }
});

Deno.test("toWhitened() goes from the law to the prior by both their densities", () => {
  const { values, logDet } = local.toWhitened!(zeta, given);
  values.forEach((value, i) => {
    if (!isFar(Math.floor(i / 6))) assertAlmostEquals(value, z[i], 1e-4);
  });
  const toTheta = local.forward(theta, given).logDet;
  const logPrior = prior.logProb(theta);
  for (let row = 0; row < COUNT; row++) {
    if (atoms[row] === 1 || isFar(row)) continue;
    let logNormal = 0;
    for (const value of z.subarray(6 * row, 6 * row + 6)) logNormal += normalLogDensity(value);
    assertAlmostEquals(logDet[row], toTheta[row] - logPrior[row] + logNormal, 1e-4);
  }
});

Deno.test("lifLocalCoordinates() make the truth nearly standard normal, silent or not", () => {
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

Deno.test("lifLocalCoordinates() know which rows belong to which recording", () => {
  const two = { ...given, summaries: given.summaries.slice(0, 2 * given.size), each: 3 };
  const values = Float64Array.from(
    { length: 36 },
    (_, i) => theta.values[6 * (i < 18 ? 0 : 1) + i % 6],
  );
  const { values: images } = local.forward({ names: prior.names, count: 6, values }, two);
  assertEquals(images.slice(0, 6), images.slice(12, 18));
  assertEquals([...images.slice(18, 24)], [...local.forward(theta, given).values.slice(6, 12)]);
});

Deno.test("lifLocalCoordinates() know columns by their names", () => {
  const turned = inOrder("turn", theta, [...prior.names].reverse());
  assertEquals(local.forward(turned, given), local.forward(theta, given));
  assertEquals(local.ofJoint(turned, z, given), zeta);
});

Deno.test("lifLocalCoordinates() give no density off the support to one row, and others theirs", () => {
  const { logDet } = local.forward(theta, given);
  const values = theta.values.slice();
  [[0, -60.0001], [4, -64], [3, -60], [1, 21]].forEach(([j, value], row) =>
    values[6 * row + j] = value
  );
  const other = local.forward({ ...theta, values }, given).logDet;
  assertEquals([...other.subarray(0, 4)], new Array(4).fill(-Infinity));
  assertEquals(other.subarray(4), logDet.subarray(4));
});

Deno.test("lifLocalCoordinates() know the Jacobian of rows on an atom, before they were clipped", () => {
  const own = local.logDetOfJoint(theta, z, given);
  const { logDet } = local.forward(theta, given);
  for (let row = 0; row < COUNT; row++) {
    if (atoms[row] === 0 && !isFar(row)) assertAlmostEquals(own[row], logDet[row], 1e-6);
    assert(Number.isFinite(own[row]));
  }
});
