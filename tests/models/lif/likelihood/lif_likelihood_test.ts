import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { simulate, simulateJoint } from "../../../../lib/model/dataset.ts";
import { take } from "../../../../lib/core/draws.ts";
import { lifPrior } from "../../../../lib/models/lif/prior/lif.ts";
import { fold, key, normals, stream } from "../../../../lib/core/random.ts";
import { lifLogLikelihood } from "../../../../lib/models/lif/likelihood/lif_likelihood.ts";
import {
  integrateLif,
  lif,
  type LifFields,
  type SimConfig,
  simConfig,
  stepCount,
} from "../../../../lib/models/lif/simulator/lif.ts";
import { type Batch, observation } from "../../../../lib/model/batch.ts";
import { logSumExp } from "../../../../lib/core/special.ts";
import { sd } from "../../../../lib/core/stats.ts";
import { kalmanLogLikelihood, particleLogLikelihood } from "../../../posterior/filters.ts";
import { referenceRecording, referenceValues, thetaOf } from "../../../posterior/fixture.ts";
import { neuronBatch } from "../../../../lib/models/neuron/fields.ts";

const config = simConfig();
const theta = [-53, 10, 8, -74, -72, -70];

/** One recording simulated at theta. */
function simulated(seed: number, row: number[], overrides: Partial<SimConfig> = {}) {
  return simulate(key(seed), lif(overrides), thetaOf(row));
}

function withSpikes(one: Batch<LifFields>, at: readonly number[]): Batch<LifFields> {
  const spikes = one.values.spikes.map((_, k) => at.includes(k) ? 1 : 0);
  return { ...one, values: { ...one.values, spikes } };
}

Deno.test("lifLogLikelihood() repeats the log-likelihoods of an independent program", () => {
  const expected = referenceValues("pairs.log_likelihood");
  const rows = referenceValues("pairs.theta");
  referenceValues("pairs.recording").forEach((index, i) => {
    const [value] = lifLogLikelihood(
      thetaOf(rows.subarray(i * 6, i * 6 + 6)),
      referenceRecording(index),
      config,
    );
    assertAlmostEquals(value, expected[i], 6e-5); // given to 4 decimals
  });
});

Deno.test("lifLogLikelihood() hardly changes when its grid is made twice as fine", () => {
  const prior = lifPrior();
  const { theta, observations } = simulateJoint(key(2), { prior, simulator: lif() }, 20);
  for (let i = 0; i < theta.count; i++) {
    const [own, one] = [take(theta, [i]), observation(observations, i)];
    const [coarse] = lifLogLikelihood(own, one, config);
    const [fine] = lifLogLikelihood(own, one, config, { spacing: 0.75 });
    const [finest] = lifLogLikelihood(own, one, config, { spacing: 0.375 });
    assertAlmostEquals(coarse, finest, 2e-5);
    assertAlmostEquals(fine, finest, 1e-8);
  }
});

Deno.test("lifLogLikelihood() agrees with a plain Kalman filter where no threshold is near", () => {
  for (const overrides of [{}, { T: 50, dt: 0.5, I_std: 200, obs_noise_std: 3, I_mean: 150 }]) {
    const config = simConfig(overrides);
    const one = simulated(3, [-20, ...theta.slice(1)], overrides);
    const expected = kalmanLogLikelihood(theta, one, config);
    assertAlmostEquals(
      lifLogLikelihood(thetaOf([-20, ...theta.slice(1)]), one, config)[0],
      expected,
      1e-9,
    );
  }
});

Deno.test("lifLogLikelihood() agrees with a plain Kalman filter on its grid too", () => {
  // Silent, peaking 7 to 9 sd of the filtered voltage below threshold: the grid loses no mass.
  const one = simulated(4, [-20, 10, 10, -74, -72, -76]);
  const expected = kalmanLogLikelihood([-20, 10, 10, -74, -72, -76], one, config);
  const values = [-53, -53.3, -53.6].map((V_th) =>
    lifLogLikelihood(thetaOf([V_th, 10, 10, -74, -72, -76]), one, config, { spacing: 0.75 })[0]
  );
  for (const value of values) assertAlmostEquals(value, expected, 1e-9);
  assert(values.some((value) => value !== expected), "the grid is not used");
});

Deno.test("lifLogLikelihood() agrees with a bootstrap particle filter", () => {
  const cases = [
    { theta: [-53, 10, 8, -74, -72, -70], overrides: { T: 30 } },
    { theta: [-60, 5, 6, -66, -65.5, -62], overrides: { T: 12 } }, // fires as fast as it can
    { theta: [-56, 10, 14, -74, -72, -69], overrides: { T: 30 } }, // silent, near threshold
    {
      theta: [-58, 8, 9, -70, -69, -68],
      overrides: { T: 20, dt: 0.5, tref: 1, I_mean: 150, I_std: 120, obs_noise_std: 2 },
    },
  ];
  cases.forEach(({ theta, overrides }, i) => {
    const config = simConfig(overrides);
    const one = simulated(5 + i, theta, overrides);
    const estimates = Float64Array.from(
      { length: 10 },
      (_, r) => particleLogLikelihood(fold(key(6), r), theta, one, config, 4000),
    );
    const [exact] = lifLogLikelihood(thetaOf(theta), one, config);
    const average = logSumExp(estimates) - Math.log(estimates.length);
    const error = sd(estimates) / Math.sqrt(estimates.length);
    assert(error < 0.1);
    assertAlmostEquals(exact, average, 4 * error);
  });
});

Deno.test("lifLogLikelihood() integrates to 1 over all recordings", () => {
  // Few and coarse samples, so that every voltage can be summed over at 1 sd.
  for (const overrides of [{ tref: 0 }, { tref: 2 }]) {
    const config = simConfig({ T: 8, dt: 2, obs_noise_std: 4, v_clip: 1000, ...overrides });
    const theta = thetaOf([-60, 8, 8, -66, -62, -58]);
    const grid = Array.from({ length: 15 }, (_, i) => -62 + 4 * (i - 7));
    const logs: number[] = [];
    for (const at of [[], [1], [2], [1, 2]]) {
      for (const y1 of grid) {
        for (const y2 of grid) {
          for (const y3 of grid) {
            const values = {
              voltage: Float32Array.of(-62, y1, y2, y3),
              spikes: new Float32Array(4),
            };
            const one = withSpikes(neuronBatch(values, 2), at);
            logs.push(lifLogLikelihood(theta, one, config)[0]);
          }
        }
      }
    }
    const first = -0.5 * Math.log(2 * Math.PI * 16); // y0 is where it was most likely
    const total = Math.exp(logSumExp(logs) + 3 * Math.log(4) - first);
    assertAlmostEquals(total, 1, 2e-5); // what lies outside the summed range
  }
});

Deno.test("lifLogLikelihood() is −∞ where theta can't have made the data", () => {
  const one = simulated(8, theta);
  const spikes = [...one.values.spikes.keys()].filter((k) => one.values.spikes[k] === 1);
  const [at] = spikes;
  const value = (row: number[], observation = one) =>
    lifLogLikelihood(thetaOf(row), observation, config)[0];
  assert(Number.isFinite(value(theta)));
  const change = (column: number, to: number) => theta.map((v, j) => j === column ? to : v);
  assertEquals(value(change(3, -53)), -Infinity); // V_reset at V_th
  assertEquals(value(change(4, -53)), -Infinity); // V_init at V_th, no spike at the start
  assertEquals(value(theta, withSpikes(one, [0, ...spikes])), -Infinity);
  assertEquals(value(theta, withSpikes(one, [at, at + 10])), -Infinity); // refractory
  assert(value(theta, withSpikes(one, [at, at + 11])) > -Infinity); // free, but hardly so fast
  assertEquals(value(theta, withSpikes(one, [999])), -Infinity);
});

Deno.test("lifLogLikelihood() starts at the reset voltage where V_init is above threshold", () => {
  const row = [-60, 10, 8, -74, -50, -70];
  const one = simulated(9, row);
  assertEquals(one.values.spikes[0], 1);
  const [high, higher] = lifLogLikelihood(thetaOf(row, row.with(4, -40)), one, config);
  assert(Number.isFinite(high));
  assertEquals(high, higher); // a spike hides where it came from
});

Deno.test("lifLogLikelihood() gives every row the same value in any batch", () => {
  const rows = lifPrior().sample(key(10), 12);
  const one = simulated(11, theta);
  const together = lifLogLikelihood(rows, one, config);
  const alone = Array.from(
    { length: 12 },
    (_, i) => lifLogLikelihood(take(rows, [i]), one, config),
  );
  assertEquals(together, Float64Array.from(alone, ([value]) => value));
});

Deno.test("lifLogLikelihood() under a known current is the noise about the one path", () => {
  const steps = stepCount(config);
  const stimulus = Float64Array.from({ length: steps }, (_, k) => 250 + 100 * Math.sin(k / 30));
  const out = { voltage: new Float32Array(steps), spikes: new Float32Array(steps) };
  const path = { voltage: new Float32Array(steps), spikes: new Float32Array(steps) };
  const [V_th, tau_m, g_L, V_reset, V_init, E_L] = theta;
  const named = { V_th, tau_m, g_L, V_reset, V_init, E_L };
  const noise = normals(key(12), steps);
  integrateLif(named, { current: stimulus, noise }, config, out);
  integrateLif(named, { current: stimulus, noise: new Float64Array(steps) }, config, path);
  let expected = 0;
  for (let k = 0; k < steps; k++) {
    expected -= 0.5 * (Math.log(2 * Math.PI) + (out.voltage[k] - path.voltage[k]) ** 2);
  }
  const one = neuronBatch(out, config.dt);
  assert(out.spikes.includes(1));
  const [own, other] = lifLogLikelihood(thetaOf(theta, theta.with(0, -50)), one, config, {
    stimulus,
  });
  assertAlmostEquals(own, expected, 1e-3); // paths are kept in float32
  assertEquals(other, -Infinity); // spikes later
});

Deno.test("lifLogLikelihood() under a known current clips as the simulator does", () => {
  const stimulus = new Float64Array(1000).fill(-1e5);
  const out = { voltage: new Float32Array(1000), spikes: new Float32Array(1000) };
  lif({}, stimulus).simulate(
    stream(key(13)),
    { V_th: -53, tau_m: 10, g_L: 8, V_reset: -74, V_init: -72, E_L: -70 },
    out,
  );
  const one = neuronBatch(out, config.dt);
  const [value] = lifLogLikelihood(thetaOf(theta), one, config, { stimulus });
  assertAlmostEquals(value, -0.5 * 1000 * (1 + Math.log(2 * Math.PI)), 100); // χ², sd 22
});

Deno.test("lifLogLikelihood() refuses what it can't answer", () => {
  const one = simulated(14, theta);
  const refuse = (
    words: string,
    row: number[],
    observation: Batch<LifFields> = one,
    overrides: Partial<SimConfig> = {},
    stimulus?: Float64Array,
  ) =>
    assertThrows(
      () => lifLogLikelihood(thetaOf(row), observation, overrides, stimulus && { stimulus }),
      RangeError,
      `Cannot evaluate LIF likelihood as ${words}`,
    );
  refuse("obs_noise_std must be > 0", theta, one, { obs_noise_std: 0 });
  refuse("I_std without stimulus must be > 0", theta, one, { I_std: 0 });
  refuse("observations.fields.voltage must be a series of 500 samples", theta, one, { T: 100 });
  refuse("stimulus must have 1000 values", theta, one, {}, new Float64Array(5));
  refuse("stimulus[0] must be finite", theta, one, {}, new Float64Array(1000).fill(NaN));
  refuse("g_L of draw 0 must be finite", theta.with(2, NaN));
  refuse("g_L of draw 0 must be > 0", theta.with(2, 0));
  refuse("tau_m of draw 0 must be > dt = 0.2", theta.with(1, 0.2));
  refuse("v_clip must not bind: current value is 74", theta, one, { v_clip: 74 });
  refuse("v_clip must not bind: current value is 100", theta.with(0, 150).with(2, 1));
  refuse("recording.count must be 1", theta, { ...one, count: 2 });
  const { voltage, spikes } = one.values;
  const values = (change: object) => ({ ...one, values: { voltage, spikes, ...change } });
  const broken = values({ voltage: voltage.with(3, NaN) });
  refuse("voltage must be finite: sample 3 of observation 0", theta, broken);
  const odd = values({ spikes: spikes.with(4, 2) });
  refuse("spikes must be 0 or 1: sample 4 of observation 0 is 2", theta, odd);
  const half = neuronBatch(one.values, 0.1);
  refuse("observations.fields.voltage must be a series of 1000 samples, 0.2", theta, half);
  const short = values({ spikes: new Float32Array(3) });
  refuse("observations.values.spikes must have 1 × 1000", theta, short);
  assertThrows(
    () => lifLogLikelihood(thetaOf(theta), one, {}, { spacing: 0 }),
    RangeError,
    "spacing must be > 0",
  );
});
