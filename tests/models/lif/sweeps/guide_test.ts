import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { key, normals } from "../../../../lib/core/random.ts";
import { sd } from "../../../../lib/core/stats.ts";
import { observation } from "../../../../lib/model/batch.ts";
import { fromCoordinates, jointCoordinates } from "../../../../lib/model/coordinates.ts";
import { lifPrior, priorConfig } from "../../../../lib/models/lif/prior/lif.ts";
import { sweepsConfig } from "../../../../lib/models/lif/sweeps/config.ts";
import { sweepsGuide } from "../../../../lib/models/lif/sweeps/guide.ts";
import { sweepsBatch } from "../../../../lib/models/lif/sweeps/sweeps_batch.ts";
import { sweepsOf } from "../../../../lib/models/lif/sweeps/sweeps_of.ts";
import { simulated, turned } from "./fixture.ts";

const COUNT = 200;
const experiment = { T: 100 };
const config = sweepsConfig(experiment);
const prior = lifPrior();
const { theta, z, observations } = simulated(1, COUNT, experiment);
const guide = sweepsGuide(config, priorConfig());
const guided = Array.from({ length: COUNT }, (_, row) => guide.of(observations, row));
const transforms = guided.map(({ transform }) => transform());
const transformOf = (row: number) => transforms[row];
const { values: zeta } = jointCoordinates(prior, { theta, z }, transformOf);

Deno.test("sweepsGuide() makes the truth nearly standard normal, for few sweeps and many", () => {
  const sizes = observations.sizes?.voltage ?? [];
  for (const [low, high] of [[1, 3], [4, 30]]) {
    const rows = Array.from({ length: COUNT }, (_, i) => i)
      .filter((i) => sizes[i] >= low && sizes[i] <= high);
    for (let j = 0; j < 6; j++) {
      const own = rows.map((row) => zeta[6 * row + j]);
      const mean = own.reduce((a, b) => a + b, 0) / own.length;
      assertAlmostEquals(mean, 0, 0.45, `mean of ${prior.names[j]}, ${low} to ${high} sweeps`);
      assertAlmostEquals(sd(own), 1, 0.3, `sd of ${prior.names[j]}, ${low} to ${high} sweeps`);
    }
  }
});

Deno.test("sweepsGuide() never leaves the prior's support, however far the draw", () => {
  const wild = normals(key(2), COUNT * 6).map((value) => 3 * value);
  const logPrior = prior.logProb(fromCoordinates(prior, wild, transformOf));
  assert(logPrior.every((value) => value > -Infinity));
});

Deno.test("sweepsGuide() is the same bits for any order of the sweeps", () => {
  for (let row = 0; row < 30; row++) {
    const point = zeta.subarray(6 * row, 6 * row + 6);
    const expected = { theta: new Float64Array(6), z: new Float64Array(6) };
    transforms[row].inverse(point, expected);
    for (const steps of [0, 1, 3]) {
      const again = guide.of(turned(observations, row, steps, experiment), 0);
      assertEquals(Array.from(again.features), Array.from(guided[row].features));
      const found = { theta: new Float64Array(6), z: new Float64Array(6) };
      again.transform().inverse(point, found);
      assertEquals(found, expected);
    }
  }
});

Deno.test("sweepsGuide() is surer of every parameter with each further sweep", () => {
  const at = (name: string) => guide.names.indexOf(name);
  const sds = ["V_th", "log tau_m", "log g_L", "V_reset", "V_init"].map((n) =>
    at(`log sd of ${n}`)
  );
  const row = observations.sizes?.voltage.findIndex((size) => size > 20) ?? -1;
  const sweeps = sweepsOf(observation(observations, row), 0);
  const widths = [1, 4, 16].map((count) => {
    const { features } = guide.of(sweepsBatch(sweeps.slice(0, count), config), 0);
    return sds.map((place) => features[place]);
  });
  for (let j = 0; j < sds.length; j++) {
    assert(widths[0][j] > widths[1][j] && widths[1][j] > widths[2][j]);
  }
  const V_init = widths.map((own) => own[4]);
  assert(V_init[1] - V_init[2] > 0.5, "about the square root of four");
});

Deno.test("sweepsGuide() names each of its features, all of them finite", () => {
  for (const { features } of guided) {
    assertEquals(features.length, guide.names.length);
    assert(Array.from(features).every(Number.isFinite));
  }
  const { features } = guided[0];
  const of = (name: string) => features[guide.names.indexOf(name)];
  const sweeps = sweepsOf(observations, 0);
  assertAlmostEquals(of("log number of sweeps"), Math.log(sweeps.length), 1e-6);
  const samples = sweeps.reduce((sum, { voltage }) => sum + voltage.length, 0);
  assertAlmostEquals(of("log number of samples"), Math.log(samples), 1e-6);
  const currents = sweeps.flatMap(({ current }) => Array.from(current));
  const mean = currents.reduce((a, b) => a + b) / samples;
  assertAlmostEquals(of("mean current"), mean, 1e-3);
  assertAlmostEquals(of("sd of the current"), sd(currents), 0.2);
});
