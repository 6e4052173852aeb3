import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { bayesAgreement } from "../../../lib/diagnostics/comparison/bayes_agreement.ts";
import { simulateReferencePosteriors } from "../../../lib/diagnostics/comparison/simulate_reference_posteriors.ts";
import { mapRows } from "../../../lib/core/draws.ts";
import { lifPrior } from "../../../lib/models/lif/prior/lif.ts";
import { key } from "../../../lib/core/random.ts";
import { lifLogLikelihood } from "../../../lib/models/lif/likelihood/lif_likelihood.ts";
import { referencePosterior } from "../../../lib/models/lif/likelihood/reference_posterior.ts";
import { lif } from "../../../lib/models/lif/simulator/lif.ts";
import type { NeuronFields } from "../../../lib/models/neuron/fields.ts";

const [prior, sim] = [lifPrior(), { T: 5 }];
const set = await simulateReferencePosteriors(
  key(1),
  { prior, simulator: lif(sim) },
  referencePosterior(prior, sim),
  { observations: 2, draws: 100 },
);
type Likelihood = Parameters<
  typeof bayesAgreement<typeof prior.names[number], NeuronFields>
>[2];
const right: Likelihood = (theta, observation) => lifLogLikelihood(theta, observation, sim);

Deno.test("bayesAgreement() finds one evidence where likelihood and posterior agree", () => {
  const agreement = bayesAgreement(set, prior, right, 2);
  assertEquals(agreement.length, 2);
  for (const { spread } of agreement) assertAlmostEquals(spread, 0, 1e-9);
});

Deno.test("bayesAgreement() shows a likelihood that bends with a parameter", () => {
  const wrong: Likelihood = (theta, observation) => {
    const voltages = mapRows(theta, ({ E_L }) => E_L);
    return right(theta, observation).map((value, l) => value + 0.1 * voltages[l]);
  };
  const [{ spread }] = bayesAgreement(set, prior, wrong, 1);
  assertAlmostEquals(spread, 0.15, 0.1);
});

Deno.test("bayesAgreement() leaves atoms out, which have no density", () => {
  const { draws, logPosterior } = set.exact;
  const values = draws.values.slice();
  values[prior.names.indexOf("g_L")] = 15;
  const onAtom = { ...set, exact: { draws: { ...draws, values }, logPosterior } };
  const [{ spread }] = bayesAgreement(onAtom, prior, right, 1);
  assertAlmostEquals(spread, 0, 1e-9);
});

Deno.test("bayesAgreement() refuses a set without exact draws or with too few observations", () => {
  const { theta, observations } = set;
  assertThrows(
    () => bayesAgreement({ theta, observations }, prior, right, 1),
    RangeError,
    "exact draws",
  );
  assertThrows(() => bayesAgreement(set, prior, right, 3), RangeError, "count must be");
});
