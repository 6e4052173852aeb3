/**
 * The diagnostics.
 *
 * @module
 */
export {
  calibration,
  type CalibrationReport,
  type CalibrationSet,
} from "./calibration/calibration.ts";
export { groupFindings, type ObservationGroup } from "./calibration/groups.ts";
export {
  type CalibrationError,
  coverageFindings,
  type CoverageReport,
  intervalCoverage,
  type QuantityCoverage,
} from "./calibration/interval_coverage.ts";
export { leakage, offSupport, onSupport } from "./calibration/leakage.ts";
export {
  ecdfFindings,
  type EcdfReport,
  type QuantityEcdf,
  rankEcdf,
} from "./calibration/rank_ecdf.ts";
export {
  type ConfidenceBin,
  modelChoiceCalibration,
  type ModelChoiceCalibrationOptions,
  type ModelChoiceReport,
} from "./calibration/model_choice.ts";
export {
  type ParameterRecovery,
  recovery,
  type RecoveryPoint,
  type RecoveryReport,
} from "./calibration/recovery.ts";
export {
  type ParameterCalibration,
  sbc,
  sbcFindings,
  sbcRanks,
  type SbcReport,
} from "./calibration/sbc.ts";
export {
  dataQuantities,
  defaultQuantities,
  knownQuantity,
  quantity,
  sbcQuantities,
  type SbcQuantity,
} from "./calibration/sbc_quantities.ts";
export {
  nearestReferences,
  type ReferenceSimulations,
  tarp,
  tarpRanks,
} from "./calibration/tarp.ts";
export {
  type ParameterZScores,
  type Statistic,
  zScoreFindings,
  type ZScorePoint,
  type ZScoreReport,
  zScores,
} from "./calibration/z_scores.ts";
export {
  localC2stFindings,
  misspecificationFindings,
  quantityFindings,
} from "./checks/findings.ts";
export {
  localC2st,
  type LocalC2stCalibration,
  type LocalC2stOptions,
  type LocalC2stReport,
  type LocalC2stSubject,
} from "./checks/local_c2st.ts";
export { localCalibration, localSubject } from "./checks/local_calibration.ts";
export {
  fitMisspecification,
  misspecification,
  type MisspecificationFit,
  type MisspecificationReport,
  type UsualRange,
} from "./checks/misspecification.ts";
export { misspecificationRate, rejectionFindings } from "./checks/misspecification_rate.ts";
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
  type PredictiveRanksOptions,
} from "./checks/predictive_ranks.ts";
export { priorConflict, type PriorConflictReport } from "./checks/prior_conflict.ts";
export { type Alike, simulateAlike, type SimulateAlikeOptions } from "./checks/simulate_alike.ts";
export { standardQuantities, standardSummaries } from "./checks/standard_quantities.ts";
export { type Summarised } from "./checks/summarised.ts";
export {
  type DistanceMeasure,
  type Summaries,
  type SummarySpace,
} from "./checks/summary_distances.ts";
export {
  type QuantityCheck,
  type QuantityReport,
  testQuantities,
  type TestQuantity,
} from "./checks/test_quantities.ts";
export { type BayesAgreement, bayesAgreement } from "./comparison/bayes_agreement.ts";
export { c2st, type C2stOptions, type C2stReport } from "./comparison/c2st.ts";
export {
  type Classifier,
  type LabelledRows,
  type ProbabilityClassifier,
} from "./comparison/classifier.ts";
export {
  compareDraws,
  type DrawsComparison,
  type DrawsComparisonReport,
} from "./comparison/compare_draws.ts";
export {
  convergence,
  type ConvergenceOptions,
  type ConvergenceReport,
  type SpacingError,
} from "./comparison/convergence.ts";
export {
  type Estimate,
  finiteKl,
  type Grade,
  grade,
  type KlGrade,
  type ReferencePosteriors,
} from "./comparison/grade.ts";
export { decodeReferencePosteriors } from "./comparison/reference_posteriors.ts";
export { leastSquaresClassifier } from "./comparison/least_squares_classifier.ts";
export {
  type MarginalError,
  type MarginalErrorReport,
  marginalErrors,
} from "./comparison/marginal_errors.ts";
export { type Marginal, type MarginalReport, marginals } from "./comparison/marginals.ts";
export {
  type ReferenceSize,
  simulateReferencePosteriors,
} from "./comparison/simulate_reference_posteriors.ts";
export { diagnose, type DiagnoseOptions, type Diagnosis, type Subject } from "./diagnose.ts";
export { type DiagnosisSize } from "./diagnose_size.ts";
export { type Finding, type Verdict, verdictsOf } from "./verdict.ts";
export {
  type CentralInterval,
  type ParameterShrinkage,
  shrinkage,
  type ShrinkagePoint,
  type ShrinkageReport,
} from "./calibration/shrinkage.ts";
