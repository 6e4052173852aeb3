/**
 * The posterior predictive check as a table.
 *
 * @module
 */
import type { PredictiveReport } from "./predictive.ts";
import { mean } from "../../core/stats.ts";
import { type Table, table } from "../../tables/table.ts";

/**
 * How the recording compares with its replicates: voltage inside the band, subthreshold
 * error, spikes.
 *
 * @example Usage
 * ```ts
 * import { predictiveTable } from "./predictive_table.ts";
 * import { neuronBatch } from "./fields.ts";
 * import { predictive } from "./predictive.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const values = { voltage: Float32Array.of(-70, -61), spikes: Float32Array.of(0, 1) };
 * const one = neuronBatch(values, 0.2);
 * const { text } = predictiveTable(predictive(one, one, { thresholds: [-55] }));
 * assertMatch(text, /samples inside the 90 % band +100\.0 %/);
 * ```
 */
export function predictiveTable(report: PredictiveReport): Table {
  const { level, coverage, observedCount, replicatedCounts } = report;
  const share = (holds: (count: number) => boolean) =>
    `${(100 * mean(replicatedCounts.map((count) => Number(holds(count))))).toFixed(1)} %`;
  const error = report.subthresholdMae;
  return table(["", "value"], [
    [
      `voltage samples inside the ${Math.round(100 * level)} % band`,
      `${(100 * coverage).toFixed(1)} %`,
    ],
    ["subthreshold error", error === null ? "–" : `${error.toFixed(2)} mV`],
    ["spikes observed", observedCount],
    ["replicates with fewer spikes", share((count) => count < observedCount)],
    ["replicates with as many", share((count) => count === observedCount)],
    ["replicates with more", share((count) => count > observedCount)],
  ]);
}
