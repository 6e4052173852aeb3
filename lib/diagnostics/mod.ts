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
export { coverageFindings, intervalCoverage } from "./interval_coverage.ts";
export { leakage } from "./leakage.ts";
export { marginalErrors } from "./marginal_errors.ts";
export { marginals } from "./marginals.ts";
export { predictive } from "./predictive.ts";
export { ecdfFindings, rankEcdf } from "./rank_ecdf.ts";
export { recovery } from "./recovery.ts";
export { sbc, sbcFindings, sbcRanks } from "./sbc.ts";
export {
  dataQuantities,
  defaultQuantities,
  knownQuantity,
  quantity,
  sbcQuantities,
} from "./sbc_quantities.ts";
export { simulateGradingSet } from "./simulate_grading_set.ts";
export { nearestReferences, tarp, tarpRanks } from "./tarp.ts";
export type { Finding } from "./verdict.ts";
export { zScoreFindings, zScores } from "./z_scores.ts";
