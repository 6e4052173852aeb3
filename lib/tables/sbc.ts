/**
 * Simulation-based calibration as a table.
 *
 * @module
 */
import type { SbcReport } from "../diagnostics/calibration/sbc.ts";
import { decimal, type Table, table } from "./table.ts";

/**
 * A row a parameter: the χ² test of uniform ranks, its p-value also after Holm's correction, and
 * the z-scores of location (positive: the posterior lies too low) and dispersion (positive: it is
 * too narrow).
 *
 * @example Usage
 * ```ts
 * import { sbcTable } from "./sbc.ts";
 * import { sbc } from "../diagnostics/calibration/sbc.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const ranks = { names: ["g_L"], count: 4, values: Float64Array.of(0, 1, 2, 3) };
 * assertMatch(sbcTable(sbc(ranks, { draws: 3, bins: 4 })).text, /g_L +1\.000/);
 * ```
 */
export function sbcTable({ parameters }: SbcReport): Table {
  return table(
    ["parameter", "p", "p_adj", "location", "dispersion"],
    parameters.map(({ name, pValue, adjustedPValue, location, dispersion }) => [
      name,
      decimal(pValue, 3),
      decimal(adjustedPValue, 3),
      decimal(location, 2),
      decimal(dispersion, 2),
    ]),
  );
}
