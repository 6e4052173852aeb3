/**
 * Makes `data/gif_reference_24.safetensors`: 24 recordings of the generalised integrate-and-fire
 * neuron with draws of their exact posteriors, for `deno task grade`.
 *
 *     deno run --allow-read --allow-write=data bench/gif_reference.ts
 *
 * Some 5 s a recording. Prints for each its spikes, the evidence with its standard error and the
 * difference from that by sequential Monte Carlo, the effective size and the Pareto k̂ of the weights.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { exactDensities } from "./exact_densities.ts";
import { writeAtomically } from "../lib/files.ts";
import { encodeReferencePosteriors } from "../lib/diagnostics/comparison/reference_posteriors.ts";
import { fold, key } from "../lib/core/random.ts";
import { observation } from "../lib/model/batch.ts";
import { simulateJoint } from "../lib/model/dataset.ts";
import { GIF_DEFAULTS } from "../lib/models/gif/config.ts";
import { gifProblem } from "../lib/models/gif/likelihood/gif_problem.ts";
import { gifPrior } from "../lib/models/gif/prior/gif.ts";
import { gif, type GifFields } from "../lib/models/gif/simulator/gif.ts";
import { spikeCounts } from "../lib/models/neuron/spikes.ts";
import type { Batch } from "../lib/model/batch.ts";
import { exactPosterior } from "../lib/posterior/exact_posterior.ts";

const REFERENCE = fileURLToPath(
  new URL("../data/gif_reference_24.safetensors", import.meta.url),
);
const SEED = 2026, OBSERVATIONS = 24, DRAWS = 200;
const prior = gifPrior();
const { names } = prior;
const problemOf = (one: Batch<GifFields>) => gifProblem(one, GIF_DEFAULTS);
const posterior = exactPosterior(prior, problemOf);
const root = key(SEED);
const data = simulateJoint(fold(root, "observations"), { prior, simulator: gif() }, OBSERVATIONS);

const values = new Float64Array(OBSERVATIONS * DRAWS * names.length);
const logPosterior = new Float64Array(OBSERVATIONS * DRAWS);
const logPosteriorTruth = new Float64Array(OBSERVATIONS);
for (let i = 0; i < OBSERVATIONS; i++) {
  const one = observation(data.observations, i);
  const found = posterior.infer(fold(fold(root, "exact"), i), one, DRAWS);
  if (found.problems.length > 0) throw new Error(`recording ${i}: ${found.problems.join("; ")}`);
  const truth = data.theta.values.subarray(i * names.length, (i + 1) * names.length);
  const { target } = problemOf(one);
  const logP = exactDensities(
    prior,
    found,
    truth,
    (all) => target.logLikelihood(prior.toNormal(all)),
  );
  values.set(found.draws.values, i * found.draws.values.length);
  logPosterior.set(logP.draws, i * DRAWS);
  logPosteriorTruth[i] = logP.truth;
  console.log([
    `${i}`,
    `spikes ${spikeCounts(one)[0]}`,
    `evidence ${found.logEvidence.toFixed(3)} ± ${found.logEvidenceSe.toFixed(3)}`,
    `smc ${(found.smcLogEvidence - found.logEvidence).toFixed(2)}`,
    `ess ${found.effectiveSize.toFixed(0)}`,
    `k ${found.paretoK.toFixed(2)}`,
  ].join("  "));
}
const bytes = encodeReferencePosteriors(data, {
  logPosteriorTruth,
  exact: { draws: { names, datasets: OBSERVATIONS, count: DRAWS, values }, logPosterior },
}, { seed: SEED, configuration: { gif: GIF_DEFAULTS } });
await writeAtomically(REFERENCE, bytes);
