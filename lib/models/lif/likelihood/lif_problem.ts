/**
 * The exact posterior of the leaky integrate-and-fire neuron as a problem for
 * {@linkcode ../../../posterior/refine.ts | refine}: in the prior's normal coordinates, in which an
 * amortised posterior draws, and in those that suit samplers.
 *
 * @module
 */
import type { Draws } from "../../../core/draws.ts";
import type { Prior } from "../../../distributions/prior.ts";
import type { LifFields, LifParameter, SimConfig } from "../simulator/lif.ts";
import type { Batch } from "../../../model/batch.ts";
import { mean } from "../../../core/stats.ts";
import { lifCoordinates } from "./lif_coordinates.ts";
import { type KnownStimulus, type LifLikelihood, lifLikelihood } from "./lif_likelihood.ts";
import type { ExactProblem } from "../../../posterior/refine.ts";
import { type BayesianTarget, type Proposal, standardNormal } from "../../../posterior/target.ts";

/**
 * The exact posterior of one recording.
 *
 * @param known The current that was injected, where it is known: the likelihood is then that of
 * this current, and not of a random one.
 * @throws {RangeError} If the prior, the recording, the stimulus or the experiment has no exact
 * posterior here, as {@linkcode lifLikelihood} says.
 *
 * @example Usage
 * ```ts
 * import { lifProblem } from "./lif_problem.ts";
 * import { lifPrior } from "../prior/lif.ts";
 * import { lif, simConfig } from "../simulator/lif.ts";
 * import { key } from "../../../core/random.ts";
 * import { simulateJoint } from "../../../model/dataset.ts";
 * import { assert } from "@std/assert";
 *
 * const prior = lifPrior(), sim = simConfig({ T: 10 });
 * const { z, observations } = simulateJoint(key(1), { prior, simulator: lif(sim) }, 1);
 * const { target } = lifProblem(prior, sim, observations);
 * assert(Number.isFinite(target.logLikelihood(z)[0]));
 * ```
 */
export function lifProblem(
  prior: Prior<LifParameter>,
  config: SimConfig,
  observation: Batch<LifFields>,
  known: KnownStimulus = {},
): ExactProblem<LifParameter> {
  const { stimulus } = known;
  const current = stimulus ? mean(stimulus) : config.I_mean;
  return problemOf(prior, current, lifLikelihood(observation, config, known));
}

/**
 * The exact posterior under a likelihood.
 *
 * @param current The mean of the injected current, in pA, for the coordinates that suit samplers.
 */
export function problemOf(
  prior: Prior<LifParameter>,
  current: number,
  { logLikelihood, surrogate }: LifLikelihood,
): ExactProblem<LifParameter> {
  const suited = lifCoordinates(prior, current);
  const target = (
    prior: Proposal,
    theta: (points: Float64Array) => Draws<LifParameter>,
  ): BayesianTarget => ({
    prior,
    logLikelihood: (points) => logLikelihood(theta(points)),
    ...(surrogate && { surrogate: (points: Float64Array) => surrogate(theta(points)) }),
  });
  const fromNormal = (z: Float64Array) => prior.fromNormal(z);
  return {
    target: target(standardNormal(prior.names.length), fromNormal),
    theta: fromNormal,
    sampling: {
      target: target(suited.prior, suited.theta),
      from: (z) => suited.fromNormal(z),
      theta: (points) => suited.theta(points),
    },
  };
}
