/**
 * Draws from a posterior: a network's, and exact ones from those.
 *
 * @module
 */
export { type BayesSample, sampleBayes } from "./bayes_sampler.ts";
export { modelProbabilities } from "./model_probabilities.ts";
export { type PopulationInference, weighPopulation } from "./population.ts";
export {
  directPopulation,
  type DirectPopulationParts,
  type PopulationDraws,
} from "./population_direct.ts";
export { type MemberDraws, type TailAtom, tailAtoms } from "./population_likelihood.ts";
export {
  type PopulationChains,
  populationMcmc,
  type PopulationMcmcOptions,
  type PopulationStart,
} from "./population_mcmc.ts";
export { type MemberLogLikelihood } from "./population_moves.ts";
export { type PopulationOptions, populationPosterior } from "./population_posterior.ts";
export { type ExactInference, type ExactPosterior, exactPosterior } from "./exact_posterior.ts";
export {
  type Expansion,
  type Laplace,
  laplace,
  type LaplaceOptions,
  laplaceProposal,
} from "./laplace.ts";
export { laplaceProblem, type LaplaceProblemParts } from "./laplace_problem.ts";
export { type ExpandDensity, type MovedLaplace, movedLaplace } from "./laplace_mean.ts";
export type { AmortizedPosterior, Posterior } from "./posterior.ts";
export {
  type EstimateDraws,
  type Estimator,
  type ExactProblem,
  refine,
  type Refinement,
} from "./refine.ts";
export { type BayesianTarget, type Proposal, standardNormal, type Target } from "./target.ts";
