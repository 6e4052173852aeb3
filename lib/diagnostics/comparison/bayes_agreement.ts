/**
 * Bayes' rule as a test of a likelihood: log p(theta) + log p(x | theta) − log p(theta | x) is
 * log p(x), the same number for every theta, if the likelihood and the posterior densities, found
 * by other means, are both right.
 *
 * @module
 */
import type { Fields } from "../../model/field.ts";
import { between } from "../../core/check.ts";
import { dataset, type Draws, take } from "../../core/draws.ts";
import type { Prior } from "../../distributions/prior.ts";
import { type Batch, observation } from "../../model/batch.ts";
import { mean, sd } from "../../core/stats.ts";
import type { ReferencePosteriors } from "./grade.ts";

/** The result of one observation, in nats. */
export interface BayesAgreement {
  /** The mean of log p(x) over the draws off the atoms; NaN if there is none. */
  readonly logEvidence: number;
  /** Their standard deviation: 0 if likelihood and posterior agree; NaN of fewer than two. */
  readonly spread: number;
}

/**
 * Holds a likelihood against known posterior densities.
 *
 * @param logLikelihood log p(x | theta) of each row of theta, for one observation.
 * @param observations So many, from the first on.
 * @throws {RangeError} If the set has no exact draws or not so many observations.
 *
 * @example Usage
 * ```ts
 * import { bayesAgreement } from "./bayes_agreement.ts";
 * import { simulateReferencePosteriors } from "./simulate_reference_posteriors.ts";
 * import { lifPrior } from "../../models/lif/prior/lif.ts";
 * import { key } from "../../core/random.ts";
 * import { lifLogLikelihood } from "../../models/lif/likelihood/lif_likelihood.ts";
 * import { referencePosterior } from "../../models/lif/likelihood/reference_posterior.ts";
 * import { lif } from "../../models/lif/simulator/lif.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const [prior, sim] = [lifPrior(), { T: 5 }];
 * const exact = referencePosterior(prior, sim);
 * const size = { observations: 1, draws: 50 };
 * const set = await simulateReferencePosteriors(key(1), { prior, simulator: lif(sim) }, exact, size);
 * const [{ spread }] = bayesAgreement(set, prior, (theta, x) => lifLogLikelihood(theta, x, sim), 1);
 * assertAlmostEquals(spread, 0, 1e-9);
 * ```
 */
export function bayesAgreement<Name extends string, X extends Fields>(
  { observations, exact }: ReferencePosteriors<Name, X>,
  prior: Prior<NoInfer<Name>>,
  logLikelihood: (theta: Draws<Name>, observation: Batch<X>) => Float64Array,
  count: number,
): BayesAgreement[] {
  const action = "test likelihood by Bayes' rule";
  if (!exact) {
    throw new RangeError(`Cannot ${action} as the set must have exact draws: it has none`);
  }
  between(action, "count", count, [1, observations.count]);
  return Array.from({ length: count }, (_, i) => {
    const all = dataset(exact.draws, i);
    const atoms = prior.atoms(all);
    const off = [...atoms.keys()].filter((l) => atoms[l] === 0);
    const theta = take(all, off);
    const logPrior = prior.logProb(theta);
    const logEvidence = logLikelihood(theta, observation(observations, i))
      .map((value, l) => logPrior[l] + value - exact.logPosterior[i * all.count + off[l]]);
    return { logEvidence: mean(logEvidence), spread: sd(logEvidence) };
  });
}
