/**
 * The exact posterior against one found by other means: a safetensors file with observations
 * `voltage` and `spikes` [N, 1000], `draws` [N, L, 6] of their posteriors under the default prior
 * and experiment, `logpost_draws` [N, L] and `log_evidence` [N].
 *
 *     deno run --allow-read bench/reference_agreement.ts reference.safetensors
 *
 * prints for each observation: the difference in log evidence, the worst difference of marginal
 * means in posterior sd, the ratios of sds, the worst difference in log posterior density at the
 * stored draws off the atoms, and its own cost.
 *
 * @module
 */
import { dataset, take } from "../lib/core/draws.ts";
import { decodeReferencePosteriors } from "../lib/diagnostics/comparison/reference_posteriors.ts";
import { lifPrior } from "../lib/models/lif/prior/lif.ts";
import { fold, key } from "../lib/core/random.ts";
import { lifLogLikelihood } from "../lib/models/lif/likelihood/lif_likelihood.ts";
import { referencePosterior } from "../lib/models/lif/likelihood/reference_posterior.ts";
import { decodeSafetensors } from "../lib/core/safetensors.ts";
import { lif, simConfig } from "../lib/models/lif/simulator/lif.ts";
import { observation } from "../lib/model/batch.ts";
import { momentsOf } from "../lib/model/transform.ts";

const bytes = await Deno.readFile(Deno.args[0]);
const prior = lifPrior();
const { observations, exact } = decodeReferencePosteriors(bytes, { prior, simulator: lif() });
if (!exact) throw new SyntaxError("Cannot compare posteriors as the file must have draws");
const logEvidences = decodeSafetensors(bytes).tensors.log_evidence.data;
const posterior = referencePosterior(prior);

for (let i = 0; i < observations.count; i++) {
  const one = observation(observations, i);
  const start = performance.now();
  const answer = posterior.infer(fold(key(1), i), one, exact.draws.count);
  const seconds = (performance.now() - start) / 1000;

  const stored = dataset(exact.draws, i);
  const [own, other] = [momentsOf(answer.draws), momentsOf(stored)];
  const shifts = own.mean.map((m, j) => Math.abs(m - other.mean[j]) / other.sd[j]);
  const ratios = own.sd.map((s, j) => s / other.sd[j]);

  const atoms = prior.atoms(stored);
  const rows = [...atoms.keys()].filter((l) => !atoms[l]).slice(0, 100);
  const theta = take(stored, rows);
  const logPrior = prior.logProb(theta);
  const logLikelihood = lifLogLikelihood(theta, one, simConfig());
  const differences = rows.map((l, at) =>
    logPrior[at] + logLikelihood[at] - Number(logEvidences[i]) -
    exact.logPosterior[i * stored.count + l]
  );
  console.log([
    `${i}`,
    `spikes ${one.values.spikes.reduce((a, b) => a + b)}`,
    `evidence ${(answer.logEvidence - Number(logEvidences[i])).toFixed(4)}`,
    `se ${answer.logEvidenceSe.toFixed(4)}`,
    `smc ${(answer.smcLogEvidence - answer.logEvidence).toFixed(2)}`,
    `ess ${answer.effectiveSize.toFixed(0)}`,
    `k ${answer.paretoK.toFixed(2)}`,
    `mean ${Math.max(...shifts).toFixed(3)}`,
    `sd ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`,
    `density ${Math.max(...differences.map(Math.abs)).toExponential(1)}`,
    `likelihoods ${answer.evaluations}`,
    `seconds ${seconds.toFixed(1)}`,
    ...answer.problems,
  ].join("  "));
}
