import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { simulateJoint } from "../../../../lib/model/dataset.ts";
import { row } from "../../../../lib/core/draws.ts";
import { lifPrior } from "../../../../lib/models/lif/prior/lif.ts";
import { key, normals, stream } from "../../../../lib/core/random.ts";
import {
  integrateLif,
  lif,
  LIF_PARAMETERS,
  refractorySteps,
  simConfig,
  stepCount,
} from "../../../../lib/models/lif/simulator/lif.ts";
import { mean, sd } from "../../../../lib/core/stats.ts";
import { goldenValues } from "../../../golden.ts";

const theta = { V_th: -50, tau_m: 10, g_L: 10, V_reset: -75, V_init: -70, E_L: -65 };
const quiet = simConfig({ I_mean: 0, I_std: 0, obs_noise_std: 0 });

function blank(steps = 1000) {
  return { voltage: new Float32Array(steps), spikes: new Float32Array(steps) };
}

function run(
  parameters: typeof theta,
  current: Float64Array,
  config = quiet,
  noise: Float64Array = new Float64Array(stepCount(config)),
) {
  const out = blank(stepCount(config));
  integrateLif(parameters, { current, noise }, config, out);
  return out;
}

Deno.test("integrateLif() repeats the golden traces of an independent program", () => {
  const [current, noise] = [goldenValues("current"), goldenValues("noise")];
  const [voltage, spikes] = [goldenValues("voltage"), goldenValues("spikes")];
  const draws = { names: LIF_PARAMETERS, count: 8, values: goldenValues("theta") };
  let worst = 0;
  for (let i = 0; i < 8; i++) {
    const cut = (values: Float64Array) => values.subarray(i * 1000, (i + 1) * 1000);
    const out = run(row(draws, i), cut(current), simConfig(), cut(noise));
    assertEquals([...out.spikes], [...cut(spikes)]);
    out.voltage.forEach((v, k) => worst = Math.max(worst, Math.abs(v - cut(voltage)[k])));
  }
  assert(worst <= 1e-5, `worst difference ${worst} mV`);
  assert(spikes.subarray(6000, 7000).every((s) => s === 0));
  assert(spikes.subarray(7000).filter((s) => s === 1).length > 40);
});

Deno.test("lif() agrees with an independent program in moments and spike counts", () => {
  const count = 20_000;
  const { observations } = simulateJoint(
    key(8),
    { prior: lifPrior(), simulator: lif() },
    count,
  );
  const { voltage, spikes } = observations.values;
  const [means, sds] = [goldenValues("moments.voltage_mean"), goldenValues("moments.voltage_sd")];
  goldenValues("moments.at").forEach((k, i) => {
    const values = Float64Array.from({ length: count }, (_, row) => voltage[row * 1000 + k]);
    // Both sides are estimates from 20,000 traces; the kurtosis of the voltage is below 9.
    assertAlmostEquals(mean(values), means[i], 4 * sds[i] * Math.sqrt(2 / count));
    assertAlmostEquals(sd(values), sds[i], 4 * sds[i] * Math.sqrt(2 * 2 / count));
  });
  const counts = new Float64Array(count);
  spikes.forEach((s, i) => counts[Math.floor(i / 1000)] += s);
  const [countMean, countSd, silent] = goldenValues("moments.count");
  assertAlmostEquals(mean(counts), countMean, 4 * countSd * Math.sqrt(2 / count));
  assertAlmostEquals(sd(counts), countSd, 4 * countSd * Math.sqrt(2 * 2 / count));
  const share = counts.filter((n) => n === 0).length / count;
  assertAlmostEquals(share, silent, 4 * Math.sqrt(2 * silent * (1 - silent) / count));
});

Deno.test("integrateLif() without input decays as the Euler map", () => {
  const { voltage } = run(theta, new Float64Array(1000));
  for (const k of [0, 1, 10, 500]) {
    const expected = theta.E_L + (theta.V_init - theta.E_L) * (1 - 0.2 / 10) ** k;
    assertAlmostEquals(voltage[k], expected, 1e-5);
  }
});

Deno.test("integrateLif() holds a spike at reset for the refractory time", () => {
  const { voltage, spikes } = run(theta, new Float64Array(1000).fill(400));
  const first = spikes.indexOf(1);
  assert(first > 0);
  for (let k = first; k <= first + 10; k++) assertEquals(voltage[k], -75);
  assert(voltage[first + 11] > -75);
  assertEquals([...spikes.subarray(first + 1, first + 11)], new Array(10).fill(0));
});

Deno.test("integrateLif() can spike at the first free sample", () => {
  const above = { ...theta, V_th: -74.9, V_reset: -75 };
  const { spikes } = run(above, new Float64Array(1000).fill(1000));
  assertEquals(spikes[0], 1);
  assertEquals(spikes[11], 1);
});

Deno.test("integrateLif() leaves the last sample one free step, without a spike", () => {
  const config = simConfig({ T: 0.8, I_mean: 0, I_std: 0, obs_noise_std: 0 });
  const { voltage, spikes } = run({ ...theta, V_init: -40 }, new Float64Array(4), config);
  assertEquals([...spikes], [1, 0, 0, 0]);
  assertAlmostEquals(voltage[3], -75 + 10 * 0.02, 1e-5); // free, though refractory
});

Deno.test("integrateLif() clips the voltage", () => {
  const { voltage } = run({ ...theta, V_th: 200 }, new Float64Array(1000).fill(1e6));
  assertEquals(Math.max(...voltage), 100);
});

Deno.test("lif() injects the current it is given, and noise only on top", () => {
  const stimulus = Float64Array.from({ length: 1000 }, (_, k) => 200 + 150 * Math.sin(k / 20));
  const out = blank();
  lif({ obs_noise_std: 0 }, stimulus).simulate(stream(key(1)), theta, out);
  assertEquals(out, run(theta, stimulus));
});

Deno.test("integrateLif() refuses what can't be integrated", () => {
  const current = new Float64Array(1000);
  const refuse = (change: Partial<typeof theta>, words: string) =>
    assertThrows(() => run({ ...theta, ...change }, current), RangeError, words);
  refuse({ tau_m: 0 }, "tau_m must be > 0: current value is 0");
  refuse({ g_L: -3 }, "g_L must be > 0: current value is -3");
  refuse({ V_th: -75 }, "V_th must be > V_reset = -75: current value is -75");
  refuse({ E_L: NaN }, "E_L must be finite: current value is NaN");
  assertThrows(() => run(theta, new Float64Array(999)), RangeError, "1000 values: it has 999");
  const broken = normals(key(1), 1000);
  broken[17] = Infinity;
  assertThrows(() => run(theta, broken), RangeError, "current[17] must be finite");
  assertThrows(() => run(theta, current, quiet, broken), RangeError, "noise[17] must be finite");
});

Deno.test("lif() refuses a stimulus of the wrong length", () => {
  assertThrows(() => lif({}, new Float64Array(5)), RangeError, "1000 values: it has 5");
});

Deno.test("simConfig() names the field that can't be", () => {
  assertThrows(() => simConfig({ dt: 0 }), RangeError, "dt must be > 0");
  assertThrows(() => simConfig({ tref: -1 }), RangeError, "tref must be >= 0");
  assertThrows(() => simConfig({ T: 0.2 }), RangeError, "T must be at least 2 dt");
  assertThrows(() => simConfig({ T: "200" } as object), TypeError, "T must be a number");
  assertThrows(() => simConfig({ Tref: 1 } as object), TypeError, 'did you mean "tref"?');
  assertThrows(() => simConfig({ T: Infinity }), RangeError, "T must be > 0: current value is Inf");
  assertThrows(() => simConfig({ dt: 1e-320 }), RangeError, "T must be a multiple of 1e-320");
  assert(Object.isFrozen(simConfig()));
});

Deno.test("simConfig() rounds no time to whole steps", () => {
  assertThrows(
    () => simConfig({ T: 200.1 }),
    RangeError,
    "T must be a multiple of 0.2: current value is 200.1, the nearest are 200 and 200.2",
  );
  assertThrows(
    () => simConfig({ tref: 2, dt: 0.8 }),
    RangeError,
    "tref must be a multiple of 0.8: current value is 2, the nearest are 1.6 and 2.4",
  );
  assertEquals(refractorySteps(simConfig({ dt: 0.1, tref: 0.3 })), 3); // 0.3 / 0.1 is 2.99…
});
