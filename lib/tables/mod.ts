/**
 * Reports of diagnostics as tables: text, HTML and Markdown; each shows itself in a notebook.
 *
 * @module
 */
export { diagnosisTable, diagnosisText } from "./diagnosis.ts";
export { findingsTable } from "./findings.ts";
export { marginalTable, type MarginalTableOptions } from "./marginals.ts";
export { misspecificationTable, standoutTable } from "./misspecification.ts";
export { comparisonTable, refinementTable } from "./refinement.ts";
export { recoveryTable } from "./recovery.ts";
export { sbcTable } from "./sbc.ts";
export { type Cell, recordTable, type Table, table, type TableOptions } from "./table.ts";
export { quantitiesTable } from "./test_quantities.ts";
