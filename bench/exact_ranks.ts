/**
 * Is an alarm of `deno task diagnose` the network's fault, or are its 300 recordings an unusual
 * sample? The same truths are ranked among amortised draws and among exact ones: truths that are
 * odd among exact draws, too, are odd by chance, as nothing learnt is in those.
 *
 *     deno run --allow-read bench/exact_ranks.ts [seed, 16] [recordings, 300]
 *
 * prints for each parameter and product of two the p-value of the ranks, and for each parameter the
 * root mean square of z-scores and the share of draws beyond 5 sd, amortised and exact. About 3 s a
 * recording on one core.
 *
 * @module
 */
import { startBackend } from "../lib/compute/backend.ts";
import { namedCheckpoint } from "../lib/cli/checkpoint_files.ts";
import { loadWorkflow } from "../lib/cli/store.ts";
import defaultKit from "../lib/models/lif/kits/default.ts";
import { momentsOf } from "../lib/model/transform.ts";
import { simulateJoint } from "../lib/model/dataset.ts";
import { rankEcdf } from "../lib/diagnostics/calibration/rank_ecdf.ts";
import { defaultQuantities, sbcQuantities } from "../lib/diagnostics/calibration/sbc_quantities.ts";
import { zScores } from "../lib/diagnostics/calibration/z_scores.ts";
import { dataset, type PosteriorDraws } from "../lib/core/draws.ts";
import { fold, key } from "../lib/core/random.ts";
import type { LifParameter } from "../lib/models/lif/simulator/lif.ts";
import { observation } from "../lib/model/batch.ts";

const DRAWS = 999;
const FAR = 5;
const [seed = 16, observations = 300] = Deno.args.map(Number);

await startBackend();
using trained = await loadWorkflow(namedCheckpoint("default"), defaultKit);
const { workflow } = trained;
const root = key(seed);
const fresh = simulateJoint(fold(root, "fresh"), workflow.model, observations); // those of `diagnose`
const amortised = await workflow.posterior.sample(
  fold(root, "posterior"),
  fresh.observations,
  DRAWS,
);

const { names } = fresh.theta;
const values = new Float64Array(amortised.values.length);
for (let i = 0; i < observations; i++) {
  const own = observation(fresh.observations, i);
  const { draws, problems } = await workflow.refine(fold(fold(root, "exact"), i), own, DRAWS);
  if (problems.length > 0) console.log(`recording ${i}: ${problems.join("; ")}`);
  values.set(draws.values, i * draws.values.length);
}
const exact = { ...amortised, values };

/** Of each parameter, the share of draws farther than FAR sd from the mean of their posterior. */
function farShares(posterior: PosteriorDraws<LifParameter>): number[] {
  const far = names.map(() => 0);
  for (let i = 0; i < posterior.datasets; i++) {
    const own = dataset(posterior, i);
    const { mean, sd } = momentsOf(own);
    own.values.forEach((value, k) => {
      const j = k % names.length;
      if (Math.abs(value - mean[j]) > FAR * sd[j]) far[j]++;
    });
  }
  return far.map((count) => count / (posterior.datasets * posterior.count));
}

const [one, other] = [amortised, exact].map((posterior) => {
  const ranks = sbcQuantities(fold(root, "ranks"), posterior, fresh.theta);
  return {
    ecdf: rankEcdf(ranks, { draws: DRAWS }).quantities,
    scores: zScores(fold(root, "z-scores"), posterior, fresh.theta).parameters,
    far: farShares(posterior),
  };
});
console.log("p-value of ranks, amortised and exact");
defaultQuantities(names).forEach(({ name }, j) =>
  console.log(
    `${name.padEnd(20)} ${
      [one, other].map(({ ecdf }) => ecdf[j].pValue.toPrecision(2).padStart(9)).join(" ")
    }`,
  )
);
console.log(`root mean square of z, its p, and the share of draws beyond ${FAR} sd`);
names.forEach((name, j) =>
  console.log(
    `${name.padEnd(20)} ${
      [one, other].map(({ scores, far }) => {
        const { value, pValue } = scores[j].spread;
        return `${value.toFixed(3)} ${pValue.toFixed(3)} ${far[j].toExponential(1)}`;
      }).join("   ")
    }`,
  )
);
