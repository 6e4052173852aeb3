/**
 * Three neurons with their population: draws from the amortised posterior of one neuron, weighted,
 * against Markov chains under the exact likelihood.
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
import { observation } from "../lib/model/batch.ts";
import { simulatePopulation } from "../lib/model/population_dataset.ts";
import { experimentOf } from "../lib/models/lif/kit.ts";
import defaultKit from "../lib/models/lif/kits/default.ts";
import learnedKit from "../lib/models/lif/kits/learned.ts";
import { lifProblem } from "../lib/models/lif/likelihood/lif_problem.ts";
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
const weighted = await populationPosterior(
  fold(root, "weighted"),
  population,
  posterior,
  observations,
  { count: 2000, draws: 4000 },
);
console.log(
  `Pareto k ${weighted.paretoK.toFixed(2)}, effective sizes ${
    weighted.effectiveSizes.map((size) => size.toFixed(0)).join(", ")
  } of 4000; ${weighted.problems.join("; ") || "no warning"}`,
);

const dim = model.prior.names.length, { count } = weighted.population;
const z = new Float64Array(NEURONS * CHAINS * dim);
for (let i = 0; i < NEURONS; i++) {
  z.set(weighted.z.subarray(i * count * dim, (i * count + CHAINS) * dim), i * CHAINS * dim);
}
const chains = populationMcmc(
  fold(root, "chains"),
  population,
  Array.from(
    { length: NEURONS },
    (_, i) => lifProblem(model.prior, sim, observation(observations, i)).target.logLikelihood,
  ),
  { population: first(weighted.population, CHAINS), z },
  { burnIn: Math.floor(sweeps / 5), sweeps, thin: 1 },
);
const { members, together } = chains.acceptance;
console.log(`accepted: members ${members.toFixed(2)}, together ${together.toFixed(2)}`);

/** Draws of one quantity, by both. */
interface Pair {
  readonly name: string;
  readonly weighted: Float64Array;
  readonly exact: Float64Array;
}
const pairsOf = (level: string, ours: Draws, theirs: Draws): Pair[] =>
  ours.names.map((name) => {
    const transform = name.endsWith("_sd") ? Math.log : (value: number) => value;
    return {
      name: `${level} ${name}`,
      weighted: column(ours, name).map(transform),
      exact: column(theirs, name).map(transform),
    };
  });
const pairs = [
  ...pairsOf("population", weighted.population, chains.population),
  ...Array.from(
    { length: NEURONS },
    (_, i) => pairsOf(`neuron ${i}`, dataset(weighted.members, i), dataset(chains.members, i)),
  ).flat(),
];
const rows = pairs.map(({ name, weighted, exact }) => {
  const scale = sd(exact), half = exact.length / 2;
  // The two halves of the chains, as a measure of their own error.
  const [early, late] = [exact.subarray(0, half), exact.subarray(half)];
  return {
    name,
    shift: (mean(weighted) - mean(exact)) / scale,
    ratio: sd(weighted) / scale,
    drift: (mean(late) - mean(early)) / scale,
    driftRatio: sd(late) / sd(early),
  };
});
console.log(
  table(
    ["quantity", "shift (sd)", "sd ratio", "late − early (sd)", "late / early sd"],
    rows.map(({ name, shift, ratio, drift, driftRatio }) => [
      name,
      ...[shift, ratio, drift, driftRatio].map((value) => value.toFixed(3)),
    ]),
  ).text,
);
const worst = (values: number[]) => Math.max(...values.map(Math.abs)).toFixed(3);
console.log(
  `largest: shift ${worst(rows.map(({ shift }) => shift))} sd, sd ratio − 1 ${
    worst(rows.map(({ ratio }) => ratio - 1))
  }; of the halves of the chains ${worst(rows.map(({ drift }) => drift))} sd, ${
    worst(rows.map(({ driftRatio }) => driftRatio - 1))
  }`,
);
