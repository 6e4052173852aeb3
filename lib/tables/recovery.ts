/**
 * Recovery as a table.
 *
 * @module
 */
import type { RecoveryReport } from "../diagnostics/calibration/recovery.ts";
import { decimal, type Table, table } from "./table.ts";

/**
 * A row a parameter: Pearson's r between truths and posterior medians, R², root mean squared error
 * in sds of the truths, the share of truths inside their interval, and the mean contraction.
 *
 * @example Usage
 * ```ts
 * import { recoveryTable } from "./recovery.ts";
 * import { recovery } from "../diagnostics/calibration/recovery.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const names = ["tau_m"] as const;
 * const truth = { names, count: 2, values: Float64Array.of(10, 12) };
 * const posterior = { names, datasets: 2, count: 2, values: Float64Array.of(9, 11, 11, 14) };
 * assertMatch(recoveryTable(recovery(posterior, truth)).text, /90 % covers.*\ntau_m +1\.00/);
 * ```
 */
export function recoveryTable({ level, parameters }: RecoveryReport): Table {
  const covers = `${Math.round(100 * level)} % covers`;
  return table(
    ["parameter", "r", "R²", "error / sd", covers, "contraction"],
    parameters.map(({ name, correlation, r2, rmse, coverage, contraction }) => [
      name,
      decimal(correlation, 2),
      decimal(r2, 2),
      decimal(rmse, 2),
      `${decimal(100 * coverage, 1)} %`,
      decimal(contraction, 2),
    ]),
  );
}
