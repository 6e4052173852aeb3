/**
 * The diagnostics.
 *
 * @module
 */
export { bayesAgreement } from "./comparison/bayes_agreement.ts";
export { c2st } from "./comparison/c2st.ts";
export { calibration } from "./calibration/calibration.ts";
export { compareDraws } from "./comparison/compare_draws.ts";
export { convergence } from "./comparison/convergence.ts";
export { diagnose, type DiagnoseOptions, type Diagnosis, type Subject } from "./diagnose.ts";
export { type DiagnosisSize } from "./diagnose_size.ts";
export { finiteKl, grade } from "./comparison/grade.ts";
export { decodeGradingSet } from "./comparison/grading_set.ts";
export { coverageFindings, intervalCoverage } from "./calibration/interval_coverage.ts";
export { groupFindings, type ObservationGroup } from "./calibration/groups.ts";
export { leakage, offSupport, onSupport } from "./calibration/leakage.ts";
export { leastSquaresClassifier } from "./comparison/least_squares_classifier.ts";
export { localC2st } from "./checks/local_c2st.ts";
export { localCalibration, localSubject } from "./checks/local_calibration.ts";
export { marginalErrors } from "./comparison/marginal_errors.ts";
export { marginals } from "./comparison/marginals.ts";
export { fitMisspecification, misspecification } from "./checks/misspecification.ts";
export { misspecificationRate, rejectionFindings } from "./checks/misspecification_rate.ts";
export { ecdfFindings, rankEcdf } from "./calibration/rank_ecdf.ts";
export {
  localC2stFindings,
  misspecificationFindings,
  quantityFindings,
} from "./checks/findings.ts";
export {
  CHECK_LEVEL,
  type ObservationCheck,
  observationCheck,
  type ObservationReport,
  type ObservationTest,
} from "./checks/observation_check.ts";
export { type DiagnosticParts, type PredictiveCheck, type Replication } from "./checks/parts.ts";
export {
  type Discrepancies,
  discrepanciesOf,
  type PredictiveRanks,
  predictiveRanks,
} from "./checks/predictive_ranks.ts";
export { priorConflict } from "./checks/prior_conflict.ts";
export { recovery } from "./calibration/recovery.ts";
export { sbc, sbcFindings, sbcRanks } from "./calibration/sbc.ts";
export {
  dataQuantities,
  defaultQuantities,
  knownQuantity,
  quantity,
  sbcQuantities,
  type SbcQuantity,
} from "./calibration/sbc_quantities.ts";
export { simulateAlike } from "./checks/simulate_alike.ts";
export { standardQuantities, standardSummaries } from "./checks/standard_quantities.ts";
export { type Summarised } from "./checks/summarised.ts";
export { simulateGradingSet } from "./comparison/simulate_grading_set.ts";
export { nearestReferences, tarp, tarpRanks } from "./calibration/tarp.ts";
export { type Finding, type Verdict, verdictsOf } from "./verdict.ts";
export { zScoreFindings, zScores } from "./calibration/z_scores.ts";
export { testQuantities, type TestQuantity } from "./checks/test_quantities.ts";
