/**
 * The example models, each trained with the standard network on 10,000 simulations as a user would:
 * C2ST against exact draws where there is an exact sampler (0.5 if the two can't be told apart), and
 * whether any check of calibration on 300 fresh simulations alarms.
 *
 *     deno run --allow-read bench/examples.ts [draws, 10000] [example …]
 *
 * prints a line an example. C2ST is sbibm's, averaged over five observations; at 10,000 draws in
 * each set it takes most of the time.
 *
 * @module
 */
import { startBackend } from "../lib/compute/backend.ts";
import { dataset } from "../lib/core/draws.ts";
import { fold, key } from "../lib/core/random.ts";
import { mean } from "../lib/core/stats.ts";
import { c2st } from "../lib/diagnostics/c2st.ts";
import { calibration } from "../lib/diagnostics/calibration.ts";
import { verdictsOf } from "../lib/diagnostics/verdict.ts";
import { observation } from "../lib/model/batch.ts";
import { simulateJoint } from "../lib/model/dataset.ts";
import type { Fields } from "../lib/model/field.ts";
import type { Model } from "../lib/model/model.ts";
import { summarise } from "../lib/model/summary_variables.ts";
import { bestEpoch } from "../lib/training/validation.ts";
import { setup } from "../lib/workflow/setup.ts";
import { trainWorkflow } from "../lib/workflow/train_workflow.ts";
import { networkInputs } from "../lib/model/adapter.ts";
import { networkParts, type Workflow, workflow } from "../lib/workflow/workflow.ts";
import gaussian from "../examples/gaussian.ts";
import {
  type ExactPosterior,
  gaussianPosterior,
  gaussianSetPosterior,
  twoMoonsPosterior,
} from "../tests/examples/exact.ts";

const OBSERVATIONS = 5;
const [SIMULATIONS, DRAWS, BANK] = [300, 999, 3000];

const EXACT: Readonly<Record<string, ExactPosterior<string, never> | undefined>> = {
  two_moons: twoMoonsPosterior,
  gaussian: gaussianPosterior(gaussian.prior.names),
  gaussian_set: gaussianSetPosterior,
  sir: undefined,
  driven_membrane: undefined,
};

/** C2ST of fresh observations, one each. */
async function accuracies<X extends Fields>(
  { model, posterior }: Workflow<string, X>,
  exact: ExactPosterior<string, X>,
  count: number,
): Promise<number[]> {
  const root = fold(key(1), "C2ST");
  const { observations } = simulateJoint(fold(root, "observations"), model, OBSERVATIONS);
  const found: number[] = [];
  for (let i = 0; i < OBSERVATIONS; i++) {
    const own = fold(root, i), one = observation(observations, i);
    const draws = dataset(await posterior.sample(fold(own, "posterior"), one, count), 0);
    const reference = exact(fold(own, "exact"), one, count);
    found.push(c2st(fold(own, "classifier"), reference, draws).accuracy);
  }
  return found;
}

/** What alarms, and of how many tests. */
async function alarms(
  { setup: { kit }, model, posterior }: Workflow,
): Promise<{ readonly tests: number; readonly alarms: readonly string[] }> {
  const root = fold(key(1), "calibration");
  const fresh = simulateJoint(fold(root, "fresh"), model, SIMULATIONS);
  const bank = simulateJoint(fold(root, "bank"), model, BANK);
  const draws = await posterior.sample(fold(root, "posterior"), fresh.observations, DRAWS);
  const truths = { ...fresh.theta, datasets: SIMULATIONS, count: 1 };
  const summaries = networkInputs(networkParts(kit));
  const { findings } = calibration(fold(root, "checks"), {
    truth: fresh.theta,
    posterior: draws,
    logDensity: {
      draws: await posterior.logProb(draws, fresh.observations),
      truth: await posterior.logProb(truths, fresh.observations),
    },
    summaries: summarise(summaries, fresh.observations),
    bank: { theta: bank.theta, summaries: summarise(summaries, bank.observations) },
  });
  const verdicts = verdictsOf(findings).filter(({ verdict }) => verdict !== "none");
  const loud = verdicts.filter(({ verdict }) => verdict !== "pass");
  return {
    tests: verdicts.length,
    alarms: loud.map(({ diagnostic, quantity, verdict }) =>
      `${diagnostic}, ${quantity}: ${verdict}`
    ),
  };
}

const [draws = "10000", ...wanted] = Deno.args;
await startBackend();
for (const name of wanted.length > 0 ? wanted : Object.keys(EXACT)) {
  const { href: url } = new URL(`../examples/${name}.ts`, import.meta.url);
  const { default: source } = await import(url) as { default: Model };
  using own = workflow(setup(source, { module: { url, name } }));
  const start = performance.now();
  let last = "";
  for await (const { history } of trainWorkflow(own)) {
    const { epoch, validationLoss } = bestEpoch(history);
    last = `${validationLoss.toFixed(3)} nats at epoch ${epoch} of ${history.length}`;
  }
  console.log(`${name}: ${last}, ${((performance.now() - start) / 1000).toFixed(0)} s`);
  const { tests, alarms: found } = await alarms(own);
  console.log(`  calibration: ${found.length} of ${tests} tests alarm ${found.join("; ")}`);
  const exact = EXACT[name];
  if (!exact) continue;
  const all = await accuracies(own, exact as ExactPosterior<string, Fields>, Number(draws));
  console.log(`  C2ST ${mean(all).toFixed(3)} (${all.map((one) => one.toFixed(3)).join(", ")})`);
}
