/**
 * The posterior predictive check of the inter-spike intervals as a whole: their distribution
 * function in the recording against that in each replicate.
 *
 * Its p-value is that of a global envelope test (Myllymäki, Mrkvička, Grabarnik, Seijo & Hahn 2017,
 * J. R. Stat. Soc. B 79, 381–404): at each interval length, functions are ranked from outside; the
 * one whose ranks are the most extreme, first in the lowest, then in how often it is reached, is
 * the strangest. Recording and replicates are ranked alike, so its place among them is a p-value.
 *
 * @module
 */
import type { SpikeFields } from "./fields.ts";
import { between, integer, ofLength } from "../../core/check.ts";
import type { Batch } from "../../model/batch.ts";
import { interSpikeIntervals } from "./quantities.ts";
import { quantiles } from "../../core/stats.ts";

/** The intervals of a recording and its replicates. Plain data, ready for JSON. */
export interface IntervalReport {
  /** The mass of the pointwise band over replicates. */
  readonly level: number;
  /** Intervals at which the distribution functions are given, in ms. */
  readonly grid: readonly number[];
  /** The share of intervals up to each; of the observed ones null if there are none. */
  readonly observed: readonly number[] | null;
  /** The median over replicates. */
  readonly median: readonly number[];
  /** The lower end of their band. */
  readonly lower: readonly number[];
  /** The upper end of their band. */
  readonly upper: readonly number[];
  /** In ms. */
  readonly observedIntervals: readonly number[];
  /** Replicates, and those of them with fewer than two spikes: they are left out. */
  readonly replicates: number;
  /** Replicates with fewer than two spikes, which are left out. */
  readonly withoutIntervals: number;
  /** Small if the intervals are unlike those of replicates; null if there are none to compare. */
  readonly pValue: number | null;
}

/** Points of the grid. */
const POINTS = 120;

/** The share of values up to each point of the grid. */
function distributionFunction(values: readonly number[], grid: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  let count = 0;
  return grid.map((point) => {
    while (count < sorted.length && sorted[count] <= point + 1e-9) count++;
    return count / sorted.length;
  });
}

/** Of each function, its ranks from outside at all points, the most extreme first. */
function extremeRanks(functions: readonly (readonly number[])[]): Float64Array[] {
  const ranks = functions.map((own) => new Float64Array(own.length));
  for (let g = 0; g < functions[0].length; g++) {
    const sorted = Float64Array.from(functions, (own) => own[g]).sort();
    const rankOf = new Map<number, number>();
    for (let from = 0, to = 0; from < sorted.length; from = to) {
      while (to < sorted.length && sorted[to] === sorted[from]) to++;
      rankOf.set(sorted[from], Math.min(to, sorted.length - from));
    }
    functions.forEach((own, i) => ranks[i][g] = rankOf.get(own[g]) ?? NaN);
  }
  return ranks.map((own) => own.sort());
}

/** Below 0 if the first list comes first in the order of a dictionary. */
function compare(a: Float64Array, b: Float64Array): number {
  const first = a.findIndex((rank, i) => rank !== b[i]);
  return first < 0 ? 0 : a[first] - b[first];
}

/**
 * Compares the inter-spike intervals of a recording with those of replicates.
 *
 * @param replicated One recording for each posterior draw.
 * @param observed A single recording.
 * @param options.level The mass of the pointwise central band, 0.9 if not given.
 * @throws {RangeError} If `observed` is not one recording, there are no replicates, or the level is
 * outside [0, 1].
 *
 * @example Usage
 * ```ts
 * import { seriesBatch } from "../../model/batch.ts";
 * import { intervals } from "./intervals.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const trains = { spikes: Float32Array.of(1, 0, 1, 0, 0, 1, 0, 1) };
 * const own = { spikes: Float32Array.of(1, 0, 1, 0) };
 * const replicated = seriesBatch(trains, { count: 2, step: 1 });
 * const observed = seriesBatch(own, { count: 1, step: 1 });
 * assertEquals(intervals(replicated, observed).pValue, 1);
 * ```
 */
export function intervals(
  replicated: Batch<SpikeFields>,
  observed: Batch<SpikeFields>,
  { level = 0.9 }: { readonly level?: number } = {},
): IntervalReport {
  const action = "check intervals";
  ofLength(action, "observed", { length: observed.count }, 1);
  integer(action, "replicated.count", replicated.count, 1);
  between(action, "level", level, [0, 1]);
  const observedIntervals = interSpikeIntervals(observed);
  const sets = Array.from(
    { length: replicated.count },
    (_, i) => interSpikeIntervals(replicated, i),
  )
    .filter((set) => set.length > 0);
  const common = {
    level,
    observedIntervals,
    replicates: replicated.count,
    withoutIntervals: replicated.count - sets.length,
  };
  const all = [...sets, observedIntervals].flat();
  const low = all.reduce((a, b) => Math.min(a, b), Infinity);
  const high = all.reduce((a, b) => Math.max(a, b), -Infinity);
  const step = Math.max(high - low, 1) / (POINTS - 5);
  const grid = all.length === 0
    ? []
    : Array.from({ length: POINTS }, (_, i) => low + (i - 2) * step);
  const functions = sets.map((set) => distributionFunction(set, grid));
  const tails = [(1 - level) / 2, 0.5, (1 + level) / 2];
  const band = functions.length === 0
    ? []
    : grid.map((_, g) => quantiles(functions.map((f) => f[g]), tails));
  const bands = {
    grid,
    lower: band.map(([lower]) => lower),
    median: band.map(([, median]) => median),
    upper: band.map(([, , upper]) => upper),
  };
  if (observedIntervals.length === 0) return { ...common, ...bands, observed: null, pValue: null };
  const own = distributionFunction(observedIntervals, grid);
  if (sets.length === 0) return { ...common, ...bands, observed: own, pValue: null };
  const ranks = extremeRanks([own, ...functions]);
  const asStrange = ranks.slice(1).filter((other) => compare(other, ranks[0]) <= 0);
  return {
    ...common,
    ...bands,
    observed: own,
    pValue: (asStrange.length + 1) / (sets.length + 1),
  };
}
