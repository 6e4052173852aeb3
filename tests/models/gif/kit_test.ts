import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { startBackend } from "../../../lib/compute/backend.ts";
import { key } from "../../../lib/core/random.ts";
import { decodeReferencePosteriors } from "../../../lib/diagnostics/comparison/reference_posteriors.ts";
import { observation } from "../../../lib/model/batch.ts";
import { simulateJoint } from "../../../lib/model/dataset.ts";
import { GIF_DEFAULTS } from "../../../lib/models/gif/config.ts";
import { GIF_NUMBERS } from "../../../lib/models/gif/kit.ts";
import guidedGifKit from "../../../lib/models/gif/kits/guided.ts";
import learnedGifKit from "../../../lib/models/gif/kits/learned.ts";
import { setup } from "../../../lib/workflow/setup.ts";
import { workflow } from "../../../lib/workflow/workflow.ts";
import references from "../../../data/gif_reference_24.safetensors" with { type: "bytes" };

Deno.test("gifFamily() makes kits of any experiment, with references for the standard one only", () => {
  assertEquals(guidedGifKit.numbers, { ...GIF_DEFAULTS });
  const standard = guidedGifKit.kit(GIF_NUMBERS);
  const longer = guidedGifKit.kit({ ...GIF_NUMBERS, T: 5000 });
  assert(standard.references !== undefined);
  assertEquals(longer.references, undefined);
  assertEquals(longer.model.simulator.fields.voltage.length, 10_000);
  assertThrows(() => guidedGifKit.kit({ ...GIF_NUMBERS, tref: -1 }), RangeError, "tref must be");
  assertMatch(longer.text?.experiment ?? "", /5000 ms in steps of 0\.5 ms/);
  assertMatch(longer.text?.parameters ?? "", /V_T \(mV\) .* mean E_L \+ 150 pA \/ g_L - 3, sd 3/);
});

Deno.test("only one of both kits is likelihood-free", () => {
  const [guided, learned] = [guidedGifKit, learnedGifKit].map((kit) => kit.kit(GIF_NUMBERS));
  assertEquals([guided.guide !== undefined, guided.summaries !== undefined], [true, false]);
  assertEquals([learned.guide !== undefined, learned.summaries !== undefined], [false, true]);
  assertEquals(learned.summaries?.names, ["voltage", "spikes", "current", "since", "until"]);
});

Deno.test("refine() finds the exact posterior of a recording from an untrained guided network", async () => {
  await startBackend();
  // Untrained, it is the guide's normal approximation: a proposal that already serves.
  const numbers = { T: 400 };
  using untrained = workflow(setup(guidedGifKit, { numbers, train: { n_train: 256 } }));
  const { observations } = simulateJoint(key(3), untrained.model, 1);
  const { draws, problems, exact } = await untrained.refine(
    key(1),
    observation(observations, 0),
    200,
  );
  assertEquals([problems, exact, draws.count], [[], true, 200]);
});

Deno.test("the references are of this model: as many densities as draws, near the truth", () => {
  const { model } = guidedGifKit.kit(GIF_NUMBERS);
  const { theta, exact, logPosteriorTruth } = decodeReferencePosteriors(references, model);
  assertEquals([theta.count, exact?.draws.count, exact?.logPosterior.length], [24, 200, 4800]);
  // Truths are draws of the exact posterior, too: on average they have its log density.
  const mean = (values: ArrayLike<number>) =>
    Array.from(values).reduce((sum, value) => sum + value / values.length, 0);
  const difference = mean(logPosteriorTruth ?? []) - mean(exact?.logPosterior ?? []);
  assert(Math.abs(difference) < 4 * Math.sqrt(12 / 2 / 24), `${difference}`);
});
