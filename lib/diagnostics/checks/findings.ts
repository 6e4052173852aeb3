/**
 * The checks of one observation, as rows of the verdict.
 *
 * @module
 */
import { withUnit } from "../../core/labels.ts";
import { mean, quantiles } from "../../core/stats.ts";
import type { LocalC2stReport } from "./local_c2st.ts";
import type { MisspecificationReport } from "./misspecification.ts";
import type { QuantityReport } from "./test_quantities.ts";
import type { Finding } from "../verdict.ts";

/** Whether the simulator could have made the observation, and what speaks against it. */
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
      reading: "small p: the simulator could hardly have made this observation" +
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

/** Each test quantity; where the observation has none, its value is NaN. */
export function quantityFindings({ quantities }: QuantityReport): Finding[] {
  return quantities.map(({ name, unit, observed, pValue }) => ({
    diagnostic: "posterior predictive check",
    quantity: withUnit(name, unit),
    value: observed ?? NaN,
    pValue,
    reading: "small p: replicates from the posterior hardly ever show this value",
  }));
}

/** Whether the posterior is right at one observation. */
export function localC2stFindings({ statistic, nulls, pValue }: LocalC2stReport): Finding[] {
  return [{
    diagnostic: "local C2ST",
    quantity: "all parameters",
    value: statistic,
    floor: { mean: mean(nulls), limit: quantiles(nulls, [0.95])[0] },
    pValue,
    reading: "small p: a classifier tells the posterior at this observation from the true one",
  }];
}
