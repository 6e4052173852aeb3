/**
 * Univariate distributions, priors as chains of them, and the check of one's own.
 *
 * @module
 */
export { categorical } from "./categorical.ts";
export { chain, type ChainOptions, type ConditionalDistribution, type Link } from "./chain.ts";
export { checkDistribution } from "./check_distribution.ts";
export { checkPrior, type PriorCheckOptions } from "./check_prior.ts";
export { clipped, type ClippedOptions } from "./clipped.ts";
export type { Distribution } from "./distribution.ts";
export { gamma, type GammaOptions } from "./gamma.ts";
export { logNormal, type LogNormalOptions } from "./log_normal.ts";
export { normal, type NormalOptions } from "./normal.ts";
export {
  type HyperName,
  memberNormal,
  type PopulationInUnits,
  populationInUnits,
  type PopulationPrior,
  populationPrior,
  type PopulationPriorOptions,
} from "./population_prior.ts";
export type { Prior } from "./prior.ts";
export { truncatedNormal, type TruncatedNormalOptions } from "./truncated_normal.ts";
export { uniform, type UniformOptions } from "./uniform.ts";
