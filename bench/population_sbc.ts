/**
 * Populations of 1 to 30 neurons, their number log-uniform: calibration of population and neurons by
 * simulation, and the neurons' errors with and without their population.
 *
 *     deno run --allow-read bench/population_sbc.ts [populations, 300] [method, default] [seed, 1]
 *
 * The method is the checkpoint of one neuron whose draws are weighted, `default` or `learned`, or
 * `direct`, the networks that were trained on populations.
 * A report is printed every 50 populations and at the end. Ranks are of the population's means and
 * sds in the single prior's standard normal coordinates, and of the parameters of one neuron each.
 *
 * @module
 */
import { startBackend } from "../lib/compute/backend.ts";
import { namedCheckpoint } from "../lib/cli/checkpoint_files.ts";
import { loadWorkflow } from "../lib/cli/store.ts";
import { dataset, type Draws, stack, take } from "../lib/core/draws.ts";
import { fold, type Key, key, stream } from "../lib/core/random.ts";
import {
  coverageFindings,
  intervalCoverage,
} from "../lib/diagnostics/calibration/interval_coverage.ts";
import { ecdfFindings, rankEcdf } from "../lib/diagnostics/calibration/rank_ecdf.ts";
import { sbc, sbcFindings, sbcRanks } from "../lib/diagnostics/calibration/sbc.ts";
import { shrinkage } from "../lib/diagnostics/calibration/shrinkage.ts";
import { type Finding, verdictsOf } from "../lib/diagnostics/verdict.ts";
import { zScoreFindings, zScores } from "../lib/diagnostics/calibration/z_scores.ts";
import { populationPrior } from "../lib/distributions/population_prior.ts";
import type { Batch } from "../lib/model/batch.ts";
import { simulatePopulation } from "../lib/model/population_dataset.ts";
import defaultKit from "../lib/models/lif/kits/default.ts";
import learnedKit from "../lib/models/lif/kits/learned.ts";
import { experimentOf } from "../lib/models/lif/kit.ts";
import populationKit from "../lib/models/lif/kits/population.ts";
import populationMemberKit from "../lib/models/lif/kits/population_member.ts";
import { lifPopulation } from "../lib/models/lif/population.ts";
import type { LifFields, LifParameter } from "../lib/models/lif/simulator/lif.ts";
import { directPopulation, type PopulationDraws } from "../lib/posterior/population_direct.ts";
import { populationPosterior } from "../lib/posterior/population_posterior.ts";
import { findingsTable } from "../lib/tables/findings.ts";
import { table } from "../lib/tables/table.ts";

const DRAWS = 199;
const MOST = 30;
const [populations, name, seed] = [
  Number(Deno.args[0] ?? 300),
  Deno.args[1] ?? "default",
  Number(Deno.args[2] ?? 1),
];
await startBackend();
using trained = await loadWorkflow(
  namedCheckpoint(name === "learned" ? name : "default"),
  name === "learned" ? learnedKit : defaultKit,
);
const { model, posterior } = trained.workflow;
const population = populationPrior(model.prior);

/** Joint draws of a population and its neurons, and what warns of them. */
interface Found extends PopulationDraws<LifParameter> {
  readonly effectiveSizes: readonly number[];
  readonly problems: readonly string[];
}
type Infer = (key: Key, observations: Batch<LifFields>) => Promise<Found>;

/** By the networks that were trained on populations. */
async function directly(): Promise<Infer> {
  const [all, one] = [
    await loadWorkflow(namedCheckpoint("population"), populationKit),
    await loadWorkflow(namedCheckpoint("population_member"), populationMemberKit),
  ];
  const { prior, models } = lifPopulation(experimentOf(trained.checkpoint.numbers));
  const parts = {
    prior,
    models,
    population: all.workflow.posterior,
    member: one.workflow.posterior,
  };
  return async (key, observations) => ({
    ...await directPopulation(key, parts, observations, DRAWS),
    effectiveSizes: [],
    problems: [],
  });
}
const infer: Infer = name === "direct"
  ? await directly()
  : (key, observations) =>
    populationPosterior(key, population, posterior, observations, { count: DRAWS });
const root = fold(key(seed), "populations");

/** Every test of one level, of draws and the truths behind them. */
function findingsOf(level: string, draws: readonly Draws[], truths: readonly Draws[]): Finding[] {
  const posterior = stack(draws);
  const { names } = posterior;
  const truth = {
    names,
    count: truths.length,
    values: Float64Array.from(truths.flatMap(({ values }) => [...values])),
  };
  const own = fold(fold(key(seed), "ranks"), level);
  const ranks = sbcRanks(own, posterior, truth);
  return [
    ...sbcFindings(sbc(ranks, { draws: DRAWS })),
    ...ecdfFindings(rankEcdf(ranks, { draws: DRAWS })),
    ...coverageFindings(intervalCoverage(fold(own, "coverage"), ranks, { draws: DRAWS })),
    ...zScoreFindings(zScores(fold(own, "z-scores"), posterior, truth, { exchanges: 4999 })),
  ].map((finding) => ({ ...finding, quantity: `${level}: ${finding.quantity}` }));
}

const hypers: Draws[] = [], hyperTruths: Draws[] = [], ones: Draws[] = [], oneTruths: Draws[] = [];
const alone: Draws[] = [], together: Draws[] = [], truths: Draws[] = [];
let problems = 0, least = Infinity, members = 0;

/** Prints what has been found so far. */
function report(): void {
  const findings = [
    ...findingsOf("population", hypers, hyperTruths),
    ...findingsOf("neuron", ones, oneTruths),
  ];
  const verdicts = verdictsOf(findings);
  const alarms = verdicts.filter(({ verdict }) => verdict === "alarm").length;
  console.log(
    `${hypers.length} populations of ${members} neurons: ${alarms} alarms in ` +
      `${verdicts.filter(({ pValue }) => pValue !== undefined).length} tests; ${problems} with a ` +
      `warning${least < Infinity ? `; least effective size ${least.toFixed(0)}` : ""}`,
  );
  const worst = findings.filter(({ pValue = 1 }) => pValue < 0.02);
  if (worst.length > 0) console.log(findingsTable(worst).text, "(of these alone p_adj is too low)");
  const neurons = {
    names: model.prior.names,
    count: members,
    values: Float64Array.from(truths.flatMap(({ values }) => [...values])),
  };
  const { parameters } = shrinkage(stack(alone), stack(together), neurons);
  console.log(
    table(
      ["neuron", "error alone", "together", "ratio"],
      parameters.map(({ name, error }) => [
        name,
        error.alone.toFixed(3),
        error.together.toFixed(3),
        (error.together / error.alone).toFixed(3),
      ]),
    ).text,
  );
}

for (let row = 0; row < populations; row++) {
  const own = fold(root, row);
  const size = Math.floor((MOST + 1) ** stream(fold(own, "size")).uniform());
  const { hyper, members: made } = simulatePopulation(own, population, model.simulator, size);
  const { observations, theta } = made;
  const found = await infer(fold(own, "infer"), observations);
  const single = await posterior.sample(fold(own, "single"), observations, DRAWS);
  hypers.push(found.population);
  hyperTruths.push(hyper);
  ones.push(dataset(found.members, 0));
  oneTruths.push(take(theta, [0]));
  for (let i = 0; i < size; i++) {
    alone.push(dataset(single, i));
    together.push(dataset(found.members, i));
    truths.push(take(theta, [i]));
  }
  members += size;
  least = Math.min(least, ...found.effectiveSizes);
  if (found.problems.length > 0) {
    problems++;
    console.log(`population ${row} of ${size}: ${found.problems.join("; ")}`);
  }
  if ((row + 1) % 50 === 0 || row + 1 === populations) report();
}
