import { assert, assertEquals } from "@std/assert";
import { key } from "../../../lib/core/random.ts";
import { mean } from "../../../lib/core/stats.ts";
import { startBackend } from "../../../lib/compute/backend.ts";
import { observation, rowOf } from "../../../lib/model/batch.ts";
import { checkModel } from "../../../lib/model/check_model.ts";
import { simulateJoint } from "../../../lib/model/dataset.ts";
import { candidates } from "../../../lib/models/choice/candidates.ts";
import choiceKit, { neuronChoice } from "../../../lib/models/choice/kit.ts";
import { gifConfig, gridOf } from "../../../lib/models/gif/config.ts";
import { seenSamples } from "../../../lib/models/gif/mask.ts";
import { modelProbabilities } from "../../../lib/posterior/model_probabilities.ts";
import { setup } from "../../../lib/workflow/setup.ts";
import { workflow } from "../../../lib/workflow/workflow.ts";

const config = gifConfig({ T: 200 });

Deno.test("candidates() fire at the rates of cortical neurons, mostly", () => {
  for (const [name, model] of Object.entries(candidates(config))) {
    const { observations: { values: { spikes } } } = simulateJoint(key(1), model, 200);
    const rates = Array.from(
      { length: 200 },
      (_, i) => spikes.subarray(i * 400, (i + 1) * 400).reduce((sum, s) => sum + s, 0) / 0.2,
    ).sort((a, b) => a - b);
    assert(rates[100] >= 5 && rates[100] <= 25, `${name}: median ${rates[100]} Hz`);
    assert(rates[190] <= 60, `${name}: ${rates[190]} Hz`);
  }
});

Deno.test("candidates() are recorded alike: nothing is seen about a spike", () => {
  for (const [name, model] of Object.entries(candidates(config))) {
    const { observations } = simulateJoint(key(2), model, 20);
    for (let i = 0; i < 20; i++) {
      const { voltage, spikes } = rowOf(observations, i);
      const seen = new Set(seenSamples(spikes, gridOf(config)));
      const masked = [...voltage.keys()].filter((k) => k > 0 && !seen.has(k) && seen.size > 0);
      const first = Math.min(...seen);
      for (const k of masked.filter((k) => k > first)) {
        assertEquals(voltage[k], voltage[k - 1], `${name}, sample ${k}`);
      }
    }
  }
});

Deno.test("neuronChoice() is a model, whose classifier gives probabilities from the start", async () => {
  await startBackend();
  const model = neuronChoice(config);
  checkModel(key(3), model);
  using untrained = workflow(setup(choiceKit));
  const { observations } = simulateJoint(key(4), model, 3);
  const found = await modelProbabilities(untrained.posterior, model, observations);
  assertEquals(found.length, 9);
  const one = await modelProbabilities(untrained.posterior, model, observation(observations, 1));
  assert(Math.abs(mean([...found]) - 1 / 3) < 1e-5);
  one.forEach((p, k) => assert(Math.abs(p - found[3 + k]) < 1e-5));
});
