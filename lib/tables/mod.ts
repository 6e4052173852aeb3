/**
 * The tables.
 *
 * @module
 */
export { diagnosisTable, diagnosisText } from "./diagnosis.ts";
export { findingsTable } from "./findings.ts";
export { marginalTable } from "./marginals.ts";
export { misspecificationTable, standoutTable } from "./misspecification.ts";
export { comparisonTable, refinementTable } from "./refinement.ts";
export { recoveryTable } from "./recovery.ts";
export { sbcTable } from "./sbc.ts";
export { recordTable, table } from "./table.ts";
export { quantitiesTable } from "./test_quantities.ts";
