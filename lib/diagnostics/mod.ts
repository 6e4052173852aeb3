/**
 * The diagnostics.
 *
 * @module
 */
export { bayesAgreement } from "./bayes_agreement.ts";
export { c2st } from "./c2st.ts";
export { calibration } from "./calibration.ts";
export { compareDraws } from "./compare_draws.ts";
export { convergence } from "./convergence.ts";
export { diagnose, type Diagnosis } from "./diagnose.ts";
export { finiteKl, grade } from "./grade.ts";
export { decodeGradingSet } from "./grading_set.ts";
export { coverageFindings, intervalCoverage } from "./interval_coverage.ts";
export { leakage, offSupport, onSupport } from "./leakage.ts";
export { leastSquaresClassifier } from "./least_squares_classifier.ts";
export { localC2st } from "./local_c2st.ts";
export { localCalibration, localSubject } from "./local_calibration.ts";
export { marginalErrors } from "./marginal_errors.ts";
export { marginals } from "./marginals.ts";
export { fitMisspecification, misspecification } from "./misspecification.ts";
export { misspecificationRate } from "./misspecification_rate.ts";
export { ecdfFindings, rankEcdf } from "./rank_ecdf.ts";
export {
  intervalFindings,
  localC2stFindings,
  misspecificationFindings,
  predictiveFindings,
  quantityFindings,
} from "./predictive_findings.ts";
export { priorConflict } from "./prior_conflict.ts";
export { recovery } from "./recovery.ts";
export { sbc, sbcFindings, sbcRanks } from "./sbc.ts";
export {
  dataQuantities,
  defaultQuantities,
  knownQuantity,
  quantity,
  sbcQuantities,
} from "./sbc_quantities.ts";
export { simulateAlike } from "./simulate_alike.ts";
export { simulateGradingSet } from "./simulate_grading_set.ts";
export { nearestReferences, tarp, tarpRanks } from "./tarp.ts";
export { type Finding, type Verdict, verdictsOf } from "./verdict.ts";
export { zScoreFindings, zScores } from "./z_scores.ts";
export { testQuantities } from "./test_quantities.ts";
