/**
 * Makes the exact posteriors of several sweeps: importance sampling from the guide, which an
 * untrained network is, weighted by the exact likelihood.
 *
 *     deno run --allow-read --allow-write=data bench/sweeps/reference.ts [of each number, 8] [seed, 2026]
 *
 * @module
 */
import { exactDensities } from "../exact_densities.ts";
import { startBackend } from "../../lib/compute/backend.ts";
import { fold, key } from "../../lib/core/random.ts";
import { encodeSafetensors } from "../../lib/core/safetensors.ts";
import { writeAtomically } from "../../lib/files.ts";
import { observation } from "../../lib/model/batch.ts";
import sweepsKit from "../../lib/models/lif/kits/sweeps.ts";
import { sweepsLikelihood } from "../../lib/models/lif/sweeps/likelihood.ts";
import { setup } from "../../lib/workflow/setup.ts";
import { workflow } from "../../lib/workflow/workflow.ts";
import { firstOf, REFERENCE } from "./set.ts";

const DRAWS = 250;
const [each = 8, seed = 2026] = Deno.args.map(Number);
await startBackend();
using untrained = workflow(setup(sweepsKit, { train: { n_train: 256 } }));
const { prior } = untrained.model;
const { rows, theta, observations } = firstOf(untrained.model, seed, each);
const dim = prior.names.length, count = rows.length;
const draws = new Float64Array(count * DRAWS * dim);
const logPosterior = new Float64Array(count * DRAWS);
const logPosteriorTruth = new Float64Array(count);
const own = fold(key(seed), "exact");

for (let i = 0; i < count; i++) {
  const began = performance.now();
  const one = observation(observations, i);
  const found = await untrained.refine(fold(own, rows[i]), one, DRAWS);
  const truth = theta.values.subarray(i * dim, (i + 1) * dim);
  const logP = exactDensities(prior, found, truth, sweepsLikelihood(one).logLikelihood);
  draws.set(found.draws.values, i * DRAWS * dim);
  logPosterior.set(logP.draws, i * DRAWS);
  logPosteriorTruth[i] = logP.truth;
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(
    `${observations.sizes?.voltage[i]} sweeps: ${found.method}, efficiency ` +
      `${found.efficiency.toFixed(2)}, k ${found.paretoK.toFixed(2)}, log evidence ± ` +
      `${found.logEvidenceSe.toFixed(3)}, ${seconds} s ${found.problems.join("; ")}`,
  );
}

const bytes = encodeSafetensors({
  tensors: {
    rows: { data: rows, shape: [count] },
    theta: { data: theta.values, shape: [count, dim] },
    draws: { data: draws, shape: [count, DRAWS, dim] },
    logpost_truth: { data: logPosteriorTruth, shape: [count] },
    logpost_draws: { data: logPosterior, shape: [count, DRAWS] },
  },
  metadata: { parameters: prior.names.join(","), seed: String(seed) },
});
await writeAtomically(REFERENCE, bytes);
