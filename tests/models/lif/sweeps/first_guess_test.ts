import { assert, assertAlmostEquals } from "@std/assert";
import { row as rowOf } from "../../../../lib/core/draws.ts";
import { sd } from "../../../../lib/core/stats.ts";
import { priorConfig } from "../../../../lib/models/lif/prior/lif.ts";
import { nearbyPrior } from "../../../../lib/models/lif/statistics/nearby_prior.ts";
import { sweepsConfig } from "../../../../lib/models/lif/sweeps/config.ts";
import { firstGuess } from "../../../../lib/models/lif/sweeps/first_guess.ts";
import { meanCurrent, sweepsOf } from "../../../../lib/models/lif/sweeps/sweeps_of.ts";
import { simulated } from "./fixture.ts";

const COUNT = 200;
const { theta, observations } = simulated(1, COUNT);
const guess = firstGuess(sweepsConfig(), nearbyPrior(priorConfig(), { I_mean: 0 }));

/** The guess less the truth of each observation, for those with spikes and those without. */
const errors = { spiking: [] as number[][], silent: [] as number[][] };
for (let i = 0; i < COUNT; i++) {
  const sweeps = sweepsOf(observations, i), reference = meanCurrent(sweeps);
  const { V_th, tau_m, g_L, V_reset, V_init, E_L } = rowOf(theta, i);
  const truth = [V_th, Math.log(tau_m), Math.log(g_L), V_reset, V_init, E_L + reference / g_L];
  const point = new Float64Array(6);
  guess(sweeps, reference, point);
  const kind = sweeps.some(({ spikes }) => spikes.includes(1)) ? "spiking" : "silent";
  errors[kind].push(truth.map((value, j) => point[j] - value));
}
const column = (rows: number[][], j: number) => rows.map((own) => own[j]);

Deno.test("firstGuess() of spiking neurons is nearer to the truth than the prior's mean", () => {
  assert(errors.spiking.length > 100);
  // The prior's sds are 2 mV, 0.2, 0.2, 2 mV, 2 mV and, of the steady voltage, some 3.6 mV.
  const limits = [1, 0.21, 0.16, 0.5, 1, 3];
  limits.forEach((limit, j) => {
    const own = sd(column(errors.spiking, j));
    assert(own < limit, `sd ${own} of coordinate ${j}`);
  });
});

Deno.test("firstGuess() of silent neurons has a threshold that the voltage stays below", () => {
  assert(errors.silent.length > 20);
  assert(sd(column(errors.silent, 0)) < 2.5);
  assertAlmostEquals(sd(column(errors.silent, 4)), 0.6, 0.4); // V_init, from three samples
});
