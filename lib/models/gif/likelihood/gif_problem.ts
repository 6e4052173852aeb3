/**
 * The exact posterior of the generalised integrate-and-fire neuron as a problem for
 * {@linkcode ../../../posterior/refine.ts | refine} and
 * {@linkcode ../../../posterior/exact_posterior.ts | exactPosterior}: in the prior's standard normal
 * coordinates, with the gradient used to find where samplers start.
 *
 * @module
 */
import { type Batch, rowOf } from "../../../model/batch.ts";
import { laplaceProposal } from "../../../posterior/laplace.ts";
import type { ExactProblem } from "../../../posterior/refine.ts";
import { type BayesianTarget, standardNormal, withProposal } from "../../../posterior/target.ts";
import type { GifConfig } from "../config.ts";
import { DIM, type GifParameter } from "../parameters.ts";
import { gifPrior } from "../prior/gif.ts";
import type { GifFields } from "../simulator/gif.ts";
import { gifLikelihood } from "./gif_likelihood.ts";
import { gifMode } from "./gif_mode.ts";
import { gifTrace } from "./gif_trace.ts";

/**
 * The exact posterior of one recording. The samplers' target is prior × likelihood, too, with a
 * normalised density about the mode in the prior's place and the rest in the likelihood's.
 *
 * @throws {RangeError} If the recording is refused by {@linkcode gifTrace}.
 *
 * @example Usage
 * ```ts
 * import { gifConfig } from "../config.ts";
 * import { gifProblem } from "./gif_problem.ts";
 * import { gifPrior } from "../prior/gif.ts";
 * import { gif } from "../simulator/gif.ts";
 * import { key } from "../../../core/random.ts";
 * import { simulateJoint } from "../../../model/dataset.ts";
 * import { assert } from "@std/assert";
 *
 * const config = gifConfig({ T: 200 });
 * const model = { prior: gifPrior(), simulator: gif(config) };
 * const { z, observations } = simulateJoint(key(1), model, 1);
 * assert(Number.isFinite(gifProblem(observations, config).target.logLikelihood(z)[0]));
 * ```
 */
export function gifProblem(
  observation: Batch<GifFields>,
  config: GifConfig,
): ExactProblem<GifParameter> {
  const row = rowOf(observation, 0);
  const evaluate = gifLikelihood(gifTrace(row, config), config);
  const prior = gifPrior();
  const theta = (points: Float64Array) => prior.fromNormal(points);
  const target: BayesianTarget = {
    prior: standardNormal(DIM),
    logLikelihood(points) {
      const { values, count } = theta(points);
      return Float64Array.from(
        { length: count },
        (_, i) => evaluate(values.subarray(i * DIM, (i + 1) * DIM)),
      );
    },
  };
  return {
    target,
    theta,
    get sampling() {
      const near = laplaceProposal(gifMode(config)(row));
      return {
        target: withProposal(target, near),
        from: (points: Float64Array) => points,
        theta,
      };
    },
  };
}
