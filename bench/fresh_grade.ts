/**
 * A committed checkpoint on observations that nothing was chosen by: fresh ones, each with an exact
 * posterior found for it.
 *
 *     deno run --allow-read bench/fresh_grade.ts [observations, 200] [seed, 2026] [kit, default]
 *
 * Some 8 s an observation, most of it for the exact posterior.
 *
 * @module
 */
import { exactDensities } from "./exact_densities.ts";
import { startBackend } from "../lib/compute/backend.ts";
import { namedCheckpoint } from "../lib/cli/checkpoint_files.ts";
import { loadWorkflow } from "../lib/cli/store.ts";
import defaultKit from "../lib/models/lif/kits/default.ts";
import learnedKit from "../lib/models/lif/kits/learned.ts";
import { experimentOf } from "../lib/models/lif/kit.ts";
import { simulateJoint } from "../lib/model/dataset.ts";
import { grade } from "../lib/diagnostics/comparison/grade.ts";
import { fold, key } from "../lib/core/random.ts";
import { lifLogLikelihood } from "../lib/models/lif/likelihood/lif_likelihood.ts";
import { referencePosterior } from "../lib/models/lif/likelihood/reference_posterior.ts";
import { observation } from "../lib/model/batch.ts";
import { SPIKE_KINDS } from "../lib/models/neuron/spikes.ts";

const KITS: Readonly<Record<string, typeof defaultKit>> = {
  default: defaultKit,
  learned: learnedKit,
};

const DRAWS = 250;
const [count = 200, seed = 2026] = Deno.args.slice(0, 2).map(Number);
const name = Deno.args[2] ?? "default";

await startBackend();
const family = KITS[name];
if (!family) throw new RangeError(`Cannot grade kit "${name}" as it must be ${Object.keys(KITS)}`);
using trained = await loadWorkflow(namedCheckpoint(name), family);
const { model, posterior } = trained.workflow;
const { sim } = experimentOf(trained.checkpoint.numbers);
const { prior } = model;
const exact = referencePosterior(prior, sim);
const root = key(seed);
const { theta, observations } = simulateJoint(fold(root, "fresh"), model, count);
const dim = prior.names.length;

const draws = new Float64Array(count * DRAWS * dim);
const logPosterior = new Float64Array(count * DRAWS);
const logPosteriorTruth = new Float64Array(count);
for (let i = 0; i < count; i++) {
  const own = observation(observations, i);
  const found = exact.infer(fold(root, i), own, DRAWS);
  if (found.problems.length > 0) console.log(`observation ${i}: ${found.problems.join("; ")}`);
  const truth = theta.values.subarray(i * dim, (i + 1) * dim);
  const logP = exactDensities(prior, found, truth, (all) => lifLogLikelihood(all, own, sim));
  draws.set(found.draws.values, i * DRAWS * dim);
  logPosterior.set(logP.draws, i * DRAWS);
  logPosteriorTruth[i] = logP.truth;
}

const { kl, klOffAtoms, truthGap } = await grade(posterior, prior, {
  theta,
  observations,
  logPosteriorTruth,
  exact: {
    draws: { names: prior.names, datasets: count, count: DRAWS, values: draws },
    logPosterior,
  },
}, { kinds: SPIKE_KINDS });
const found = { ...kl, rows: undefined, offAtoms: klOffAtoms?.mean, truthGap };
console.log(JSON.stringify({ observations: count, seed, ...found }, null, 2));
