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

/**
 * Whether the simulator could have made the observation, and which numbers deviate.
 *
 * @example Usage
 * ```ts
 * import { misspecificationFindings } from "./findings.ts";
 * import { fitMisspecification, misspecification } from "./misspecification.ts";
 * import { key, normals } from "../../core/random.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const count = 300;
 * const sets = { numbers: { names: ["x"], count, values: normals(key(1), count) } };
 * const strange = { sets: { numbers: { names: ["x"], count: 1, values: Float64Array.of(8) } } };
 * const report = misspecification(fitMisspecification({ sets }), strange);
 * assertMatch(misspecificationFindings(report)[0].reading, /what stands out most: x$/);
 * ```
 */
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

/**
 * Each test quantity; where the observation has none, its value is NaN.
 *
 * @example Usage
 * ```ts
 * import { quantityFindings } from "./findings.ts";
 * import { testQuantities } from "./test_quantities.ts";
 * import { observation, seriesBatch } from "../../model/batch.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const replicated = seriesBatch({ x: Float32Array.of(1, 2, 3, 4) }, { count: 4, step: 1 });
 * const height = { name: "height", unit: "mV", evaluate: (all: typeof replicated, i: number) => all.values.x[i] };
 * const report = testQuantities(replicated, observation(replicated, 2), [height]);
 * assertEquals(quantityFindings(report)[0].value, 3);
 * ```
 */
export function quantityFindings({ quantities }: QuantityReport): Finding[] {
  return quantities.map(({ name, unit, observed, pValue }) => ({
    diagnostic: "posterior predictive check",
    quantity: withUnit(name, unit),
    value: observed ?? NaN,
    pValue,
    reading: "small p: replicates from the posterior hardly ever show this value",
  }));
}

/**
 * Whether the posterior is right at one observation.
 *
 * @example Usage
 * ```ts
 * import { localC2stFindings } from "./findings.ts";
 * import { localC2st } from "./local_c2st.ts";
 * import { localCalibration, localSubject } from "./local_calibration.ts";
 * import { dataset } from "../../core/draws.ts";
 * import { key, normals } from "../../core/random.ts";
 * import { assert } from "@std/assert";
 *
 * // theta ~ N(0, 1), nothing is observed: the posterior is the prior.
 * const names = ["theta"] as const, datasets = 200, count = 19;
 * const truth = { names, count: datasets, values: normals(key(1), datasets) };
 * const posterior = { names, datasets, count, values: normals(key(2), datasets * count) };
 * const subject = localSubject(dataset(posterior, 0));
 * const report = localC2st(key(3), localCalibration(truth, posterior), subject, { nulls: 19 });
 * const [{ pValue }] = localC2stFindings(report);
 * assert(pValue !== undefined && pValue > 0.01);
 * ```
 */
export function localC2stFindings({ statistic, nulls, pValue }: LocalC2stReport): Finding[] {
  return [{
    diagnostic: "local C2ST",
    quantity: "all parameters",
    value: statistic,
    floor: { mean: mean(nulls), limit: quantiles(nulls, [0.95])[0] },
    pValue,
    reading:
      "small p: a classifier distinguishes the posterior at this observation from the true one",
  }];
}
