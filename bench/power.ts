/**
 * Which diagnostic sees which misfit of a posterior: the share of replications, of 300 simulations
 * with 999 draws each, in which it alarms at 5 %, over all its quantities together (Holm). Six
 * correlated parameters with a normal posterior, which is made too narrow (sd × 0.8), too wide
 * (sd × 1.25), shifted by 0.3 sd, given independent parameters of the right width, or the prior.
 *
 *     deno run bench/power.ts [replications, default 60] [misfit …]
 *
 * prints a Markdown table; what it says of the exact posterior are false alarms. Three minutes on one
 * core.
 *
 * @module
 */
import {
  coverageFindings,
  intervalCoverage,
} from "../lib/diagnostics/calibration/interval_coverage.ts";
import { rankPoints } from "../lib/diagnostics/calibration/rank_ecdf.ts";
import { sbc, sbcFindings } from "../lib/diagnostics/calibration/sbc.ts";
import {
  dataQuantities,
  defaultQuantities,
  sbcQuantities,
  type SbcQuantity,
} from "../lib/diagnostics/calibration/sbc_quantities.ts";
import { countsBelow, simultaneousTest } from "../lib/diagnostics/calibration/simultaneous.ts";
import { nearestReferences, tarpRanks } from "../lib/diagnostics/calibration/tarp.ts";
import { zScores } from "../lib/diagnostics/calibration/z_scores.ts";
import { column, type Draws } from "../lib/core/draws.ts";
import { fold, type Key, key } from "../lib/core/random.ts";
import { holm, mean } from "../lib/core/stats.ts";
import {
  gaussianLogLikelihood,
  gaussianPosterior,
  gaussianSimulations,
  type Misfit,
  MISFITS,
} from "../tests/diagnostics/gaussian_posteriors.ts";

const ALPHA = 0.05;
const [DATASETS, DRAWS] = [300, 999];
const replications = Number(Deno.args[0] ?? 60);
const misfits = Deno.args.length > 1 ? Deno.args.slice(1) as Misfit[] : MISFITS;
const root = key(11);
const simulated = gaussianSimulations(fold(root, "bank"), 2000);
const REFERENCES = { theta: simulated.truth, summaries: simulated.observations };

const ecdf = simultaneousTest(DATASETS, rankPoints(DRAWS));
const critical = new Map<number, number>();

/** Whether any column leaves its band, of the level that Holm asks of the first of so many. */
function leaves(ranks: Draws): boolean {
  const tests = ranks.names.length;
  const limit = critical.get(tests) ?? ecdf.band(1 - ALPHA / tests).logGamma;
  critical.set(tests, limit);
  return ranks.names.some((name) =>
    ecdf.logGamma(countsBelow(column(ranks, name), DRAWS)) <= limit
  );
}

const rejects = (pValues: readonly number[]) => holm(pValues).some((p) => p <= ALPHA);

/** The columns whose names pass. */
function only(ranks: Draws, passes: (name: string) => boolean): Draws {
  const kept = [...ranks.names.keys()].filter((j) => passes(ranks.names[j]));
  const dim = ranks.names.length;
  const values = Float64Array.from(
    { length: ranks.count * kept.length },
    (_, k) => ranks.values[Math.floor(k / kept.length) * dim + kept[k % kept.length]],
  );
  return { names: kept.map((j) => ranks.names[j]), count: ranks.count, values };
}

/** What one replication gives: alarms by name, and the ranks of the parameters. */
function replicate(own: Key, misfit: Misfit): { alarms: Record<string, boolean>; ranks: Draws } {
  const { truth, observations, posterior, logDensity } = gaussianPosterior(own, {
    misfit,
    datasets: DATASETS,
    count: DRAWS,
  });
  const references = nearestReferences(REFERENCES, observations);
  const ofPrior = gaussianSimulations(fold(own, "references"), DATASETS).truth;
  const ofData: SbcQuantity[] = [
    { name: "log q", evaluate: logDensity },
    {
      name: "log p",
      evaluate: (rows, i) => gaussianLogLikelihood(rows, observations.subarray(i * 6, i * 6 + 6)),
    },
  ];
  const all = sbcQuantities(fold(own, "ties"), posterior, truth, [
    ...defaultQuantities(posterior.names),
    ...dataQuantities(references),
    ...ofData,
  ]);
  const leavesOf = (passes: (name: string) => boolean) => leaves(only(all, passes));
  const tarpBy = (points: typeof references) =>
    leaves(tarpRanks(fold(own, "TARP"), posterior, truth, points));
  const scores = zScores(fold(own, "exchanges"), posterior, truth, { exchanges: 299 }).parameters;
  return {
    ranks: only(all, (name) => name.length === 1),
    alarms: {
      "SBC ECDF, parameters": leavesOf((name) => name.length === 1),
      "SBC ECDF, products of two parameters": leavesOf((name) => / × .$/.test(name)),
      "SBC ECDF, distance from mean": leavesOf((name) => name.startsWith("distance")),
      "SBC ECDF, log q(theta given x)": leavesOf((name) => name === "log q"),
      "SBC ECDF, log p(x given theta)": leavesOf((name) => name === "log p"),
      "SBC ECDF, parameters × references": leavesOf((name) => name.endsWith("reference")),
      "TARP, nearest references": tarpBy(references),
      "TARP, references from the prior": tarpBy(ofPrior),
      "z-score, mean": rejects(scores.map(({ bias }) => bias.pValue)),
      "z-score, root mean square": rejects(scores.map(({ spread }) => spread.pValue)),
      "error of posterior mean": rejects(scores.map(({ error }) => error.pValue)),
      "contraction": rejects(scores.map(({ contraction }) => contraction.pValue)),
    },
  };
}

/** p-values in one list, cut into one list a replication. */
const cut = (pValues: readonly number[]) =>
  Array.from(
    { length: replications },
    (_, r) =>
      pValues.slice(r * pValues.length / replications, (r + 1) * pValues.length / replications),
  );

/** The power of each diagnostic, by name. */
function powerOf(misfit: Misfit): Record<string, number> {
  const runs = Array.from(
    { length: replications },
    (_, r) => replicate(fold(fold(root, misfit), r), misfit),
  );
  // Bands depend on numbers alone, so the ranks of all replications are tested in one go.
  const dim = runs[0].ranks.names.length;
  const names = runs.flatMap(({ ranks }, r) => ranks.names.map((name) => `${name} of ${r}`));
  const values = Float64Array.from(
    { length: DATASETS * names.length },
    (_, k) => {
      const [i, column] = [Math.floor(k / names.length), k % names.length];
      return runs[Math.floor(column / dim)].ranks.values[i * dim + column % dim];
    },
  );
  const ranks = { names, count: DATASETS, values };
  const findings = [
    ...sbcFindings(sbc(ranks, { draws: DRAWS })),
    ...coverageFindings(intervalCoverage(fold(root, "floor"), ranks, { draws: DRAWS })),
  ];
  const share = (alarms: readonly boolean[]) => mean(alarms.map(Number));
  const diagnostics = [...new Set(findings.map(({ diagnostic }) => diagnostic))];
  return Object.fromEntries([
    ...diagnostics.map((name) => {
      const own = findings.filter(({ diagnostic }) => diagnostic === name);
      return [name, share(cut(own.map(({ pValue = 1 }) => pValue)).map(rejects))];
    }),
    ...Object.keys(runs[0].alarms).map((name) => [
      name,
      share(runs.map(({ alarms }) => alarms[name])),
    ]),
  ]);
}

const columns = misfits.map(powerOf);
console.log(`| alarms at 5 % | ${misfits.join(" | ")} |`);
console.log(`| --- | ${misfits.map(() => "---").join(" | ")} |`);
for (const name of Object.keys(columns[0])) {
  console.log(`| ${name} | ${columns.map((power) => power[name].toFixed(2)).join(" | ")} |`);
}
