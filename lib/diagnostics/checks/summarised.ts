/**
 * Observations in numbers: sets of summaries, and the kind of each observation.
 *
 * @module
 */
import type { Summaries } from "./summary_distances.ts";

/** What is known of some observations. */
export interface Summarised {
  /** By what they are called, such as `statistics` and `learned`; rows are observations. */
  readonly sets: Readonly<Record<string, Summaries>>;
  /**
   * The kind of each observation, where it has kinds: each is compared with its own kind only, so
   * that the level holds within every kind of which there are 19 simulations.
   */
  readonly strata?: ArrayLike<number>;
}

/** Rows `from` to `to`. */
export function summaryRows({ names, values }: Summaries, from: number, to: number): Summaries {
  const dim = names.length;
  return {
    names,
    count: to - from,
    values: Float64Array.from(
      { length: (to - from) * dim },
      (_, i) => values[from * dim + i],
    ),
  };
}

/** What is known of observation `index` alone. */
export function summarisedRow({ sets, strata }: Summarised, index: number): Summarised {
  const own = Object.entries(sets).map(([label, summaries]) => [
    label,
    summaryRows(summaries, index, index + 1),
  ]);
  return { sets: Object.fromEntries(own), ...(strata && { strata: [strata[index]] }) };
}
