/**
 * The units in which a network sees summary variables: their means and sds over simulations.
 *
 * @module
 */
import type { Recordings } from "./simulator.ts";
import { nameIndices, summarise, type SummaryVariables } from "./summary_variables.ts";

/** The centre and the spread of each summary variable, by its name. */
export interface Standardisation {
  readonly mean: Float64Array;
  readonly sd: Float64Array;
}

/** Values of all simulations that are kept from one pass to the next at most: 128 MB. */
const KEPT = 2 ** 25;

/**
 * Means and standard deviations of each name; a variable that never changes gets sd 1. There are two
 * passes, one for the means: summaries that are small are kept for the second, others made anew, so
 * that memory doesn't grow with the length of recordings.
 *
 * @param count All recordings.
 * @param pieces The recordings, some at a time, the same each time that it is called.
 *
 * @example Usage
 * ```ts
 * import { fitStandardisation, fitStandardisationTo } from "./standardisation.ts";
 * import { recordingsOf } from "./simulator.ts";
 * import { timeSeriesOf } from "./summary_variables.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const recordings = {
 *   count: 2,
 *   times: Float64Array.of(0, 1),
 *   channels: { voltage: Float32Array.of(-70, -60, -72, -66) },
 * };
 * const series = timeSeriesOf(["voltage"], 2);
 * const pieces = () => [0, 1].map((row) => recordingsOf(recordings, [row]));
 * assertEquals(fitStandardisationTo(series, 2, pieces), fitStandardisation(series, recordings));
 * ```
 */
export function fitStandardisationTo<Channel extends string>(
  variables: SummaryVariables<Channel>,
  count: number,
  pieces: () => Iterable<Recordings<Channel>>,
): Standardisation {
  const width = variables.names.length;
  const nameOf = nameIndices(variables);
  const size = nameOf.length;
  const counts = new Float64Array(width);
  for (const name of nameOf) counts[name] += count;

  const kept: Float32Array[] = [];
  function* summaries(): Generator<Float32Array> {
    for (const piece of pieces()) {
      const rows = summarise(variables, piece);
      if (count * size <= KEPT) kept.push(rows);
      yield rows;
    }
  }
  const mean = new Float64Array(width);
  for (const rows of summaries()) {
    for (let i = 0; i < rows.length; i++) {
      const name = nameOf[i % size];
      mean[name] += rows[i] / counts[name];
    }
  }
  const sd = new Float64Array(width);
  for (const rows of kept.length > 0 ? kept : summaries()) {
    for (let i = 0; i < rows.length; i++) {
      const name = nameOf[i % size];
      sd[name] += (rows[i] - mean[name]) ** 2 / counts[name];
    }
  }
  return { mean, sd: sd.map((variance) => variance > 1e-12 ? Math.sqrt(variance) : 1) };
}

/** The means and standard deviations over recordings at hand. */
export function fitStandardisation<Channel extends string>(
  variables: SummaryVariables<Channel>,
  recordings: Recordings<Channel>,
): Standardisation {
  return fitStandardisationTo(variables, recordings.count, () => [recordings]);
}
