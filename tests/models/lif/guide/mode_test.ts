import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { simulateJoint } from "../../../../lib/model/dataset.ts";
import { column } from "../../../../lib/core/draws.ts";
import { lifPrior, priorConfig } from "../../../../lib/models/lif/prior/lif.ts";
import { key } from "../../../../lib/core/random.ts";
import { lif, simConfig } from "../../../../lib/models/lif/simulator/lif.ts";
import { normalLawOf } from "../../../../lib/models/lif/guide/climb.ts";
import { lifMode } from "../../../../lib/models/lif/guide/mode.ts";
import { spikeCounts } from "../../../../lib/models/neuron/spikes.ts";
import { observation } from "../../../../lib/model/batch.ts";
import { factorInPlace } from "../../../../lib/core/linear_algebra.ts";
import { mean } from "../../../../lib/core/stats.ts";

const find = lifMode(simConfig(), priorConfig());
const { theta, observations } = simulateJoint(
  key(3),
  { prior: lifPrior(), simulator: lif() },
  600,
);
const modes = Array.from({ length: observations.count }, (_, i) => find(observations, i));

/** The truths of those coordinates whose bounds do not matter here, by their number. */
const truths: Record<number, Float64Array> = {
  0: column(theta, "V_th"),
  1: column(theta, "tau_m").map(Math.log),
  5: column(theta, "E_L").map((E_L, i) => E_L + 200 / column(theta, "g_L")[i]),
};

Deno.test("lifMode() finds the truth within its own standard deviations, as often as a normal distribution", () => {
  const spiking = spikeCounts(observations).map((count) => count > 0);
  for (const [j, truth] of Object.entries(truths)) {
    const z = modes
      .map(({ mean, logSd }, i) => (truth[i] - mean[Number(j)]) / Math.exp(logSd[Number(j)]))
      .filter((_, i) => spiking[i]);
    assertAlmostEquals(mean(z), 0, 0.3, `coordinate ${j}`);
    assertAlmostEquals(Math.sqrt(mean(z.map((v) => v * v))), 1, 0.15, `coordinate ${j}`);
  }
});

Deno.test("lifMode() is finite for every observation of the prior, and its correlations are some", () => {
  for (const { mean, logSd, fisher, logDensity, distances } of modes) {
    assert([...mean, ...logSd, ...fisher, logDensity, ...distances].every(Number.isFinite));
  }
  const ridge = modes.map(({ fisher }) => fisher[12]); // E_L + I_mean / g_L and log g_L
  assert(ridge.every((r) => Math.abs(r) < 4) && ridge.some((r) => Math.abs(r) > 0.2));
});

Deno.test("lifMode() depends on nothing but the observation", () => {
  assertEquals(find(observations, 7), modes[7]);
  assertEquals(find(observation(observations, 7), 0), modes[7]);
  assertNotEquals(find(observations, 8), modes[7]);
});

Deno.test("normalLawOf() has the sds and correlations of a mode", () => {
  const own = modes[7];
  const { mean, covariance } = normalLawOf(own);
  assertEquals(mean, Float64Array.from(own.mean));
  for (let i = 0, pair = 0; i < 6; i++) {
    assertAlmostEquals(0.5 * Math.log(covariance[7 * i]), own.logSd[i], 1e-12);
    for (let j = 0; j < i; j++, pair++) {
      const r = covariance[6 * i + j] / Math.sqrt(covariance[7 * i] * covariance[7 * j]);
      assertAlmostEquals(Math.atanh(0.999 * r), own.fisher[pair], 1e-6);
      assertEquals(covariance[6 * j + i], covariance[6 * i + j]);
    }
  }
  factorInPlace(covariance.slice(), 6, (rest) => {
    assert(rest > 0);
    return rest;
  });
});
