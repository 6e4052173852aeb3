/**
 * The example models, each trained with the standard network on 10,000 simulations as a user would:
 * C2ST against exact draws where there is an exact sampler (0.5 if the two can't be told apart), and
 * which diagnostics on 300 fresh simulations alarm.
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
import { c2st } from "../lib/diagnostics/comparison/c2st.ts";
import { diagnose } from "../lib/diagnostics/diagnose.ts";
import { observation } from "../lib/model/batch.ts";
import { simulateJoint } from "../lib/model/dataset.ts";
import type { Fields } from "../lib/model/field.ts";
import type { Model } from "../lib/model/model.ts";
import { bestEpoch } from "../lib/training/validation.ts";
import { setup } from "../lib/workflow/setup.ts";
import { trainWorkflow } from "../lib/workflow/train_workflow.ts";
import { type Workflow, workflow } from "../lib/workflow/workflow.ts";
import gaussian from "../examples/gaussian.ts";
import {
  type ExactPosterior,
  gaussianPosterior,
  gaussianSetPosterior,
  twoMoonsPosterior,
} from "../tests/examples/exact.ts";

const OBSERVATIONS = 5;

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
  const { verdicts } = await diagnose(fold(key(1), "diagnosis"), own);
  const tests = verdicts.filter(({ verdict }) => verdict !== "none");
  const alarms = tests.filter(({ verdict }) => verdict !== "pass")
    .map(({ diagnostic, quantity, verdict }) => `: ${verdict} of ${diagnostic}, ${quantity}`);
  console.log(`  ${alarms.length} of ${tests.length} tests do not pass${alarms.join("")}`);
  const exact = EXACT[name];
  if (!exact) continue;
  const all = await accuracies(own, exact as ExactPosterior<string, Fields>, Number(draws));
  console.log(`  C2ST ${mean(all).toFixed(3)} (${all.map((one) => one.toFixed(3)).join(", ")})`);
}
