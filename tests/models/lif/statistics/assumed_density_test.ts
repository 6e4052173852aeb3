import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { simulate, simulateJoint } from "../../../../lib/model/dataset.ts";
import { type Draws, row } from "../../../../lib/core/draws.ts";
import { DIM } from "../../../../lib/models/lif/columns.ts";
import { lifPrior } from "../../../../lib/models/lif/prior/lif.ts";
import { key } from "../../../../lib/core/random.ts";
import { lifLogLikelihood } from "../../../../lib/models/lif/likelihood/lif_likelihood.ts";
import { lif, type LifParameter, simConfig } from "../../../../lib/models/lif/simulator/lif.ts";
import { observation } from "../../../../lib/model/batch.ts";
import {
  assumedDensity,
  type ExpandedTrace,
  expansion,
} from "../../../../lib/models/lif/statistics/assumed_density.ts";
import { correlation, mean } from "../../../../lib/core/stats.ts";
import { spikeCounts } from "../../../../lib/models/neuron/spikes.ts";

const config = simConfig();
const { theta, observations } = simulateJoint(
  key(1),
  { prior: lifPrior(), simulator: lif() },
  24,
);
const expand = assumedDensity(config);

/** The point of a row of theta in the coordinates of the approximation. */
function pointOf(draws: Draws<LifParameter>, index: number): Float64Array {
  const { V_th, tau_m, g_L, V_reset, V_init, E_L } = row(draws, index);
  const drift = E_L + config.I_mean / g_L;
  return Float64Array.of(V_th, Math.log(tau_m), Math.log(g_L), V_reset, V_init, drift);
}

function traceOf(i: number, { values: { voltage, spikes } } = observations) {
  const own = (series: Float32Array) => series.subarray(1000 * i, 1000 * (i + 1));
  return { voltage: own(voltage), spikes: own(spikes) };
}

function valueAt(trace: ExpandedTrace, point: Float64Array): number {
  const out = expansion();
  expand(trace, point, out);
  return out.value;
}

/** That the score is the slope of the value, by central differences. */
function assertScore(trace: ExpandedTrace, point: Float64Array): void {
  const out = expansion();
  expand(trace, point, out);
  for (let j = 0; j < DIM; j++) {
    const step = 1e-4;
    const [up, down] = [step, -step].map((h) => valueAt(trace, point.with(j, point[j] + h)));
    const expected = (up - down) / (2 * step);
    assertAlmostEquals(out.score[j], expected, 1e-3 * (1 + Math.abs(expected)));
  }
}

Deno.test("assumedDensity() has the score of its value, by central differences", () => {
  for (let i = 0; i < theta.count; i++) assertScore(traceOf(i), pointOf(theta, i));
});

Deno.test("assumedDensity() has the score of its value under a current that changes", () => {
  const current = Float32Array.from({ length: 1000 }, (_, k) => 200 + 80 * Math.sin(k / 20));
  for (let i = 0; i < theta.count; i++) {
    assertScore({ ...traceOf(i), current, reference: config.I_mean }, pointOf(theta, i));
  }
});

Deno.test("assumedDensity() depends on a current by its distance from the reference", () => {
  const constant = { current: new Float32Array(1000).fill(200), reference: 200 };
  for (let i = 0; i < 5; i++) {
    const point = pointOf(theta, i);
    const plain = valueAt(traceOf(i), point);
    assertEquals(valueAt({ ...traceOf(i), ...constant }, point), plain);
    // A steady voltage of another current is lifted by the difference.
    const g_L = Math.exp(point[2]);
    const other = point.with(5, point[5] - 50 / g_L);
    const value = valueAt({ ...traceOf(i), ...constant, reference: 150 }, other);
    assertAlmostEquals(value, plain, 1e-6);
  }
});

Deno.test("assumedDensity() differs from the exact log likelihood by little more than a constant", () => {
  const errors = Array.from({ length: theta.count }, (_, i) => {
    const exact = (shift: number) => {
      const draws = { ...theta, values: theta.values.slice(6 * i, 6 * i + 6), count: 1 };
      draws.values[0] += shift;
      return lifLogLikelihood(draws, observation(observations, i), config)[0];
    };
    const near = (shift: number) => {
      const point = pointOf(theta, i);
      return valueAt(traceOf(i), point.with(0, point[0] + shift));
    };
    return Math.abs(near(0.1) - near(0) - (exact(0.1) - exact(0)));
  });
  assert(Math.max(...errors) < 1, `worst ${Math.max(...errors)}`);
  assert(mean(errors) < 0.4, `mean ${mean(errors)}`);
});

Deno.test("assumedDensity() has as information the covariance of the score over recordings", () => {
  // Fisher's identity, with many recordings of one neuron: E[score] = 0, cov(score) = information.
  const values = [-55, 9, 9, -74, -71, -68];
  const one = {
    names: theta.names,
    count: 400,
    values: Float64Array.from({ length: 6 * 400 }, (_, i) => values[i % 6]),
  };
  const runs = simulate(key(2), lif(), one);
  const scores = Array.from({ length: DIM }, () => new Float64Array(400));
  const information = new Float64Array(21);
  const out = expansion();
  for (let i = 0; i < 400; i++) {
    expand(traceOf(i, runs), pointOf(one, 0), out);
    out.score.forEach((s, j) => scores[j][i] = s);
    out.information.forEach((f, j) => information[j] += f / 400);
  }
  const diagonal = (j: number) => Math.sqrt(information[j * (j + 3) / 2]);
  scores.forEach((s, j) => {
    const size = Math.sqrt(s.reduce((sum, v) => sum + v * v, 0) / 400);
    assertAlmostEquals(size / diagonal(j), 1, 0.25);
  });
  // The last row of the triangle begins with entry 15.
  const between = information[15 + 2] / (diagonal(2) * diagonal(5));
  assertAlmostEquals(correlation(scores[5], scores[2]), between, 0.15);
});

Deno.test("assumedDensity() is finite for silent and busy neurons, and without noise", () => {
  const counts = spikeCounts(observations);
  assert(counts.includes(0) && Math.max(...counts) > 10);
  const quiet = assumedDensity(simConfig({ obs_noise_std: 0, I_std: 0 }));
  const out = expansion();
  for (let i = 0; i < theta.count; i++) {
    quiet(traceOf(i), pointOf(theta, i), out);
    assert(Number.isFinite(out.value));
    assert(out.score.every(Number.isFinite) && out.information.every(Number.isFinite));
  }
});
