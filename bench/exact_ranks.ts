/**
 * Whose fault an alarm is: ranks the truths of the recordings that `deno task diagnose --seed N`
 * examines among amortised and among exact draws, and tests both alike. What alarms with exact draws
 * is chance, in the truths and recordings that the seed made.
 *
 *     deno run --allow-read bench/exact_ranks.ts [seed, 16] [recordings, 300]
 *
 * Some 2 s a recording on one core, by refinement.
 *
 * @module
 */
import { startBackend } from "../lib/backend.ts";
import { checkpointPath, loadTrained } from "../lib/cli/store.ts";
import { simulateJoint } from "../lib/dataset.ts";
import { rankEcdf } from "../lib/diagnostics/rank_ecdf.ts";
import { defaultQuantities, sbcQuantities } from "../lib/diagnostics/sbc_quantities.ts";
import type { PosteriorDraws } from "../lib/draws.ts";
import { fold, key } from "../lib/random.ts";
import type { LifParameter } from "../lib/simulators/lif.ts";
import { recording } from "../lib/simulators/simulator.ts";

const DRAWS = 999;
const [seed = 16, count = 300] = Deno.args.map(Number);

await startBackend();
using trained = await loadTrained(checkpointPath("default"));
const { study: { model, posterior }, study } = trained;
const { names } = model.prior;
const root = key(seed);
const { theta, recordings } = simulateJoint(fold(root, "fresh"), model, count);
const amortised = await posterior.sample(fold(root, "posterior"), recordings, DRAWS);

const values = new Float64Array(count * DRAWS * names.length);
let flagged = 0;
for (let i = 0; i < count; i++) {
  const own = fold(fold(root, "exact"), i);
  const { draws, problems } = await study.refine(own, recording(recordings, i), DRAWS);
  values.set(draws.values, i * draws.values.length);
  if (problems.length > 0) flagged++;
}
console.log(`seed ${seed}: ${count} recordings, ${flagged} with problems`);

/** The p-value of the rank ECDF of each quantity, and how many ranks lie in the lowest twentieth. */
function examine(draws: PosteriorDraws<LifParameter>) {
  const ranks = sbcQuantities(fold(root, "quantities"), draws, theta, defaultQuantities(names));
  const width = ranks.names.length;
  return rankEcdf(ranks, { draws: DRAWS }).quantities.map(({ pValue }, j) => {
    let low = 0;
    for (let i = 0; i < count; i++) if (ranks.values[i * width + j] < (DRAWS + 1) / 20) low++;
    return { pValue, low };
  });
}

const exact = examine({ names, datasets: count, count: DRAWS, values });
const found = examine(amortised);
console.log("quantity                p amortised   p exact   lowest twentieth: amortised, exact");
defaultQuantities(names).forEach(({ name }, j) => {
  const cells = [found[j].pValue.toExponential(1), exact[j].pValue.toExponential(1)];
  console.log(name.padEnd(24), cells.join("      "), `  ${found[j].low}, ${exact[j].low}`);
});
