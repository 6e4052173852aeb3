/**
 * Draws from a posterior: a network's, and exact ones from those.
 *
 * @module
 */
export { type BayesSample, sampleBayes } from "./bayes_sampler.ts";
export { modelProbabilities } from "./model_probabilities.ts";
export type { AmortizedPosterior, Posterior } from "./posterior.ts";
export {
  type EstimateDraws,
  type Estimator,
  type ExactProblem,
  refine,
  type Refinement,
} from "./refine.ts";
export { type BayesianTarget, type Proposal, standardNormal, type Target } from "./target.ts";
