/**
 * Calibration of the exact posterior by simulation: over fresh simulations from the prior, the rank
 * of the truth among exact draws must be uniform. About 10 s a recording on one core, so the rows
 * can be divided among processes:
 *
 *     deno run bench/reference_sbc.ts 0 200
 *
 * prints one line a recording and then, of these rows, the report. Rows 0 to 199: no inference has
 * problems; χ² p-values of the six parameters from 0.08 to 0.96, 0.50 at least after Holm.
 *
 * @module
 */
import { sbc, sbcRanks } from "../lib/diagnostics/calibration/sbc.ts";
import { simulateJoint } from "../lib/model/dataset.ts";
import { lifPrior } from "../lib/models/lif/prior/lif.ts";
import { fold, key } from "../lib/core/random.ts";
import { referencePosterior } from "../lib/models/lif/likelihood/reference_posterior.ts";
import { lif } from "../lib/models/lif/simulator/lif.ts";

const DRAWS = 199;
const BINS = 10;
const root = key(202);
const prior = lifPrior();
const posterior = referencePosterior(prior);
const [from, to] = Deno.args.map(Number);

const rows: number[] = [];
let failed = 0;
for (let row = from; row < to; row++) {
  const { theta, observations } = simulateJoint(
    fold(root, "simulations"),
    { prior, simulator: lif() },
    1,
    { from: row },
  );
  const own = fold(fold(root, "recording"), row);
  const { draws, problems, ...diagnosis } = posterior.infer(own, observations, DRAWS);
  if (problems.length > 0) failed++;
  const ranks = sbcRanks(fold(own, "ties"), { ...draws, datasets: 1 }, theta);
  rows.push(...ranks.values);
  const spikes = observations.values.spikes.reduce((a, b) => a + b);
  console.log(JSON.stringify({ row, spikes, ranks: [...ranks.values], ...diagnosis, problems }));
}
const ranks = { names: prior.names, count: to - from, values: Float64Array.from(rows) };
console.log(`${failed} of ${to - from} inferences have problems`);
for (const parameter of sbc(ranks, { draws: DRAWS, bins: BINS }).parameters) {
  console.log(JSON.stringify(parameter));
}
