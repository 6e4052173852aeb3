import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { key, stream } from "../../../../lib/core/random.ts";
import { observation, rowOf } from "../../../../lib/model/batch.ts";
import { simulate, simulateJoint } from "../../../../lib/model/dataset.ts";
import { type GifConfig, gifConfig } from "../../../../lib/models/gif/config.ts";
import { gifHazard } from "../../../../lib/models/gif/likelihood/gif_hazard.ts";
import { seenSamples } from "../../../../lib/models/gif/mask.ts";
import { GIF_PARAMETERS } from "../../../../lib/models/gif/parameters.ts";
import { gifPrior } from "../../../../lib/models/gif/prior/gif.ts";
import { gif, integrateGif } from "../../../../lib/models/gif/simulator/gif.ts";
import { walkGif } from "../../../../lib/models/gif/simulator/walk.ts";
import { timeRescaling } from "../../../../lib/models/neuron/time_rescaling.ts";

const theta = {
  C: 160,
  g_L: 7,
  E_L: -60,
  V_reset: -37,
  b_fast: 300,
  b_slow: 60,
  tau_b: 60,
  V_T: -40,
  Delta_V: 1,
  c_fast: 6,
  c_slow: 4,
  tau_c: 60,
};
const values = Float64Array.from(GIF_PARAMETERS, (name) => theta[name]);
const SPIKES = [20, 31, 62.5]; // ms

/** The differential equations by Euler's method at a step of 0.2 µs, the current 150 + 100 sin. */
function reference(T: number) {
  const h = 2e-4;
  let v = theta.E_L, wFast = 0, wSlow = 0, fast = 0, slow = 0;
  const due = SPIKES.map((time) => time + 5);
  const at = new Map<number, { v: number; threshold: number }>();
  for (let n = 0; n * h < T; n++) {
    if (due.length > 0 && n * h >= due[0] - h / 2) {
      due.shift();
      [v, wFast, wSlow] = [theta.V_reset, wFast + theta.b_fast, wSlow + theta.b_slow];
      [fast, slow] = [fast + theta.c_fast, slow + theta.c_slow];
    }
    if (n % 2500 === 0) at.set(n / 2500, { v, threshold: theta.V_T + fast + slow });
    const current = 150 + 100 * Math.sin(n * h / 8);
    v += h / theta.C * (-theta.g_L * (v - theta.E_L) - wFast - wSlow + current);
    wFast -= h * wFast / 3;
    wSlow -= h * wSlow / theta.tau_b;
    fast -= h * fast / 12;
    slow -= h * slow / theta.tau_c;
  }
  return at;
}

/** The largest errors of voltage and threshold at multiples of 0.5 ms out of the refractory time. */
function errors(dt: number) {
  const T = 100, every = Math.round(0.5 / dt);
  const at = reference(T);
  const current = Float32Array.from(
    { length: T / dt },
    (_, k) => 150 + 100 * Math.sin((k + 0.5) * dt / 8),
  );
  let voltage = 0, threshold = 0;
  walkGif(values, current, gifConfig({ T, dt }), (k, v, log) => {
    const expected = at.get(k / every);
    if (log > -Infinity && expected) {
      const distance = (log - Math.log(dt)) * theta.Delta_V;
      voltage = Math.max(voltage, Math.abs(v - expected.v));
      threshold = Math.max(threshold, Math.abs(v - distance - expected.threshold));
    }
    return SPIKES.some((time) => Math.abs(time - k * dt) < 1e-9);
  });
  return { voltage, threshold };
}

Deno.test("walkGif() follows the differential equations, with an error of second order", () => {
  const coarse = errors(0.5), fine = errors(0.25);
  assert(coarse.voltage < 0.02, `${coarse.voltage} mV`);
  assert(fine.voltage < coarse.voltage / 3, `${fine.voltage} mV`);
  assert(coarse.threshold < 1e-3, `${coarse.threshold} mV`);
});

const config = gifConfig();
const model = { prior: gifPrior(), simulator: gif() };

Deno.test("gif() makes spikes that pass time rescaling, and not that of other neurons", () => {
  const { theta, observations } = simulateJoint(key(1), model, 60);
  const tested = (
    change: Partial<Record<typeof GIF_PARAMETERS[number], (x: number) => number>>,
  ) => {
    const values = theta.values.map((value, at) =>
      change[GIF_PARAMETERS[at % GIF_PARAMETERS.length]]?.(value) ?? value
    );
    return timeRescaling(
      key(2),
      observations,
      gifHazard({ ...theta, values }, observations, config),
    );
  };
  const own = tested({});
  assert(own.values.length > 500);
  assert((own.pValue ?? 0) > 0.05, `${own.pValue}`);
  assert((tested({ V_T: (v) => v + 1 }).pValue ?? 1) < 1e-3);
  assert((tested({ c_fast: () => 0, c_slow: () => 0 }).pValue ?? 1) < 1e-3);
  assert((tested({ b_slow: () => 0 }).pValue ?? 1) < 1e-3);
});

/** The error of the voltage where it is seen: the recorded less that of the path. */
function errorsOf(config: GifConfig, seed: number) {
  const { theta, observations } = simulateJoint(
    key(seed),
    { prior: gifPrior(), simulator: gif(config) },
    1,
  );
  const { spikes, voltage, current } = rowOf(observations, 0);
  const error = new Float64Array(spikes.length).fill(NaN);
  const seen = new Set(seenSamples(spikes, { before: 6, after: 20 }));
  walkGif(theta.values, current, config, (k, v) => {
    if (seen.has(k)) error[k] = voltage[k] - v;
    return spikes[k] === 1;
  });
  return error;
}

Deno.test("gif() records with a slow and an independent error where no spike is near", () => {
  const long = gifConfig({ T: 60_000, error_tau: 20, error_sd: 1.5, white_sd: 0.8 });
  const error = errorsOf(long, 3);
  const moment = (lag: number) => {
    const pairs = [...error.keys()].map((k) => error[k] * error[k + lag]).filter((p) => p === p);
    assert(pairs.length > 30_000);
    return pairs.reduce((a, b) => a + b, 0) / pairs.length;
  };
  // 60 s hold about 1,500 independent values.
  assertAlmostEquals(moment(0), 2.25 + 0.64, 0.4);
  assertAlmostEquals(moment(20), 2.25 * Math.exp(-0.5), 0.35);
});

Deno.test("gif() takes the current that is given", () => {
  const { theta, observations } = simulateJoint(key(4), model, 2);
  const again = simulate(key(5), model.simulator, theta, { given: observations });
  assertEquals(again.values.current, observations.values.current);
  const one = observation(observations, 1);
  const both = simulate(key(5), model.simulator, theta, { given: one });
  assertEquals(rowOf(both, 0).current, rowOf(one, 0).current);
  assertEquals(rowOf(both, 1).voltage, rowOf(again, 1).voltage);
});

Deno.test("gif() holds the refractory time, and its voltage is finite for every draw", () => {
  const { observations } = simulateJoint(key(6), model, 300);
  assert(observations.values.voltage.every(Number.isFinite));
  for (let i = 0; i < 300; i++) {
    const times = [...rowOf(observations, i).spikes.entries()].flatMap(([k, s]) => s ? [k] : []);
    times.slice(1).forEach((k, at) => assert(k - times[at] >= 10));
  }
});

Deno.test("integrateGif() refuses what it can't integrate", () => {
  const out = { voltage: new Float32Array(2000), spikes: new Float32Array(2000) };
  const current = new Float32Array(2000);
  const run = (change: Partial<typeof theta>, injected = current) =>
    integrateGif(stream(key(1)), { ...theta, ...change }, injected, config, out);
  run({});
  assertThrows(
    () => run({ tau_b: -1 }),
    RangeError,
    "Cannot simulate GIF neuron as tau_b must be > 0: current value is -1",
  );
  assertThrows(() => run({ E_L: NaN }), RangeError, "E_L must be finite");
  assertThrows(() => run({}, new Float32Array(3)), RangeError, "current");
  assertThrows(() => run({}, current.with(7, Infinity)), RangeError, "current[7]");
});
