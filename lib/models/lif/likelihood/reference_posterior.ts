/**
 * The exact posterior of the leaky integrate-and-fire neuron, p(theta | voltage, spikes), from
 * nothing but its prior and its likelihood: no training, no approximation but sampling noise, and a
 * diagnosis of that.
 *
 * @module
 */
import { mean } from "../../../core/stats.ts";
import type { Prior } from "../../../distributions/prior.ts";
import {
  type ExactInference,
  type ExactPosterior,
  exactPosterior,
} from "../../../posterior/exact_posterior.ts";
import { type LifFields, type LifParameter, type SimConfig, simConfig } from "../simulator/lif.ts";
import { lifCoordinates } from "./lif_coordinates.ts";
import type { KnownStimulus } from "./lif_likelihood.ts";
import { lifProblem } from "./lif_problem.ts";

/** The answer for one recording, with its own diagnosis. */
export type ReferenceInference = ExactInference<LifParameter>;

/** The exact posterior: about 25,000 likelihoods a recording, some 10 s on one core. */
export type ReferencePosterior = ExactPosterior<LifParameter, LifFields>;

/**
 * The {@linkcode exactPosterior} under a prior and an experiment.
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
  lifCoordinates(prior, stimulus ? mean(stimulus) : config.I_mean); // refuses a prior that has none
  return exactPosterior(prior, (observation) => lifProblem(prior, config, observation, known));
}
