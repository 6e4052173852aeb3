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
export { intervals } from "./intervals.ts";
export { leakage } from "./leakage.ts";
export { leastSquaresClassifier } from "./least_squares_classifier.ts";
export { lifSummaries } from "./lif_summaries.ts";
export { localC2st } from "./local_c2st.ts";
export { localCalibration, localSubject } from "./local_calibration.ts";
export { marginalErrors } from "./marginal_errors.ts";
export { marginals } from "./marginals.ts";
export { fitMisspecification, misspecification } from "./misspecification.ts";
export { predictive } from "./predictive.ts";
export {
  intervalFindings,
  localC2stFindings,
  misspecificationFindings,
  predictiveFindings,
  quantityFindings,
} from "./predictive_findings.ts";
export { recovery } from "./recovery.ts";
export { sbc, sbcRanks } from "./sbc.ts";
export { simulateGradingSet } from "./simulate_grading_set.ts";
export { testQuantities } from "./test_quantities.ts";
