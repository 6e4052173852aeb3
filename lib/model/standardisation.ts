/**
 * The standardisation of summary variables: their means and sds over simulations.
 *
 * @module
 */
import type { Fields } from "./field.ts";
import type { Batch } from "./batch.ts";
import {
  keptNames,
  nameIndices,
  presenceOf,
  summarise,
  type SummaryVariables,
} from "./summary_variables.ts";

/** The centre and the spread of each summary variable, by its name. */
export interface Standardisation {
  /** The mean of each name. */
  readonly mean: Float64Array;
  /** The standard deviation of each name; 1 where it is 0. */
  readonly sd: Float64Array;
}

/** Values of all simulations that are kept from one pass to the next at most: 128 MB. */
const KEPT = 2 ** 25;

/**
 * Means and standard deviations of each name; a variable that never changes gets sd 1, and a mark
 * or code mean 0 and sd 1. There are two passes, one for the means: summaries that are small are kept for
 * the second, others made anew, so that memory doesn't grow with the length of observations.
 *
 * @param count All observations.
 * @param batches The observations, in batches, the same at each call.
 *
 * @example Usage
 * ```ts
 * import { fitStandardisation, fitStandardisationTo } from "./standardisation.ts";
 * import { observationsOf, seriesBatch } from "./batch.ts";
 * import { timeSeriesOf } from "./summary_variables.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const voltage = Float32Array.of(-70, -60, -72, -66);
 * const observations = seriesBatch({ voltage }, { count: 2, step: 1 });
 * const series = timeSeriesOf(["voltage"], 2);
 * const batches = () => [0, 1].map((row) => observationsOf(observations, [row]));
 * assertEquals(fitStandardisationTo(series, 2, batches), fitStandardisation(series, observations));
 * ```
 */
export function fitStandardisationTo<X extends Fields>(
  variables: SummaryVariables<X>,
  count: number,
  batches: () => Iterable<Batch<X>>,
): Standardisation {
  const width = variables.names.length;
  const nameOf = nameIndices(variables);
  const size = nameOf.length;
  const { behind, above } = presenceOf(variables);
  const kept = keptNames(variables);
  /** Whether a value counts: it is no mark or code, and its row is there. */
  const counts = (rows: Float32Array, i: number) => {
    const place = i % size;
    if (kept[nameOf[place]]) return false;
    return behind[place] < 0 || rows[i + behind[place]] > above[place];
  };
  const places = new Float64Array(width);
  for (const name of nameOf) places[name] += count;

  const stored: Float32Array[] = [];
  function* summaries(): Generator<Float32Array> {
    for (const batch of batches()) {
      const rows = summarise(variables, batch);
      if (count * size <= KEPT) stored.push(rows);
      yield rows;
    }
  }
  const mean = new Float64Array(width), taken = new Float64Array(width);
  for (const rows of summaries()) {
    for (let i = 0; i < rows.length; i++) {
      if (!counts(rows, i)) continue;
      const name = nameOf[i % size];
      taken[name]++;
      mean[name] += rows[i] / places[name];
    }
  }
  const share = taken.map((number, name) => Math.max(number, 1) / places[name]); // 1 without marks
  mean.forEach((sum, name) => mean[name] = sum / share[name]);
  const sd = new Float64Array(width);
  for (const rows of stored.length > 0 ? stored : summaries()) {
    for (let i = 0; i < rows.length; i++) {
      if (!counts(rows, i)) continue;
      const name = nameOf[i % size];
      sd[name] += (rows[i] - mean[name]) ** 2 / places[name];
    }
  }
  sd.forEach((sum, name) => sd[name] = sum / share[name]);
  return { mean, sd: sd.map((variance) => variance > 1e-12 ? Math.sqrt(variance) : 1) };
}

/**
 * The means and standard deviations over the observations at hand.
 *
 * @example Usage
 * ```ts
 * import { fitStandardisation } from "./standardisation.ts";
 * import { seriesBatch } from "./batch.ts";
 * import { timeSeriesOf } from "./summary_variables.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const observations = seriesBatch({ x: Float32Array.of(1, 3, 1, 3) }, { count: 2, step: 1 });
 * const { mean, sd } = fitStandardisation(timeSeriesOf(["x"], 2), observations);
 * assertEquals([mean[0], sd[0]], [2, 1]);
 * ```
 */
export function fitStandardisation<X extends Fields>(
  variables: SummaryVariables<X>,
  observations: Batch<X>,
): Standardisation {
  return fitStandardisationTo(variables, observations.count, () => [observations]);
}
