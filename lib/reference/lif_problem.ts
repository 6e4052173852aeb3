/**
 * The exact posterior of the leaky integrate-and-fire neuron as a problem for
 * {@linkcode ../reference/refine.ts | refine}: in the prior's whitened coordinates, in which an
 * amortised posterior draws, and in those that suit samplers.
 *
 * @module
 */
import type { Prior } from "../priors/prior.ts";
import type { LifChannel, LifParameter, SimConfig } from "../simulators/lif.ts";
import type { Recordings } from "../simulators/simulator.ts";
import { lifCoordinates } from "./lif_coordinates.ts";
import { lifLogLikelihood } from "./lif_likelihood.ts";
import type { ExactProblem } from "./refine.ts";
import { standardNormal } from "./target.ts";

/**
 * The exact posterior of one recording.
 *
 * @throws {RangeError} If the prior or the experiment has no exact posterior here, as
 * {@linkcode lifLogLikelihood} says when it is asked.
 */
export function lifProblem(
  prior: Prior<LifParameter>,
  config: SimConfig,
  recording: Recordings<LifChannel>,
): ExactProblem<LifParameter> {
  const suited = lifCoordinates(prior, config.I_mean);
  return {
    target: {
      prior: standardNormal(prior.names.length),
      logLikelihood: (z) => lifLogLikelihood(prior.unwhiten(z), recording, config),
    },
    theta: (z) => prior.unwhiten(z),
    sampling: {
      target: {
        prior: suited.prior,
        logLikelihood: (points) => lifLogLikelihood(suited.theta(points), recording, config),
      },
      from: (z) => suited.fromWhitened(z),
      theta: (points) => suited.theta(points),
    },
  };
}
