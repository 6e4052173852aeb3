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
export { diagnose, type DiagnoseOptions, type Diagnosis, type Subject } from "./diagnose.ts";
export { type DiagnosisSize } from "./diagnose_size.ts";
export { finiteKl, grade } from "./grade.ts";
export { decodeGradingSet } from "./grading_set.ts";
export { coverageFindings, intervalCoverage } from "./interval_coverage.ts";
export { groupFindings, type ObservationGroup } from "./groups.ts";
export { leakage, offSupport, onSupport } from "./leakage.ts";
export { leastSquaresClassifier } from "./least_squares_classifier.ts";
export { localC2st } from "./local_c2st.ts";
export { localCalibration, localSubject } from "./local_calibration.ts";
export { marginalErrors } from "./marginal_errors.ts";
export { marginals } from "./marginals.ts";
export { fitMisspecification, misspecification } from "./misspecification.ts";
export { misspecificationRate, rejectionFindings } from "./misspecification_rate.ts";
export { ecdfFindings, rankEcdf } from "./rank_ecdf.ts";
export {
  localC2stFindings,
  misspecificationFindings,
  quantityFindings,
} from "./predictive_findings.ts";
export {
  CHECK_LEVEL,
  type ObservationCheck,
  observationCheck,
  type ObservationReport,
  type ObservationTest,
} from "./observation_check.ts";
export { type DiagnosticParts, type PredictiveCheck, type Replication } from "./parts.ts";
export {
  type Discrepancies,
  discrepanciesOf,
  type PredictiveRanks,
  predictiveRanks,
} from "./predictive_ranks.ts";
export { priorConflict } from "./prior_conflict.ts";
export { recovery } from "./recovery.ts";
export { sbc, sbcFindings, sbcRanks } from "./sbc.ts";
export {
  dataQuantities,
  defaultQuantities,
  knownQuantity,
  quantity,
  sbcQuantities,
  type SbcQuantity,
} from "./sbc_quantities.ts";
export { simulateAlike } from "./simulate_alike.ts";
export { standardQuantities, standardSummaries } from "./standard_quantities.ts";
export { type Summarised } from "./summarised.ts";
export { simulateGradingSet } from "./simulate_grading_set.ts";
export { nearestReferences, tarp, tarpRanks } from "./tarp.ts";
export { type Finding, type Verdict, verdictsOf } from "./verdict.ts";
export { zScoreFindings, zScores } from "./z_scores.ts";
export { testQuantities, type TestQuantity } from "./test_quantities.ts";
