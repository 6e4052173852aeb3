/**
 * The default checkpoint where few simulations fall: mean KL from exact posteriors, by regions of the
 * prior in which the truth lies.
 *
 *     deno run --allow-read bench/corner.ts [observations a region, 24] [seed, 1] [checkpoint]
 *
 * Some 8 s an observation, most of it for the exact posterior.
 *
 * @module
 */
import { startBackend } from "../lib/compute/backend.ts";
import { namedCheckpoint } from "../lib/cli/checkpoint_files.ts";
import { loadWorkflow } from "../lib/cli/store.ts";
import defaultKit from "../lib/models/lif/kits/default.ts";
import { experimentOf } from "../lib/models/lif/kit.ts";
import { simulate } from "../lib/model/dataset.ts";
import { grade } from "../lib/diagnostics/comparison/grade.ts";
import { row, take, type Theta } from "../lib/core/draws.ts";
import { fold, key } from "../lib/core/random.ts";
import { lifLogLikelihood } from "../lib/models/lif/likelihood/lif_likelihood.ts";
import { referencePosterior } from "../lib/models/lif/likelihood/reference_posterior.ts";
import type { LifParameter } from "../lib/models/lif/simulator/lif.ts";
import { observation } from "../lib/model/batch.ts";
import { table } from "../lib/tables/table.ts";

const DRAWS = 250;
/** Rows of the prior among which a region is looked for; the rarest holds 0.2 % of them. */
const PRIOR_ROWS = 100_000;

const REGIONS: Readonly<Record<string, (theta: Theta<LifParameter>) => boolean>> = {
  "g_L at its bound 15, V_init within 0.75 mV of E_L": ({ g_L, V_init, E_L }) =>
    g_L === 15 && E_L - V_init < 0.75,
  "g_L at its bound 15, V_init further below": ({ g_L, V_init, E_L }) =>
    g_L === 15 && E_L - V_init >= 0.75,
  "V_init below -76": ({ V_init }) => V_init < -76,
  "E_L below -74.3": ({ E_L }) => E_L < -74.3,
  "tau_m below 6.1 or above 16.5": ({ tau_m }) => tau_m < 6.1 || tau_m > 16.5,
  anywhere: () => true,
};

const [most = 24, seed = 1] = Deno.args.slice(0, 2).map(Number);
await startBackend();
using trained = await loadWorkflow(Deno.args[2] ?? namedCheckpoint("default"), defaultKit);
const { model: { prior, simulator }, posterior } = trained.workflow;
const { sim } = experimentOf(trained.checkpoint.numbers);
const exact = referencePosterior(prior, sim);
const dim = prior.names.length;
const root = key(seed);
const rows = prior.sample(fold(root, "theta"), PRIOR_ROWS);

/** The grade on the first truths of the prior that lie in a region. */
async function gradeIn(name: string) {
  const inside = Array.from({ length: PRIOR_ROWS }, (_, i) => i)
    .filter((i) => REGIONS[name](row(rows, i)));
  const own = fold(root, name);
  const theta = take(rows, inside.slice(0, most));
  const observations = simulate(fold(own, "recordings"), simulator, theta);
  const values = new Float64Array(theta.count * DRAWS * dim);
  const logPosterior = new Float64Array(theta.count * DRAWS);
  for (let i = 0; i < theta.count; i++) {
    const one = observation(observations, i);
    const { draws, logEvidence, problems } = exact.infer(fold(own, i), one, DRAWS);
    if (problems.length > 0) console.log(`${name}, observation ${i}: ${problems.join("; ")}`);
    const logPrior = prior.logProb(draws);
    values.set(draws.values, i * DRAWS * dim);
    lifLogLikelihood(draws, one, sim).forEach((value, draw) =>
      logPosterior[i * DRAWS + draw] = value + logPrior[draw] - logEvidence
    );
  }
  const draws = { names: prior.names, datasets: theta.count, count: DRAWS, values };
  const { kl } = await grade(posterior, prior, {
    theta,
    observations,
    exact: { draws, logPosterior },
  });
  return { share: inside.length / PRIOR_ROWS, count: theta.count, kl: kl! };
}

const found: string[][] = [];
for (const name of Object.keys(REGIONS)) {
  const { share, count, kl: { mean, se, worst } } = await gradeIn(name);
  const numbers = [mean, se, worst].map((value) => value.toFixed(3));
  found.push([name, `${(100 * share).toFixed(2)} %`, `${count}`, ...numbers]);
}
console.log(
  table(["truth", "of the prior", "observations", "KL (nats)", "se", "worst"], found).text,
);
