/**
 * The diagnostics.
 *
 * @module
 */
export { bayesAgreement } from "./bayes_agreement.ts";
export { c2st } from "./c2st.ts";
export { compareDraws } from "./compare_draws.ts";
export { convergence } from "./convergence.ts";
export { grade } from "./grade.ts";
export { decodeGradingSet } from "./grading_set.ts";
export { leakage } from "./leakage.ts";
export { marginalErrors } from "./marginal_errors.ts";
export { marginals } from "./marginals.ts";
export { predictive } from "./predictive.ts";
export { recovery } from "./recovery.ts";
export { sbc, sbcRanks } from "./sbc.ts";
export { simulateGradingSet } from "./simulate_grading_set.ts";
export type { Finding } from "./verdict.ts";
