/**
 * The diagnostics.
 *
 * @module
 */
export { grade } from "./grade.ts";
export { leakage } from "./leakage.ts";
export { marginals } from "./marginals.ts";
export { predictive } from "./predictive.ts";
export { recovery } from "./recovery.ts";
export { sbc, sbcRanks } from "./sbc.ts";
