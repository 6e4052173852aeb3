import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { drawsOf, take } from "../../../../lib/core/draws.ts";
import { fold, key } from "../../../../lib/core/random.ts";
import { logSumExp } from "../../../../lib/core/special.ts";
import { sd } from "../../../../lib/core/stats.ts";
import { type Batch, observation } from "../../../../lib/model/batch.ts";
import { simulate } from "../../../../lib/model/dataset.ts";
import { lifLogLikelihood } from "../../../../lib/models/lif/likelihood/lif_likelihood.ts";
import { lifPrior } from "../../../../lib/models/lif/prior/lif.ts";
import { LIF_PARAMETERS } from "../../../../lib/models/lif/simulator/lif.ts";
import {
  type SweepFields,
  type SweepsConfig,
  sweepsConfig,
} from "../../../../lib/models/lif/sweeps/config.ts";
import { sweepsLikelihood, sweepsProblem } from "../../../../lib/models/lif/sweeps/likelihood.ts";
import { lifSweeps } from "../../../../lib/models/lif/sweeps/simulator.ts";
import { givenCurrents, sweepsBatch } from "../../../../lib/models/lif/sweeps/sweeps_batch.ts";
import { sweepsOf } from "../../../../lib/models/lif/sweeps/sweeps_of.ts";
import { neuronBatch } from "../../../../lib/models/neuron/fields.ts";
import { refine } from "../../../../lib/posterior/refine.ts";
import { sampleBayes } from "../../../../lib/posterior/bayes_sampler.ts";
import { kalmanLogLikelihood, particleLogLikelihood } from "../../../posterior/filters.ts";
import { DRAWS, simulated, THETA, turned } from "./fixture.ts";

const ROW = LIF_PARAMETERS.map((name) => THETA[name]);

/** Sweeps of the neuron of the fixture, or another, under these currents. */
function driven(
  seed: number,
  config: SweepsConfig,
  currents: readonly Float32Array[],
  theta = DRAWS,
): Batch<SweepFields> {
  const given = givenCurrents(currents, config);
  return simulate(key(seed), lifSweeps(config), theta, { given });
}

/** A current of some length that changes from sample to sample. */
const wave = (length: number, mean = 150, amplitude = 120) =>
  Float32Array.from(
    { length },
    (_, k) => mean + amplitude * Math.sin(k / 7) + 30 * Math.cos(3 * k),
  );

Deno.test("sweepsLikelihood() under constant currents is the product of those of recordings", () => {
  const config = sweepsConfig({ T: 60, v_clip: 100 });
  const levels = [120, 200, 260];
  const one = driven(1, config, levels.map((level) => new Float32Array(300).fill(level)));
  const theta = drawsOf(LIF_PARAMETERS, [THETA, { ...THETA, V_th: -55, g_L: 11 }]);
  const { sweeps: _, I_low: __, I_high: ___, ...membrane } = config;
  const expected = [0, 0];
  for (const { voltage, spikes, current } of sweepsOf(one, 0)) {
    const recording = neuronBatch({ voltage, spikes }, config.dt);
    lifLogLikelihood(theta, recording, { ...membrane, I_mean: current[0] })
      .forEach((value, i) => expected[i] += value);
  }
  const found = sweepsLikelihood(one, config).logLikelihood(theta);
  assert(one.values.spikes.includes(1));
  found.forEach((value, i) => assertAlmostEquals(value, expected[i], 1e-9));
});

Deno.test("sweepsLikelihood() under changing currents agrees with a plain Kalman filter", () => {
  const high = { ...THETA, V_th: -20 };
  const config = sweepsConfig({ T: 60 });
  const one = driven(2, config, [wave(300), wave(120, 50, 300)], drawsOf(LIF_PARAMETERS, [high]));
  const row = LIF_PARAMETERS.map((name) => high[name]);
  const expected = sweepsOf(one, 0).reduce((sum, { voltage, spikes, current }) => {
    const recording = neuronBatch({ voltage, spikes }, config.dt);
    return sum + kalmanLogLikelihood(row, recording, { ...config, I_mean: current });
  }, 0);
  const [found] = sweepsLikelihood(one, config).logLikelihood(drawsOf(LIF_PARAMETERS, [high]));
  assertAlmostEquals(found, expected, 1e-8);
});

Deno.test("sweepsLikelihood() under changing currents agrees with a bootstrap particle filter", () => {
  const config = sweepsConfig({ T: 30 });
  const currents = [wave(150, 220, 150), wave(100, 180, 60), new Float32Array(150).fill(300, 40)];
  currents.forEach((current, i) => {
    const one = driven(3 + i, config, [current]);
    const [{ voltage, spikes }] = sweepsOf(one, 0);
    const recording = neuronBatch({ voltage, spikes }, config.dt);
    const estimates = Float64Array.from(
      { length: 10 },
      (_, r) =>
        particleLogLikelihood(
          fold(key(6), r),
          ROW,
          recording,
          { ...config, I_mean: current },
          4000,
        ),
    );
    const average = logSumExp(estimates) - Math.log(estimates.length);
    const error = sd(estimates) / Math.sqrt(estimates.length);
    const [found] = sweepsLikelihood(one, config).logLikelihood(DRAWS);
    assert(error < 0.2, `the filter is too noisy: ${error}`);
    assertAlmostEquals(found, average, 4 * error);
  });
});

Deno.test("sweepsLikelihood() notices which current drove a sweep", () => {
  const config = sweepsConfig({ T: 60 });
  const one = driven(4, config, [wave(300)]);
  const [sweep] = sweepsOf(one, 0);
  const value = (current: Float32Array) =>
    sweepsLikelihood(sweepsBatch([{ ...sweep, current }], config), config)
      .logLikelihood(DRAWS)[0];
  assert(value(sweep.current) > value(sweep.current.map((I) => I + 40)) + 3);
  assert(value(sweep.current) > value(sweep.current.toReversed()) + 3);
  // The last value moves nothing.
  assertEquals(value(sweep.current.with(299, -500)), value(sweep.current));
});

Deno.test("sweepsLikelihood() hardly changes when its grid is made twice as fine", () => {
  const { theta, observations } = simulated(5, 8, { sweeps: 3 });
  for (let i = 0; i < 8; i++) {
    const one = observation(observations, i), own = take(theta, [i]);
    const [coarse] = sweepsLikelihood(one, { sweeps: 3 }).logLikelihood(own);
    const [fine] = sweepsLikelihood(one, { sweeps: 3 }, { spacing: 0.5 }).logLikelihood(own);
    assertAlmostEquals(coarse, fine, 5e-5);
  }
});

Deno.test("sweepsLikelihood() is the same bits for any order of the sweeps", () => {
  const experiment = { T: 20, sweeps: 10 };
  const { theta, observations } = simulated(6, 12, experiment);
  for (let row = 0; row < 12; row++) {
    const value = (one: Batch<SweepFields>) =>
      sweepsLikelihood(one, experiment).logLikelihood(take(theta, [row]))[0];
    const expected = value(observation(observations, row));
    assert(Number.isFinite(expected));
    for (const steps of [0, 1, 2]) {
      assertEquals(value(turned(observations, row, steps, experiment)), expected);
    }
  }
});

Deno.test("sweepsLikelihood() refuses what it can't answer", () => {
  const config = { T: 20, sweeps: 2 };
  const { observations } = simulated(7, 2, config);
  const one = observation(observations, 0);
  const refuse = (
    words: string,
    overrides: Partial<SweepsConfig> = {},
    theta: Partial<typeof THETA> = {},
    batch = one,
  ) =>
    assertThrows(
      () =>
        sweepsLikelihood(batch, { ...config, ...overrides })
          .logLikelihood(drawsOf(LIF_PARAMETERS, [{ ...THETA, ...theta }])),
      RangeError,
      `Cannot evaluate LIF likelihood as ${words}`,
    );
  refuse("obs_noise_std must be > 0", { obs_noise_std: 0 });
  refuse("I_std must be > 0", { I_std: 0 });
  refuse("observations.fields.voltage must be a set of at most 3", { sweeps: 3 });
  refuse("g_L of draw 0 must be > 0", {}, { g_L: 0 });
  refuse("tau_m of draw 0 must be > dt = 0.2", {}, { tau_m: 0.1 });
  refuse("v_clip must not bind: current value is 72", { v_clip: 72 });
  refuse("observation.count must be 1: current value is 2", {}, {}, observations);
});

Deno.test("sweepsProblem() has one posterior in the prior's coordinates and in those that suit samplers", async () => {
  const config = sweepsConfig({ T: 10, sweeps: 2 });
  const prior = lifPrior();
  const { observations } = simulated(8, 1, config);
  const problem = sweepsProblem(prior, config, observations);
  const direct = sampleBayes(key(9), problem.sampling!.target, 400);
  assertEquals(direct.problems, []);
  // The prior as the estimate: its evidence is found without the other coordinates.
  const estimate = await refine(
    key(10),
    (key, count) => {
      const points = problem.target.prior.sample(key, count);
      return Promise.resolve({ points, logDensity: problem.target.prior.logDensity(points) });
    },
    problem,
    40,
  );
  const error = Math.hypot(direct.logEvidenceSe, estimate.logEvidenceSe);
  assertAlmostEquals(direct.logEvidence, estimate.logEvidence, 4 * error);
});
