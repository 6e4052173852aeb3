/**
 * Draws from a posterior: a network's, and exact ones from those.
 *
 * @module
 */
export type { AmortizedPosterior, Posterior } from "./posterior.ts";
export {
  type EstimateDraws,
  type Estimator,
  type ExactProblem,
  refine,
  type Refinement,
} from "./refine.ts";
export type { BayesianTarget } from "./target.ts";
