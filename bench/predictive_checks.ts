/**
 * Posterior predictive checks where the posterior is exact: how often each test quantity and the
 * intervals say no at 0.05 to recordings of the neuron itself, as a Markdown table.
 *
 *     deno run --allow-read bench/predictive_checks.ts data/lif_reference_50.safetensors
 *
 * @module
 */
import { simulate } from "../lib/model/dataset.ts";
import { decodeReferencePosteriors } from "../lib/diagnostics/comparison/reference_posteriors.ts";
import { intervals } from "../lib/models/neuron/intervals.ts";
import { testQuantities } from "../lib/diagnostics/checks/test_quantities.ts";
import { dataset } from "../lib/core/draws.ts";
import { lifPrior } from "../lib/models/lif/prior/lif.ts";
import { fold, key } from "../lib/core/random.ts";
import { lif } from "../lib/models/lif/simulator/lif.ts";
import { observation } from "../lib/model/batch.ts";
import { LIF_QUANTITIES } from "../lib/models/neuron/quantities.ts";
import { mean, quantiles } from "../lib/core/stats.ts";

const simulator = lif();
const bytes = await Deno.readFile(Deno.args[0]);
const { observations, exact } = decodeReferencePosteriors(bytes, { prior: lifPrior(), simulator });
if (!exact) throw new SyntaxError("Cannot check predictions as the file must have draws");
const { draws } = exact;

const rows = Array.from({ length: observations.count }, (_, i) => {
  const own = observation(observations, i);
  const replicated = simulate(fold(key(5), i), simulator, dataset(draws, i));
  const { quantities } = testQuantities(replicated, own, LIF_QUANTITIES);
  return { quantities, intervals: intervals(replicated, own).pValue };
});
const line = (name: string, pValues: readonly number[]) =>
  console.log(
    `| ${name} | ${mean(pValues.map((p) => Number(p <= 0.05))).toFixed(2)} of ${pValues.length} | ${
      quantiles(pValues, [0.5])[0].toFixed(2)
    } |`,
  );
console.log("| quantity | p ≤ 0.05 | median p |\n|---|---|---|");
LIF_QUANTITIES.forEach(({ name }, j) => line(name, rows.map((row) => row.quantities[j].pValue)));
line(
  "least, adjusted by Holm",
  rows.map(({ quantities }) =>
    quantities.reduce((least, { adjustedPValue }) => Math.min(least, adjustedPValue), 1)
  ),
);
line("intervals", rows.flatMap((row) => row.intervals ?? []));
