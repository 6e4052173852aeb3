/**
 * The checks of one recording, as rows of the verdict.
 *
 * @module
 */
import { withUnit } from "../core/labels.ts";
import { mean, quantiles } from "../core/stats.ts";
import type { IntervalReport } from "../models/neuron/intervals.ts";
import type { LocalC2stReport } from "./local_c2st.ts";
import type { MisspecificationReport } from "./misspecification.ts";
import type { PredictiveReport } from "../models/neuron/predictive.ts";
import type { QuantityReport } from "./test_quantities.ts";
import type { Finding } from "./verdict.ts";

/** Whether the simulator could have made the recording, and what speaks against it. */
export function misspecificationFindings(
  { pValue, distances, standouts }: MisspecificationReport,
): Finding[] {
  const names = standouts.slice(0, 3).map(({ name }) => name).join(", ");
  return [
    {
      diagnostic: "misspecification",
      quantity: "all distances",
      value: pValue,
      pValue,
      reading: "small p: the simulator could hardly have made this recording" +
        (names === "" ? "" : `; what stands out most: ${names}`),
    },
    ...distances.map(({ summaries, measure, value, median, limit }) => ({
      diagnostic: "misspecification",
      quantity: `${summaries}, ${measure}`,
      value,
      floor: { mean: median, limit },
      reading: "how far the summaries lie from those of simulations; calibrated: their median",
    })),
  ];
}

/** Each test quantity; where the recording has none, its value is NaN. */
export function quantityFindings({ quantities }: QuantityReport): Finding[] {
  return quantities.map(({ name, unit, observed, pValue }) => ({
    diagnostic: "posterior predictive check",
    quantity: withUnit(name, unit),
    value: observed ?? NaN,
    pValue,
    reading: "small p: replicates from the posterior hardly ever show this value",
  }));
}

/** The inter-spike intervals as a whole; no row without intervals. */
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

/** The original study's numbers, the spike count's rank from both sides: they have no p-value. */
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

/** Whether the posterior is right at one recording. */
export function localC2stFindings({ statistic, nulls, pValue }: LocalC2stReport): Finding[] {
  return [{
    diagnostic: "local C2ST",
    quantity: "all parameters",
    value: statistic,
    floor: { mean: mean(nulls), limit: quantiles(nulls, [0.95])[0] },
    pValue,
    reading: "small p: a classifier tells the posterior at this recording from the true one",
  }];
}
