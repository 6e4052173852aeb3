/**
 * The findings of the checks of a neuron's replicates.
 *
 * @module
 */
import { mean } from "../../core/stats.ts";
import type { IntervalReport } from "./intervals.ts";
import type { PredictiveReport } from "./predictive.ts";
import type { Finding } from "../../diagnostics/verdict.ts";

/**
 * The inter-spike intervals as a whole; no row without intervals.
 *
 * @example Usage
 * ```ts
 * import { intervalFindings } from "./predictive_findings.ts";
 * import { neuronBatch } from "./fields.ts";
 * import { intervals } from "./intervals.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const voltage = Float32Array.of(-55, -70, -55, -70);
 * const one = neuronBatch({ voltage, spikes: Float32Array.of(1, 0, 1, 0) }, 0.5);
 * const [{ value }] = intervalFindings(intervals(one, one));
 * assertEquals(value, 1);
 * ```
 */
export function intervalFindings({ observedIntervals, pValue }: IntervalReport): Finding[] {
  if (pValue === null) return [];
  return [{
    diagnostic: "posterior predictive check",
    quantity: "distribution of intervals (number)",
    value: observedIntervals.length,
    pValue,
    reading: "small p: the distribution of intervals leaves the band of its replicates",
  }];
}

/**
 * The original study's numbers, the spike count's rank from both sides: they have no p-value.
 *
 * @example Usage
 * ```ts
 * import { predictiveFindings } from "./predictive_findings.ts";
 * import { neuronBatch } from "./fields.ts";
 * import { predictive } from "./predictive.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const voltage = Float32Array.of(-55, -70, -55, -70);
 * const one = neuronBatch({ voltage, spikes: Float32Array.of(1, 0, 1, 0) }, 0.5);
 * const [{ value }] = predictiveFindings(predictive(one, one, { thresholds: [-54] }));
 * assertEquals(value, 1); // all samples are in the band
 * ```
 */
export function predictiveFindings(
  { level, coverage, subthresholdMae, observedCount, replicatedCounts }: PredictiveReport,
): Finding[] {
  const diagnostic = "posterior predictive check, pointwise";
  const share = (holds: (count: number) => boolean) =>
    mean(replicatedCounts.map((count) => Number(holds(count))));
  return [
    {
      diagnostic,
      quantity: `share of samples in the ${Math.round(100 * level)} % band`,
      value: coverage,
      reading: `near ${level} if the model fits; below if its predictions are wrong or too sure`,
    },
    {
      diagnostic,
      quantity: "share of replicates with fewer spikes",
      value: share((count) => count < observedCount),
      reading: "near 1: the model fires too little",
    },
    {
      diagnostic,
      quantity: "share of replicates with more spikes",
      value: share((count) => count > observedCount),
      reading: "near 1: the model fires too much",
    },
    ...(subthresholdMae === null ? [] : [{
      diagnostic,
      quantity: "subthreshold error (mV)",
      value: subthresholdMae,
      reading: "about 0.8 observation noise sd, the least there is, if the voltage is predicted",
    }]),
  ];
}
