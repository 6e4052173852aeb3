import { assert, assertEquals, assertThrows } from "@std/assert";
import { key } from "../../../../lib/core/random.ts";
import { mean } from "../../../../lib/core/stats.ts";
import { checkModel } from "../../../../lib/model/check_model.ts";
import { simulate, simulateJoint } from "../../../../lib/model/dataset.ts";
import { adexPrior } from "../../../../lib/models/adex/prior/adex.ts";
import { adex } from "../../../../lib/models/adex/simulator/adex.ts";
import { adexConfig } from "../../../../lib/models/adex/simulator/config.ts";
import { spikeCounts } from "../../../../lib/models/neuron/spikes.ts";

const model = { prior: adexPrior(), simulator: adex() };

Deno.test("adex() gives a row the same bytes whatever is simulated beside it", () => {
  const all = simulateJoint(key(1), model, 13);
  for (const [from, count] of [[0, 1], [5, 3], [8, 5]]) {
    const part = simulateJoint(key(1), model, count, { from });
    for (const name of ["voltage", "spikes", "current"] as const) {
      const values = all.observations.values[name].subarray(1000 * from, 1000 * (from + count));
      assertEquals(part.observations.values[name], values);
    }
  }
});

Deno.test("adex() injects the current that it is given", () => {
  const { theta, observations } = simulateJoint(key(2), model, 1);
  const given = { ...observations, values: { ...observations.values } };
  given.values.current = new Float32Array(1000); // none
  const without = simulate(key(3), model.simulator, theta, { given });
  assertEquals(without.values.current, given.values.current);
  assertEquals(spikeCounts(without), [0]);
  given.values.current = new Float32Array(1000).fill(800);
  assert(spikeCounts(simulate(key(3), model.simulator, theta, { given }))[0] > 0);
});

Deno.test("adexPrior() makes neurons that mostly fire at plausible rates under the stimuli", () => {
  const { observations } = simulateJoint(key(4), model, 1500);
  const counts = spikeCounts(observations);
  const share = (of: (count: number) => boolean) => counts.filter(of).length / counts.length;
  assert(share((count) => count === 0) < 0.15, "silent");
  assert(share((count) => count > 20) < 0.04, "above 100 Hz");
  assert(mean(counts) > 3 && mean(counts) < 10, `${mean(counts)} spikes on average`);
});

Deno.test("adex() and its prior are a sound model", () => {
  checkModel(key(5), model);
});

Deno.test("adexConfig() refuses what is no experiment", () => {
  assertThrows(() => adexConfig({ T: 0.2 }), RangeError, "T must be at least 2 dt");
  assertThrows(() => adexConfig({ I_low: 600 }), RangeError, "I_low must be < I_high = 500");
  assertThrows(() => adexConfig({ tau_noise: -1 }), RangeError, "tau_noise must be >= 0");
});
