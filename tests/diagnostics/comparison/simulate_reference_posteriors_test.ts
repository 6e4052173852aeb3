import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { grade } from "../../../lib/diagnostics/comparison/grade.ts";
import { simulateReferencePosteriors } from "../../../lib/diagnostics/comparison/simulate_reference_posteriors.ts";
import { lifPrior } from "../../../lib/models/lif/prior/lif.ts";
import { key } from "../../../lib/core/random.ts";
import { referencePosterior } from "../../../lib/models/lif/likelihood/reference_posterior.ts";
import { lif } from "../../../lib/models/lif/simulator/lif.ts";

const prior = lifPrior();
const model = { prior, simulator: lif({ T: 5 }) };
const exact = referencePosterior(prior, { T: 5 });

Deno.test("simulateReferencePosteriors() makes a set in which the exact posterior has a KL of 0", async () => {
  const set = await simulateReferencePosteriors(key(1), model, exact, {
    observations: 2,
    draws: 100,
  });
  assertEquals(set.theta.count, 2);
  assertEquals(set.exact.draws.datasets, 2);
  const { kl, truthGap } = await grade(exact, prior, set);
  assertAlmostEquals(kl!.mean, 0, 1e-12);
  assertAlmostEquals(truthGap!.mean, 0, 1e-12);
});

Deno.test("simulateReferencePosteriors() refuses an empty set", async () => {
  await assertRejects(
    () => simulateReferencePosteriors(key(1), model, exact, { observations: 0, draws: 100 }),
    RangeError,
    "Cannot simulate reference posteriors as observations must be an integer >= 1: current value is 0",
  );
});
