/**
 * Three neurons with their population: draws from the amortised posterior of one neuron, weighted by
 * the population alone and by the exact likelihood, too, against Markov chains under the exact
 * likelihood. Without sweeps, the two kinds of weights are compared with each other.
 *
 *     deno run --allow-read bench/population_mcmc.ts [sweeps, 1500] [checkpoint, default] [seed, 1]
 *
 * @module
 */
import { startBackend } from "../lib/compute/backend.ts";
import { namedCheckpoint } from "../lib/cli/checkpoint_files.ts";
import { loadWorkflow } from "../lib/cli/store.ts";
import { column, dataset, type Draws, first } from "../lib/core/draws.ts";
import { fold, key } from "../lib/core/random.ts";
import { mean, sd } from "../lib/core/stats.ts";
import { populationPrior } from "../lib/distributions/population_prior.ts";
import { type Batch, observation } from "../lib/model/batch.ts";
import { simulatePopulation } from "../lib/model/population_dataset.ts";
import { experimentOf } from "../lib/models/lif/kit.ts";
import defaultKit from "../lib/models/lif/kits/default.ts";
import learnedKit from "../lib/models/lif/kits/learned.ts";
import { lifProblem } from "../lib/models/lif/likelihood/lif_problem.ts";
import type { LifFields } from "../lib/models/lif/simulator/lif.ts";
import { populationMcmc } from "../lib/posterior/population_mcmc.ts";
import { populationPosterior } from "../lib/posterior/population_posterior.ts";
import { table } from "../lib/tables/table.ts";

const NEURONS = 3;
const CHAINS = 40;
const [sweeps, name, seed] = [
  Number(Deno.args[0] ?? 1500),
  Deno.args[1] ?? "default",
  Number(Deno.args[2] ?? 1),
];
await startBackend();
using trained = await loadWorkflow(
  namedCheckpoint(name),
  name === "learned" ? learnedKit : defaultKit,
);
const { model, posterior } = trained.workflow;
const { sim } = experimentOf(trained.checkpoint.numbers);
const population = populationPrior(model.prior);
const root = fold(key(seed), "three neurons");
const { members: { observations } } = simulatePopulation(
  root,
  population,
  model.simulator,
  NEURONS,
);
const problemOf = (x: Batch<LifFields>) => lifProblem(model.prior, sim, x);
const options = { count: 2000, draws: 4000 };
const [weighted, corrected] = [
  await populationPosterior(fold(root, "weighted"), population, posterior, observations, options),
  await populationPosterior(fold(root, "weighted"), population, posterior, observations, {
    ...options,
    exact: problemOf,
  }),
];
for (const { paretoK, effectiveSizes, problems } of [weighted, corrected]) {
  console.log(
    `Pareto k ${paretoK.toFixed(2)}, effective sizes ${
      effectiveSizes.map((size) => size.toFixed(0)).join(", ")
    } of ${options.draws}; ${problems.join("; ") || "no warning"}`,
  );
}

const dim = model.prior.names.length, { count } = weighted.population;
const z = new Float64Array(NEURONS * CHAINS * dim);
for (let i = 0; i < NEURONS; i++) {
  z.set(weighted.z.subarray(i * count * dim, (i * count + CHAINS) * dim), i * CHAINS * dim);
}
const chains = sweeps === 0 ? corrected : populationMcmc(
  fold(root, "chains"),
  population,
  Array.from(
    { length: NEURONS },
    (_, i) => problemOf(observation(observations, i)).target.logLikelihood,
  ),
  { population: first(weighted.population, CHAINS), z },
  { burnIn: Math.floor(sweeps / 5), sweeps, thin: 1 },
);
if ("acceptance" in chains) {
  const { members, together } = chains.acceptance;
  console.log(`accepted: members ${members.toFixed(2)}, together ${together.toFixed(2)}`);
}

/** Draws of one quantity, by all. */
interface Trio {
  readonly name: string;
  readonly weighted: Float64Array;
  readonly corrected: Float64Array;
  readonly exact: Float64Array;
}
const triosOf = (level: string, ...[weighted, corrected, exact]: Draws[]): Trio[] =>
  weighted.names.map((name) => {
    const transform = name.endsWith("_sd") ? Math.log : (value: number) => value;
    const of = (draws: Draws) => column(draws, name).map(transform);
    return {
      name: `${level} ${name}`,
      weighted: of(weighted),
      corrected: of(corrected),
      exact: of(exact),
    };
  });
const answers = [weighted, corrected, chains];
const trios = [
  ...triosOf("population", ...answers.map(({ population }) => population)),
  ...Array.from(
    { length: NEURONS },
    (_, i) => triosOf(`neuron ${i}`, ...answers.map(({ members }) => dataset(members, i))),
  ).flat(),
];
const rows = trios.map(({ name, weighted, corrected, exact }) => {
  const scale = sd(exact), half = exact.length / 2;
  // The two halves of the chains, as a measure of their own error.
  const [early, late] = [exact.subarray(0, half), exact.subarray(half)];
  return {
    name,
    numbers: [
      (mean(weighted) - mean(exact)) / scale,
      sd(weighted) / scale - 1,
      (mean(corrected) - mean(exact)) / scale,
      sd(corrected) / scale - 1,
      (mean(late) - mean(early)) / scale,
      sd(late) / sd(early) - 1,
    ],
  };
});
const largest = rows[0].numbers.map((_, j) =>
  Math.max(...rows.map(({ numbers }) => Math.abs(numbers[j])))
);
console.log(
  table(
    [
      "quantity",
      "weighted: shift (sd)",
      "sd ratio − 1",
      "with exact weights",
      "sd ratio − 1",
      "late − early (sd)",
      "late / early sd − 1",
    ],
    [...rows, { name: "largest", numbers: largest }].map(({ name, numbers }) => [
      name,
      ...numbers.map((value) => value.toFixed(3)),
    ]),
  ).text,
);
