/**
 * The exact posterior p(theta | x) of any model with a likelihood, from nothing but its prior and
 * its likelihood: no training, no approximation but sampling noise, and a diagnosis of that.
 *
 * @module
 */
import { checkFinite, inOrder } from "../core/columns.ts";
import { type Draws, type PosteriorDraws } from "../core/draws.ts";
import { fold, type Key, key } from "../core/random.ts";
import { normalRowDensities } from "../core/special.ts";
import type { Prior } from "../distributions/prior.ts";
import { type Batch, observation as observationOf } from "../model/batch.ts";
import type { Fields } from "../model/field.ts";
import { type BayesSample, sampleBayes } from "./bayes_sampler.ts";
import type { Posterior } from "./posterior.ts";
import type { ExactProblem } from "./refine.ts";
import { takeRows } from "./target.ts";

/** The answer for one observation, with its own diagnosis. */
export interface ExactInference<Name extends string = string> extends Omit<BayesSample, "points"> {
  /** NaN where nothing was found. */
  readonly draws: Draws<Name>;
}

/** The exact posterior. Its `sample` and `logProb` throw where `infer` has problems. */
export interface ExactPosterior<Name extends string = string, X extends Fields = Fields>
  extends Posterior<Name, X> {
  /** Everything about one observation: some 10,000 to 100,000 likelihoods. */
  infer(key: Key, observation: Batch<X>, count: number): ExactInference<Name>;
}

/** Points of which a density is asked. */
interface Rows {
  /** In the prior's standard normal coordinates, [count, dim]. */
  readonly z: Float64Array;
  readonly logPrior: Float64Array;
}

/**
 * The evidence behind logProb takes no key from outside, so that log p(theta | x) is one number.
 */
const EVIDENCE_KEY = key(0);

/**
 * The exact posterior of each observation as {@linkcode Posterior}.
 *
 * log p(theta | x) = log p(theta) + log p(x | theta) − log p(x) has the standard error of the
 * evidence, about 0.01 nats, common to all theta of one observation. As of any posterior it is a
 * density with respect to Lebesgue measure: −∞ off the prior's support, NaN at its atoms.
 *
 * @param problem The exact posterior of one observation, such as a kit's `exact`.
 *
 * @example Usage
 * ```ts
 * import { exactPosterior } from "./exact_posterior.ts";
 * import { standardNormal } from "./target.ts";
 * import { key } from "../core/random.ts";
 * import { normalLogDensity } from "../core/special.ts";
 * import { chain } from "../distributions/chain.ts";
 * import { normal } from "../distributions/normal.ts";
 * import { seriesBatch } from "../model/batch.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * // z ~ N(0, 1), x = z + noise of sd 1, x = 1: the posterior is N(0.5, 0.5).
 * const prior = chain({ z: normal({ mean: 0, sd: 1 }) });
 * const posterior = exactPosterior(prior, ({ values: { x } }) => ({
 *   target: {
 *     prior: standardNormal(1),
 *     logLikelihood: (z) => z.map((value) => normalLogDensity(x[0] - value)),
 *   },
 *   theta: (z) => prior.fromNormal(z),
 * }));
 * const observed = seriesBatch({ x: Float32Array.of(1) }, { count: 1, step: 1 });
 * const { draws, logEvidence } = posterior.infer(key(1), observed, 2000);
 * assertAlmostEquals(draws.values.reduce((a, b) => a + b) / 2000, 0.5, 0.1);
 * assertAlmostEquals(logEvidence, normalLogDensity(Math.SQRT1_2) - Math.log(2) / 2, 0.05);
 * ```
 */
export function exactPosterior<Name extends string, X extends Fields>(
  prior: Prior<Name>,
  problem: (observation: Batch<X>) => ExactProblem<Name>,
): ExactPosterior<Name, X> {
  const { names } = prior;

  function infer(key: Key, observation: Batch<X>, count: number): ExactInference<Name> {
    const posed = problem(observation);
    const { target, theta } = posed.sampling ?? posed;
    const { points, ...diagnosis } = sampleBayes(key, target, count);
    return { draws: theta(points), ...diagnosis };
  }

  /** The inference of observation `index`, or an error with its problems. */
  async function trusted(
    key: Key,
    observations: Batch<X>,
    index: number,
    count: number,
  ): Promise<ExactInference<Name>> {
    await new Promise((resolve) => setTimeout(resolve)); // others may run between observations
    const inference = infer(key, observationOf(observations, index), count);
    if (inference.problems.length > 0) {
      throw new Error(
        `Cannot find exact posterior of recording ${index}: ${inference.problems.join("; ")}`,
      );
    }
    return inference;
  }

  /**
   * log p(x | theta) − log p(x) plus the log prior, a row; where that is −∞, that.
   *
   * @param rowsOf z and the log prior of all rows.
   */
  async function density(
    draws: PosteriorDraws<Name>,
    observations: Batch<X>,
    rowsOf: (theta: Draws<Name>) => Rows,
  ): Promise<Float64Array> {
    const action = "evaluate exact posterior";
    const { datasets, count, values } = inOrder(action, draws, names);
    const theta = { names, count: datasets * count, values };
    checkFinite(action, theta);
    if (datasets !== observations.count) {
      throw new RangeError(
        `Cannot ${action} as theta.datasets must be ${observations.count}, one a ` +
          `recording: current value is ${datasets}`,
      );
    }
    const { z, logPrior } = rowsOf(theta);
    const out = new Float64Array(datasets * count).fill(-Infinity);
    for (let i = 0; i < datasets; i++) {
      const { logEvidence } = await trusted(EVIDENCE_KEY, observations, i, 1);
      const rows = Array.from({ length: count }, (_, l) => i * count + l);
      const inside = rows.filter((row) => logPrior[row] !== -Infinity);
      const { target } = problem(observationOf(observations, i));
      const logLikelihood = target.logLikelihood(takeRows(z, inside, names.length));
      inside.forEach((row, at) => out[row] = logPrior[row] + logLikelihood[at] - logEvidence);
    }
    return out;
  }

  return {
    names,
    infer,
    async sample(key, observations, count) {
      const values = new Float64Array(observations.count * count * names.length);
      for (let i = 0; i < observations.count; i++) {
        const { draws } = await trusted(fold(key, i), observations, i, count);
        values.set(draws.values, i * draws.values.length);
      }
      return { names, datasets: observations.count, count, values };
    },
    logProb: (theta, observations) =>
      density(theta, observations, (rows) => {
        const atoms = prior.atoms(rows);
        const logPrior = prior.logProb(rows).map((value, row) => atoms[row] ? NaN : value);
        return { z: prior.toNormal(rows), logPrior };
      }),
    logProbNormal: (z, theta, observations) =>
      density(theta, observations, () => ({ z, logPrior: normalRowDensities(z, names.length) })),
  };
}
