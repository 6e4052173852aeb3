/**
 * The exact posterior of the leaky integrate-and-fire neuron, p(theta | voltage, spikes), from
 * nothing but its prior and its likelihood: no training, no approximation but sampling noise, and a
 * diagnosis of that.
 *
 * @module
 */
import { checkFinite, inOrder } from "../../../core/columns.ts";
import { type Draws, type PosteriorDraws, take } from "../../../core/draws.ts";
import type { Posterior } from "../../../posterior/posterior.ts";
import type { Prior } from "../../../distributions/prior.ts";
import { fold, type Key, key } from "../../../core/random.ts";
import { type LifFields, type LifParameter, type SimConfig, simConfig } from "../simulator/lif.ts";
import { type Batch, observation as recordingOf } from "../../../model/batch.ts";
import { normalRowDensities } from "../../../core/special.ts";
import { mean } from "../../../core/stats.ts";
import { type BayesSample, sampleBayes } from "../../../posterior/bayes_sampler.ts";
import { lifCoordinates } from "./lif_coordinates.ts";
import { type KnownStimulus, lifLikelihood } from "./lif_likelihood.ts";

/** The answer for one recording, with its own diagnosis. */
export interface ReferenceInference extends Omit<BayesSample, "points"> {
  /** NaN where nothing was found. */
  readonly draws: Draws<LifParameter>;
}

/** The exact posterior. Its `sample` and `logProb` throw where `infer` has problems. */
export interface ReferencePosterior extends Posterior<LifParameter, LifFields> {
  /** Everything about one recording: about 25,000 likelihoods, some 10 s on one core. */
  infer(key: Key, observation: Batch<LifFields>, count: number): ReferenceInference;
}

/**
 * The evidence behind logProb takes no key from outside, so that log p(theta | x) is one number.
 */
const EVIDENCE_KEY = key(0);

/**
 * The exact posterior under a prior and an experiment.
 *
 * log p(theta | x) = log p(theta) + log p(x | theta) − log p(x) has the standard error of the
 * evidence, about 0.01 nats, common to all theta of one recording. As of any posterior it is a
 * density with respect to Lebesgue measure: −∞ off the prior's support, NaN at its atoms.
 *
 * @param prior Of this neuron: another model's has other names, and is refused by the compiler.
 * @param overrides The experiment.
 * @param known The current that was injected, where it is known.
 * @throws {TypeError} If a key of the configuration is unknown.
 * @throws {RangeError} If a value is out of range; if V_th, tau_m or g_L depend on other parameters
 * in the prior. When it is asked: as {@linkcode lifLikelihood}.
 *
 * @example Usage
 * ```ts
 * import { simulateJoint } from "../../../model/dataset.ts";
 * import { lifPrior } from "../prior/lif.ts";
 * import { key } from "../../../core/random.ts";
 * import { lif } from "../simulator/lif.ts";
 * import { referencePosterior } from "./reference_posterior.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const prior = lifPrior();
 * const experiment = { T: 10 };
 * const { observations } = simulateJoint(key(1), { prior, simulator: lif(experiment) }, 1);
 * const answer = referencePosterior(prior, experiment).infer(key(2), observations, 100);
 * assertEquals(answer.problems, []);
 * assertEquals(answer.draws.count, 100);
 * ```
 */
export function referencePosterior(
  prior: Prior<LifParameter>,
  overrides: Partial<SimConfig> = {},
  known: KnownStimulus = {},
): ReferencePosterior {
  const config = simConfig(overrides);
  const { stimulus } = known;
  const coordinates = lifCoordinates(prior, stimulus ? mean(stimulus) : config.I_mean);
  const { names } = prior;
  const likelihood = (observation: Batch<LifFields>) => lifLikelihood(observation, config, known);

  function infer(
    key: Key,
    observation: Batch<LifFields>,
    count: number,
  ): ReferenceInference {
    const { logLikelihood, surrogate } = likelihood(observation);
    const { points, ...diagnosis } = sampleBayes(key, {
      prior: coordinates.prior,
      logLikelihood: (points) => logLikelihood(coordinates.theta(points)),
      ...(surrogate &&
        { surrogate: (points: Float64Array) => surrogate(coordinates.theta(points)) }),
    }, count);
    return { draws: coordinates.theta(points), ...diagnosis };
  }

  /** The inference of recording `index`, or an error with its problems. */
  async function trusted(
    key: Key,
    observations: Batch<LifFields>,
    index: number,
    count: number,
  ): Promise<ReferenceInference> {
    await new Promise((resolve) => setTimeout(resolve)); // others may run between recordings
    const inference = infer(key, recordingOf(observations, index), count);
    if (inference.problems.length > 0) {
      throw new Error(
        `Cannot find exact posterior of recording ${index}: ${inference.problems.join("; ")}`,
      );
    }
    return inference;
  }

  /** log p(x | theta) − log p(x) plus what `logPriorOf` tells, a row; where that is −∞, that. */
  async function density(
    draws: PosteriorDraws<LifParameter>,
    observations: Batch<LifFields>,
    logPriorOf: (theta: Draws<LifParameter>) => Float64Array,
  ): Promise<Float64Array> {
    const action = "evaluate exact posterior";
    const { datasets, count, values } = inOrder(action, draws, names);
    checkFinite(action, { names, count: datasets * count, values });
    const size = count * names.length;
    if (datasets !== observations.count) {
      throw new RangeError(
        `Cannot ${action} as theta.datasets must be ${observations.count}, one a ` +
          `recording: current value is ${datasets}`,
      );
    }
    const logPrior = logPriorOf({ names, count: datasets * count, values });
    const out = new Float64Array(datasets * count).fill(-Infinity);
    for (let i = 0; i < datasets; i++) {
      const { logEvidence } = await trusted(EVIDENCE_KEY, observations, i, 1);
      const theta = { names, count, values: values.subarray(i * size, (i + 1) * size) };
      const inside = [...Array(count).keys()].filter((l) => logPrior[i * count + l] !== -Infinity);
      const { logLikelihood } = likelihood(recordingOf(observations, i));
      const likelihoods = logLikelihood(take(theta, inside));
      inside.forEach((l, at) => {
        out[i * count + l] = logPrior[i * count + l] + likelihoods[at] - logEvidence;
      });
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
        return prior.logProb(rows).map((value, row) => atoms[row] ? NaN : value);
      }),
    logProbNormal: (z, theta, observations) =>
      density(theta, observations, () => normalRowDensities(z, names.length)),
  };
}
