/**
 * The exact posterior of one observation as a problem for {@linkcode ./refine.ts | refine} and
 * {@linkcode ./exact_posterior.ts | exactPosterior}, whose samplers start at its mode.
 *
 * @module
 */
import type { Draws } from "../core/draws.ts";
import type { Prior } from "../distributions/prior.ts";
import { type Laplace, laplaceProposal } from "./laplace.ts";
import type { ExactProblem } from "./refine.ts";
import { type BayesianTarget, standardNormal, withProposal } from "./target.ts";

/** What is known of the observation. */
export interface LaplaceProblemParts<Name extends string> {
  /** log p(x | theta) of each row; −∞ where x is impossible. */
  logLikelihood(theta: Draws<Name>): Float64Array;
  /** Laplace's approximation of the posterior, in the prior's standard normal coordinates. */
  mode(): Laplace;
}

/**
 * The problem, in the prior's standard normal coordinates. The samplers' target is prior × likelihood,
 * too, with a normalised density about the mode in the prior's place and the rest in the likelihood's;
 * the mode is found when it is asked for.
 *
 * @example Usage
 * ```ts
 * import { laplaceProblem } from "./laplace_problem.ts";
 * import { exactPosterior } from "./exact_posterior.ts";
 * import { laplace } from "./laplace.ts";
 * import { key } from "../core/random.ts";
 * import { normalLogDensity } from "../core/special.ts";
 * import { chain } from "../distributions/chain.ts";
 * import { normal } from "../distributions/normal.ts";
 * import { seriesBatch } from "../model/batch.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * // mu ~ N(0, 1), x = mu + noise of sd 1, x = 1: the posterior is N(0.5, 0.5).
 * const prior = chain({ mu: normal({ mean: 0, sd: 1 }) });
 * const posterior = exactPosterior(prior, ({ values: { x } }) =>
 *   laplaceProblem(prior, {
 *     logLikelihood: ({ values }) => values.map((mu) => normalLogDensity(x[0] - mu)),
 *     mode: () =>
 *       laplace(([z], out) => {
 *         out.value = -0.5 * (z * z + (x[0] - z) ** 2);
 *         out.gradient[0] = x[0] - 2 * z;
 *         out.information[0] = 2;
 *       }, new Float64Array(1)),
 *   }));
 * const observed = seriesBatch({ x: Float32Array.of(1) }, { count: 1, step: 1 });
 * const { logEvidence } = posterior.infer(key(1), observed, 2000);
 * assertAlmostEquals(logEvidence, normalLogDensity(Math.SQRT1_2) - Math.log(2) / 2, 0.05);
 * ```
 */
export function laplaceProblem<Name extends string>(
  prior: Prior<Name>,
  { logLikelihood, mode }: LaplaceProblemParts<Name>,
): ExactProblem<Name> {
  const theta = (points: Float64Array) => prior.fromNormal(points);
  const target: BayesianTarget = {
    prior: standardNormal(prior.names.length),
    logLikelihood: (points) => logLikelihood(theta(points)),
  };
  return {
    target,
    theta,
    get sampling() {
      return {
        target: withProposal(target, laplaceProposal(mode())),
        from: (points: Float64Array) => points,
        theta,
      };
    },
  };
}
