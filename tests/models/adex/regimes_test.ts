import { assert, assertEquals } from "@std/assert";
import { drawsOf } from "../../../lib/core/draws.ts";
import { mean, sd } from "../../../lib/core/stats.ts";
import { adexPrior } from "../../../lib/models/adex/prior/adex.ts";
import { ADEX_REGIMES } from "../../../lib/models/adex/regimes.ts";
import {
  ADEX_DEFAULTS,
  ADEX_PARAMETERS,
  adexConfig,
} from "../../../lib/models/adex/simulator/config.ts";
import { intervalsOf, run, rungeKutta } from "./neurons.ts";

const T = 600;
const config = adexConfig({ T });
const timesOf = (regime: keyof typeof ADEX_REGIMES) => {
  const { theta, current } = ADEX_REGIMES[regime];
  return run(theta, current, config).times;
};

for (const [regime, { theta, current }] of Object.entries(ADEX_REGIMES)) {
  Deno.test(`integrateAdex() agrees with a Runge–Kutta method at a tenth of its step: ${regime}`, () => {
    const { times } = run(theta, current, config);
    const reference = rungeKutta(theta, current, { T, step: 0.01 });
    assertEquals(times.length, reference.length);
    // A spike is marked on the sample after it, 0 to 0.2 ms late; each interval adds 0.02 ms at most.
    times.forEach((time, i) => {
      const late = time - reference[i];
      assert(Math.abs(late - 0.1) < 0.15 + 0.02 * i, `spike ${i} is ${late} ms late`);
    });
  });
}

Deno.test("ADEX_REGIMES.tonic fires at equal intervals", () => {
  const intervals = intervalsOf(timesOf("tonic"));
  assert(intervals.length > 20);
  assert(sd(intervals) < 0.05 * mean(intervals));
});

Deno.test("ADEX_REGIMES.adapting fires at growing intervals", () => {
  const intervals = intervalsOf(timesOf("adapting"));
  assert(intervals.length > 5);
  assert(intervals.slice(1).every((interval, i) => interval >= intervals[i] - 0.3));
  assert(intervals[intervals.length - 1] > 3 * intervals[0]);
});

Deno.test("ADEX_REGIMES.initiallyBursting fires a group of spikes, then single ones", () => {
  const intervals = intervalsOf(timesOf("initiallyBursting"));
  const single = intervals.slice(2);
  assert(intervals.slice(0, 2).every((interval) => interval < 10));
  assert(single.length > 5 && single.every((interval) => interval > 50));
  assert(sd(single) < 0.1 * mean(single));
});

Deno.test("ADEX_REGIMES.bursting fires groups of spikes throughout", () => {
  const intervals = intervalsOf(timesOf("bursting"));
  const late = intervals.slice(-4).map((interval) => interval < 10);
  assertEquals(late.filter(Boolean).length, 2, "as many intervals within groups as between them");
  assert(late.every((within, i) => i === 0 || within !== late[i - 1]));
  assert(intervals.every((interval) => interval < 10 || interval > 100));
});

/** An AdEx neuron fitted to a layer-5 pyramidal cell, with its noise current. */
const PYRAMIDAL = {
  C: 172,
  g_L: 5,
  E_L: -60.5,
  V_T: -40.5,
  Delta_T: 0.4,
  V_r: -47.5,
  a: 2.5,
  b: 47,
  tau_w: 86,
  t_ref: 7,
  sigma: 18,
};

Deno.test("adexPrior() has the published neurons in its bulk", () => {
  const prior = adexPrior();
  const published = Object.values(ADEX_REGIMES).map(({ theta }) => ({ ...theta, sigma: 10 }));
  const theta = drawsOf(ADEX_PARAMETERS, [...published, PYRAMIDAL]);
  assert(prior.logProb(theta).every(Number.isFinite));
  // No coordinate is at the edge: t_ref and b are 0 in some, where the prior ends.
  const z = prior.toNormal(theta);
  ADEX_PARAMETERS.forEach((name, j) => {
    for (let i = 0; i < theta.count; i++) {
      if (theta.values[i * 11 + j] === 0) continue;
      assert(Math.abs(z[i * 11 + j]) < 2.5, `${name} of neuron ${i} is at ${z[i * 11 + j]} sd`);
    }
  });
});

Deno.test("a pyramidal cell fires at a usual rate under its current", () => {
  const { times } = run(PYRAMIDAL, 200, adexConfig({ T: 1000 }));
  assert(times.length >= 3 && times.length <= 40, `${times.length} spikes in a second`);
  assertEquals(ADEX_DEFAULTS.V_peak, 0);
});
