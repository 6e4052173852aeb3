import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { cholesky, logDeterminant, mahalanobis } from "../../../../lib/core/linear_algebra.ts";
import { key } from "../../../../lib/core/random.ts";
import { rowOf } from "../../../../lib/model/batch.ts";
import { simulateJoint } from "../../../../lib/model/dataset.ts";
import { type GifConfig, gifConfig } from "../../../../lib/models/gif/config.ts";
import { gifLikelihood, logSpike } from "../../../../lib/models/gif/likelihood/gif_likelihood.ts";
import { gifTrace } from "../../../../lib/models/gif/likelihood/gif_trace.ts";
import { gifPrior } from "../../../../lib/models/gif/prior/gif.ts";
import { gif } from "../../../../lib/models/gif/simulator/gif.ts";

type Recording = Readonly<Record<"voltage" | "spikes" | "current", Float32Array>>;

/**
 * The likelihood by its definition, without any recursion: voltage and threshold at each sample as
 * sums over all earlier spikes and currents, the error of the voltage as one multivariate normal.
 */
function bruteForce(theta: Float64Array, recording: Recording, config: GifConfig): number {
  const [C, g_L, E_L, V_reset, b_fast, b_slow, tau_b, V_T, Delta_V, c_fast, c_slow, tau_c] = theta;
  const { dt, tref, mask_before, mask_after, error_sd, error_tau, white_sd } = config;
  const times = [...recording.spikes.keys()].map((k) => k * dt);
  const spikes = times.filter((_, k) => recording.spikes[k] === 1);
  const ends = spikes.map((time) => time + tref);
  const ago = (end: number, t: number) => t - end > -1e-9 ? t - end : Infinity;
  /** The mean of a spike-triggered current from t to t + dt. */
  const during = (tau: number, end: number, t: number) =>
    tau / dt * (Math.exp(-ago(end, t) / tau) - Math.exp(-(ago(end, t) + dt) / tau));
  const adaptation = (t: number) =>
    ends.reduce(
      (sum, end) =>
        sum + b_fast * during(config.tau_b_fast, end, t) + b_slow * during(tau_b, end, t),
      0,
    );
  const threshold = (t: number) =>
    ends.reduce(
      (sum, end) =>
        sum + c_fast * Math.exp(-ago(end, t) / config.tau_c_fast) +
        c_slow * Math.exp(-ago(end, t) / tau_c),
      V_T,
    );
  const decay = (t: number) => Math.exp(-t * g_L / C);
  const voltage = (t: number) => {
    const end = ends.findLast((end) => end <= t + 1e-9);
    let v = E_L + (end === undefined ? 0 : (V_reset - E_L) * decay(t - end));
    times.forEach((s, k) => {
      if (s < (end ?? 0) - 1e-9 || s > t - dt / 2) return;
      const input = (recording.current[k] - adaptation(s)) / g_L;
      v += input * (decay(t - s - dt) - decay(t - s));
    });
    return v;
  };
  let value = 0;
  for (const t of times) {
    const refractory = spikes.some((spike) => t > spike + 1e-9 && t < spike + tref - 1e-9);
    if (refractory) continue;
    const expected = dt * Math.exp((voltage(t) - threshold(t)) / Delta_V);
    value += spikes.includes(t) ? Math.log(1 - Math.exp(-expected)) : -expected;
  }
  const seen = times.flatMap((t, k) =>
    spikes.some((s) => t >= s - mask_before - 1e-9 && t <= s + mask_after + 1e-9) ? [] : [k]
  );
  const errors = Float64Array.from(seen, (k) => recording.voltage[k] - voltage(times[k]));
  const n = seen.length;
  const covariance = Float64Array.from(
    { length: n * n },
    (_, at) =>
      error_sd ** 2 *
        Math.exp(-Math.abs(seen[Math.floor(at / n)] - seen[at % n]) * dt / error_tau) +
      (at % (n + 1) === 0 ? white_sd ** 2 : 0),
  );
  const lower = cholesky(covariance, n);
  const squares = mahalanobis(lower, errors, new Float64Array(n));
  return value - 0.5 * (squares + logDeterminant(lower, n) + n * Math.log(2 * Math.PI));
}

function recorded(config: GifConfig, seed: number) {
  const model = { prior: gifPrior(), simulator: gif(config) };
  const { theta, observations } = simulateJoint(key(seed), model, 1);
  return { theta: theta.values, recording: rowOf(observations, 0) };
}

Deno.test("gifLikelihood() is the one by definition, to 1e-6", () => {
  let spikes = 0;
  for (
    const [seed, config] of [
      [1, gifConfig({ T: 200 })],
      [2, gifConfig({ T: 150 })],
      [3, gifConfig({ T: 40, dt: 0.1, tref: 4, error_sd: 0.5, mask_before: 2, mask_after: 5 })],
      [4, gifConfig({ T: 200, dt: 1, error_tau: 10 })],
      [2, gifConfig({ T: 150, white_sd: 1.3 })],
    ] as const
  ) {
    const { theta, recording } = recorded(config, seed);
    spikes += recording.spikes.filter((s) => s === 1).length;
    const evaluate = gifLikelihood(gifTrace(recording, config), config);
    const other = gifPrior().sample(key(100 + seed), 1).values;
    const between = theta.map((value, j) => 0.8 * value + 0.2 * other[j]);
    for (const at of [theta, between]) {
      const expected = bruteForce(at, recording, config);
      assert(Number.isFinite(expected));
      assertAlmostEquals(evaluate(at), expected, 1e-6 * Math.max(1, Math.abs(expected) / 100));
    }
  }
  assert(spikes >= 6, `${spikes}`);
});

Deno.test("gifLikelihood() knows nothing of the voltage that is masked", () => {
  const config = gifConfig({ T: 300 });
  const { theta, recording } = recorded(config, 5);
  const voltage = recording.voltage.slice();
  const spike = recording.spikes.indexOf(1);
  voltage.fill(30, spike - 6, spike + 21);
  const value = (voltage: Float32Array) =>
    gifLikelihood(gifTrace({ ...recording, voltage }, config), config)(theta);
  assertEquals(value(voltage), value(recording.voltage));
  voltage[spike - 7] += 1;
  assert(value(voltage) < value(recording.voltage));
});

Deno.test("gifLikelihood() is -Infinity, and not NaN, where nothing survives", () => {
  const config = gifConfig({ T: 100 });
  const { theta, recording } = recorded(config, 6);
  const evaluate = gifLikelihood(gifTrace(recording, config), config);
  assertEquals(evaluate(theta.with(7, -1e6)), -Infinity);
  assertEquals(evaluate(theta.with(8, 1e-9)), -Infinity);
});

Deno.test("logSpike() has no step where the series takes over", () => {
  for (const mean of [1e-12, 0.99e-8, 1.01e-8, 1e-3, 1, 40]) {
    const expected = mean < 1e-3
      ? Math.log(mean) + Math.log1p(-mean / 2)
      : Math.log(-Math.expm1(-mean));
    assertAlmostEquals(logSpike(mean, Math.log(mean)), expected, 1e-12);
  }
  assertEquals(logSpike(0, -1000), -1000);
});

Deno.test("gifTrace() refuses recordings that the model can't make", () => {
  const config = gifConfig({ T: 100 });
  const blank = () => ({
    voltage: new Float32Array(200).fill(-60),
    spikes: new Float32Array(200),
    current: new Float32Array(200),
  });
  const twice = blank();
  twice.spikes[20] = twice.spikes[29] = 1;
  assertThrows(
    () => gifTrace(twice, config),
    RangeError,
    "Cannot evaluate GIF likelihood as spikes must be at least tref = 5 ms apart: those at samples " +
      "20 and 29 are 4.5 ms apart",
  );
  twice.spikes[29] = 0;
  twice.spikes[30] = 1;
  gifTrace(twice, config);
  assertThrows(
    () => gifTrace({ ...blank(), spikes: new Float32Array(200).fill(0.5) }, config),
    RangeError,
    "spikes must be 0 or 1: value 0 is 0.5",
  );
  assertThrows(
    () => gifTrace({ ...blank(), current: new Float32Array(3) }, config),
    RangeError,
    "current",
  );
  assertThrows(
    () => gifTrace({ ...blank(), voltage: new Float32Array(200).fill(NaN) }, config),
    RangeError,
    "voltage[0]",
  );
});
