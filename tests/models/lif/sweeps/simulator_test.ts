import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { key } from "../../../../lib/core/random.ts";
import { observation } from "../../../../lib/model/batch.ts";
import { simulate, simulateJoint } from "../../../../lib/model/dataset.ts";
import { lifPrior } from "../../../../lib/models/lif/prior/lif.ts";
import { integrateLif } from "../../../../lib/models/lif/simulator/lif.ts";
import { sweepsConfig } from "../../../../lib/models/lif/sweeps/config.ts";
import { lifSweeps } from "../../../../lib/models/lif/sweeps/simulator.ts";
import { givenCurrents } from "../../../../lib/models/lif/sweeps/sweeps_batch.ts";
import { sweepsOf } from "../../../../lib/models/lif/sweeps/sweeps_of.ts";
import { DRAWS, simulated, THETA } from "./fixture.ts";

Deno.test("lifSweeps() draws few sweeps as often as many, up to the most", () => {
  const { observations } = simulated(1, 2000, { T: 4, dt: 2 });
  const counts = Array.from(observations.sizes?.voltage ?? []);
  const harmonic = Array.from({ length: 30 }, (_, i) => 1 / (i + 1)).reduce((a, b) => a + b);
  for (const count of [1, 3, 10, 30]) {
    const expected = 1 / count / harmonic;
    const share = counts.filter((own) => own === count).length / counts.length;
    assertAlmostEquals(share, expected, 4 * Math.sqrt(expected / counts.length));
  }
  assert(counts.every((count) => count >= 1 && count <= 30));
});

Deno.test("lifSweeps() makes sweeps of its lengths, and 0 where there is none", () => {
  const { observations } = simulated(2, 60, { T: 20, sweeps: 4 });
  const { voltage, spikes, current, present } = observations.values;
  present.forEach((there, at) => {
    if (there === 0) assertEquals([voltage[at], spikes[at], current[at]], [0, 0, 0]);
    else assert(voltage[at] < -40);
  });
  const lengths = Array.from(
    { length: 60 },
    (_, row) => sweepsOf(observations, row).map((sweep) => sweep.voltage.length),
  );
  assert(lengths.flat().every((length) => length >= 25 && length <= 100));
  assert(lengths.some((own) => new Set(own).size > 1), "some have sweeps of different lengths");
  assert(lengths.some((own) => own.length > 1 && own[0] < 100 && new Set(own).size === 1));
});

Deno.test("lifSweeps() gives all sweeps of some observations the same current", () => {
  const { observations } = simulated(3, 200, { T: 10, sweeps: 3 });
  const several = Array.from({ length: 200 }, (_, row) => sweepsOf(observations, row))
    .filter((sweeps) => sweeps.length > 1);
  const same = several.filter(([first, second]) =>
    first.current.every((value, k) => k >= second.current.length || value === second.current[k])
  );
  assertAlmostEquals(same.length / several.length, 0.25, 0.12);
});

Deno.test("lifSweeps() without noise integrates the neuron under each known current", () => {
  const config = sweepsConfig({ T: 40, sweeps: 3, I_std: 0, obs_noise_std: 0 });
  const simulator = lifSweeps(config);
  const one = simulateJoint(key(4), { prior: lifPrior(), simulator }, 6).observations;
  for (let row = 0; row < 6; row++) {
    const given = observation(one, row);
    const made = simulate(key(5), simulator, DRAWS, { given });
    for (const { voltage, spikes, current } of sweepsOf(made, 0)) {
      const length = voltage.length;
      const out = { voltage: new Float32Array(length), spikes: new Float32Array(length) };
      const input = { current: Float64Array.from(current), noise: new Float64Array(length) };
      integrateLif(THETA, input, { ...config, T: length * config.dt }, out);
      assertEquals([voltage, spikes], [out.voltage, out.spikes]);
    }
  }
});

Deno.test("lifSweeps() adds the noise of the current to the known one", () => {
  const config = sweepsConfig({ sweeps: 30, obs_noise_std: 0 });
  const given = givenCurrents(new Array(30).fill(new Float32Array(1000).fill(50)), config);
  const made = sweepsOf(simulate(key(6), lifSweeps(config), DRAWS, { given }), 0);
  const late = made.flatMap(({ voltage }) => Array.from(voltage.subarray(500)));
  const mean = late.reduce((a, b) => a + b) / late.length;
  const variance = late.reduce((a, b) => a + (b - mean) ** 2, 0) / late.length;
  const rate = 0.2 / THETA.tau_m;
  assertAlmostEquals(mean, THETA.E_L + 50 / THETA.g_L, 0.1);
  assertAlmostEquals(Math.sqrt(variance), 50 / THETA.g_L * Math.sqrt(rate / (2 - rate)), 0.05);
});

Deno.test("lifSweeps() simulates row i from the key and i only", () => {
  const model = { prior: lifPrior(), simulator: lifSweeps({ T: 10, sweeps: 3 }) };
  const all = simulateJoint(key(7), model, 5).observations;
  const last = simulateJoint(key(7), model, 2, { from: 3 }).observations;
  for (let i = 0; i < 2; i++) {
    assertEquals(observation(last, i), observation(all, 3 + i));
  }
});

Deno.test("sweepsConfig() refuses what is no experiment", () => {
  assertThrows(
    () => sweepsConfig({ sweeps: 0 }),
    RangeError,
    "Cannot make SweepsConfig as sweeps must be an integer >= 1: current value is 0",
  );
  assertThrows(
    () => sweepsConfig({ I_low: 500 }),
    RangeError,
    "Cannot make SweepsConfig as I_low must be <= I_high = 400: current value is 500",
  );
  assertThrows(() => sweepsConfig({ T: 0.3 }), RangeError, "T must be a multiple of 0.2");
  const wrong = { I_mean: 200 } as Parameters<typeof sweepsConfig>[0];
  assertThrows(() => sweepsConfig(wrong), TypeError, 'unknown key "I_mean"');
});
