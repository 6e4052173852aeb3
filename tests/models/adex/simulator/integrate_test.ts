import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { row } from "../../../../lib/core/draws.ts";
import { key, normals } from "../../../../lib/core/random.ts";
import { mean, sd } from "../../../../lib/core/stats.ts";
import { adexPrior } from "../../../../lib/models/adex/prior/adex.ts";
import { ADEX_REGIMES } from "../../../../lib/models/adex/regimes.ts";
import { adexConfig } from "../../../../lib/models/adex/simulator/config.ts";
import { run } from "../neurons.ts";

const quiet = adexConfig({ obs_noise_std: 0 });
const { theta: tonic } = ADEX_REGIMES.tonic;

/**
 * A membrane that reaches its steady voltage E_L + (I + η − w) / g_L in each step of the integrator:
 * its capacitance is g_L times half a step. The exponential is too sharp to be seen below threshold.
 */
const PROMPT = { ...tonic, C: 0.5, g_L: 10, E_L: -70, V_T: -50, Delta_T: 0.01, V_r: -70, a: 0 };

Deno.test("integrateAdex() follows the linear equations far below threshold", () => {
  const theta = { ...tonic, Delta_T: 0.05, a: 6, tau_w: 40 };
  const { voltage } = run(theta, 100, quiet);
  // x = (V − E_L, w): dx/dt = A x + (I/C, 0); its eigenvalues are complex here.
  const { C, g_L, E_L, a, tau_w } = theta;
  const [p, q] = [-(g_L / C + 1 / tau_w) / 2, (g_L / C) / tau_w + a / (C * tau_w)];
  const omega = Math.sqrt(q - p * p);
  const steady = 100 / (g_L + a);
  for (const k of [1, 10, 100, 400, 999]) {
    const t = k * quiet.dt;
    // V(0) = E_L and dV/dt(0) = I / C.
    const sine = (100 / C + p * steady) / omega * Math.sin(omega * t);
    const expected = steady + Math.exp(p * t) * (sine - steady * Math.cos(omega * t));
    assertAlmostEquals(voltage[k], E_L + expected, 2e-4);
  }
});

Deno.test("integrateAdex() adds a current of the given sd and correlation time", () => {
  const config = adexConfig({ T: 20_000, obs_noise_std: 0, tau_noise: 3 });
  const deviates = normals(key(1), 100_000);
  const { voltage } = run({ ...PROMPT, sigma: 30 }, 40, config, deviates);
  const current = Float64Array.from(voltage.subarray(1), (v) => (v + 70) * 10 - 40);
  assertAlmostEquals(mean(current), 0, 4 * 30 * Math.sqrt(2 * 3 / 20_000));
  assertAlmostEquals(sd(current), 30, 4 * 30 * Math.sqrt(3 / 20_000));
  for (const lag of [1, 15, 45]) {
    const pairs = current.length - lag;
    let product = 0;
    for (let k = 0; k < pairs; k++) product += current[k] * current[k + lag];
    const expected = Math.exp(-lag * config.dt / 3);
    assertAlmostEquals(product / pairs / 900, expected, 4 * Math.sqrt(2 * 3 / 20_000));
  }
});

Deno.test("integrateAdex() makes w greater by b at each spike, and lets it decay", () => {
  const current = new Float64Array(1000);
  current[100] = 300; // to −40 mV: a spike in the first step of the sample
  current[150] = 300;
  const { voltage, times } = run({ ...PROMPT, b: 25, tau_w: 50, t_ref: 0 }, current, quiet);
  assertEquals(times.map((time) => Math.round(time / 0.2)), [101, 151]);
  const w = (k: number) => -10 * (voltage[k] + 70);
  const after = (k: number, spike: number) => 25 * Math.exp(-(k - spike) * 0.2 / 50);
  assertEquals(voltage[100], -70);
  // Half a step of 0.1 ms is not known of either spike.
  for (const k of [102, 120, 149]) assertAlmostEquals(w(k), after(k, 100.25), 0.1);
  for (const k of [153, 300]) assertAlmostEquals(w(k), after(k, 100.25) + after(k, 150.25), 0.2);
});

Deno.test("integrateAdex() shows the peak at a spike, then holds the reset for the refractory time", () => {
  const { voltage, spikes } = run({ ...tonic, t_ref: 5 }, 500, quiet);
  const spike = spikes.indexOf(1);
  assertEquals(voltage[spike], 0);
  for (let k = spike + 1; k <= spike + 24; k++) assertEquals(voltage[k], -58);
  assert(voltage[spike + 26] > -58);
  assert(voltage.every((v) => v <= 0));
});

Deno.test("integrateAdex() adds the observation noise to what is recorded only", () => {
  const noise = normals(key(2), 1000);
  const config = adexConfig({ obs_noise_std: 0.5 });
  const [clean, noisy] = [run(tonic, 500, quiet), run(tonic, 500, config, undefined, noise)];
  assertEquals(noisy.spikes, clean.spikes);
  noisy.voltage.forEach((v, k) => assertAlmostEquals(v - clean.voltage[k], 0.5 * noise[k], 1e-5));
});

Deno.test("integrateAdex() stays finite, whatever the slope factor and the current", () => {
  const config = adexConfig({ obs_noise_std: 0 });
  for (const Delta_T of [1e-6, 1e-3, 0.2, 20]) {
    for (const current of [-1e6, -500, 500, 1e6]) {
      for (const V_r of [-90, -46]) {
        const { voltage } = run({ ...tonic, Delta_T, V_r }, current, config);
        assert(voltage.every((v) => Number.isFinite(v) && v <= 0), `${Delta_T} ${current} ${V_r}`);
      }
    }
  }
  const prior = adexPrior().sample(key(3), 500);
  for (let i = 0; i < 500; i++) {
    assert(run(row(prior, i), 1000, config).voltage.every(Number.isFinite));
  }
});

Deno.test("integrateAdex() refuses what is no neuron, and says why", () => {
  const cases = [
    [{ C: 0 }, "C must be > 0: current value is 0"],
    [{ Delta_T: -1 }, "Delta_T must be > 0: current value is -1"],
    [{ t_ref: -1 }, "t_ref must be >= 0: current value is -1"],
    [{ V_r: 5 }, "V_r must be < V_peak = 0: current value is 5"],
    [{ b: NaN }, "b must be finite: current value is NaN"],
  ] as const;
  for (const [wrong, message] of cases) {
    assertThrows(() => run({ ...tonic, ...wrong }, 500), RangeError, message);
  }
  assertThrows(() => run(tonic, new Float64Array(3)), RangeError, "current must have 1000 values");
  assertThrows(() => run(tonic, NaN), RangeError, "current");
});
