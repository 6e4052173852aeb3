/**
 * The diagnostics.
 *
 * @module
 */
export { c2st } from "./c2st.ts";
export { grade } from "./grade.ts";
export { leakage } from "./leakage.ts";
export { marginalErrors } from "./marginal_errors.ts";
export { marginals } from "./marginals.ts";
export { predictive } from "./predictive.ts";
export { recovery } from "./recovery.ts";
export { sbc, sbcRanks } from "./sbc.ts";
