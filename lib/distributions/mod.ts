/**
 * Univariate laws, and priors as chains of them.
 *
 * @module
 */
export { chain, type ChainOptions, type Law, type Link } from "./chain.ts";
export { checkPrior } from "./check_prior.ts";
export { clipped } from "./clipped.ts";
export type { Distribution } from "./distribution.ts";
export { gamma } from "./gamma.ts";
export { logNormal } from "./log_normal.ts";
export { normal } from "./normal.ts";
export type { Prior } from "./prior.ts";
export { truncatedNormal } from "./truncated_normal.ts";
export { uniform } from "./uniform.ts";
