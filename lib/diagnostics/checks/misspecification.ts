/**
 * Misspecification: is this observation one that the simulator could have made? If it is not, no
 * posterior of the model means anything, however well calibrated it is on simulations (Schmitt,
 * Bürkner, Köthe & Radev 2024, arXiv:2112.08866).
 *
 * Some simulations are used to fit where summaries lie, others to calibrate the distances. Under
 * the model the observation and the calibrating simulations are exchangeable, so the share of them
 * that is at least as strange, the observation counted in, is a p-value for any measure of
 * strangeness: P(p ≤ α) ≤ α exactly, whatever the distribution of the summaries (Vovk, Gammerman &
 * Shafer 2005, Algorithmic Learning in a Random World). Several distances become one by the sum of
 * their inverse p-values, dominated by the smallest of them (Wilson 2019, PNAS 116, 1195–1200);
 * that sum is ranked in its turn, which makes the combination exact too.
 *
 * @module
 */
import { integer, ofLength } from "../../core/check.ts";
import { quantiles } from "../../core/stats.ts";
import { type Summarised, summaryRows } from "./summarised.ts";
import {
  checkSummaries,
  type DistanceMeasure,
  distancesTo,
  MEASURES,
  type SummarySpace,
  summarySpace,
} from "./summary_distances.ts";

/** The central 95 % of simulations, for each summary of a set. */
export interface UsualRange {
  /** The lower end. */
  readonly low: Float64Array;
  /** The upper end. */
  readonly high: Float64Array;
}

/** What {@linkcode misspecification} needs of the simulations: plain arrays, to be stored. */
export interface MisspecificationFit {
  /** By name of the set. */
  readonly spaces: Readonly<Record<string, SummarySpace & UsualRange>>;
  /** Simulations that calibrate, and their kinds. */
  readonly count: number;
  /** The kind of each. */
  readonly strata: Int32Array;
  /** Their distances, [distances, count], set by set in the order of {@linkcode MEASURES}. */
  readonly distances: Float64Array;
}

/** An observation among simulations. Plain data, ready for JSON. */
export interface MisspecificationReport {
  /** Of all distances together: small if the simulator could hardly have made the observation. */
  readonly pValue: number;
  /** Simulations with which it was compared: those of its kind, or all if they are too few. */
  readonly simulations: number;
  /** One a set of summaries and measure. */
  readonly distances: readonly {
    /** The set of summaries. */
    readonly summaries: string;
    readonly measure: DistanceMeasure;
    readonly value: number;
    /** Median and 95 % quantile of simulations. */
    readonly median: number;
    readonly limit: number;
    readonly pValue: number;
    /** The distances of the simulations, in ascending order. */
    readonly simulated: readonly number[];
  }[];
  /** Summaries outside the central 95 % of simulations, those most sd from the mean first. */
  readonly standouts: readonly {
    readonly summaries: string;
    readonly name: string;
    readonly value: number;
    readonly low: number;
    readonly high: number;
    /** Distance from the mean of simulations, in their sd. */
    readonly z: number;
  }[];
}

/**
 * Simulations of a kind at least, so that a p-value can reach 0.05. An observation of a rarer kind
 * is compared with all simulations: its kind itself is strange.
 */
const FEWEST = 19;
/** Standouts that are reported at most. */
const MOST = 8;

/**
 * Learns from simulations from the prior: the first third of them teaches, the rest calibrates.
 * 3,000 with 150 summaries take half a second on one core.
 *
 * @throws {RangeError} If there is no set, the counts differ or are below 60, or a value is not
 * finite.
 *
 * @example Usage
 * ```ts
 * import { fitMisspecification, misspecification } from "./misspecification.ts";
 * import { key, normals } from "../../core/random.ts";
 * import { assert } from "@std/assert";
 *
 * const count = 300;
 * const sets = { numbers: { names: ["x"], count, values: normals(key(1), count) } };
 * const strange = { sets: { numbers: { names: ["x"], count: 1, values: Float64Array.of(8) } } };
 * assert(misspecification(fitMisspecification({ sets }), strange).pValue < 0.05);
 * ```
 */
export function fitMisspecification({ sets, strata }: Summarised): MisspecificationFit {
  const action = "fit misspecification";
  const entries = Object.entries(sets);
  integer(action, "sets.length", entries.length, 1);
  const [[, { count: simulations }]] = entries;
  integer(action, "simulations", simulations, 60);
  const taught = Math.floor(simulations / 3);
  const count = simulations - taught;
  const kinds = Int32Array.from({ length: simulations }, (_, i) => strata?.[i] ?? 0);
  const distances = new Float64Array(entries.length * MEASURES.length * count);
  const spaces = entries.map(([label, summaries], s) => {
    ofLength(action, label, { length: summaries.count }, simulations);
    checkSummaries(action, label, summaries);
    const space = summarySpace(summaryRows(summaries, 0, taught));
    const { names, values } = summaryRows(summaries, taught, simulations);
    const dim = names.length;
    for (let i = 0; i < count; i++) {
      const row = Float64Array.from({ length: dim }, (_, j) => values[i * dim + j]);
      distancesTo(space, row).forEach((distance, m) => {
        distances[(s * MEASURES.length + m) * count + i] = distance;
      });
    }
    const ranges = names.map((_, j) =>
      quantiles(
        Float64Array.from({ length: count }, (_, i) => values[i * dim + j]),
        [0.025, 0.975],
      )
    );
    const low = Float64Array.from(ranges, ([low]) => low);
    const high = Float64Array.from(ranges, ([, high]) => high);
    return [label, { ...space, low, high }] as const;
  });
  return {
    spaces: Object.fromEntries(spaces),
    count,
    strata: kinds.subarray(taught),
    distances,
  };
}

/** How many of `sorted` are at least `value`. */
function atLeast(sorted: Float64Array, value: number): number {
  let low = 0, high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] >= value) high = middle;
    else low = middle + 1;
  }
  return sorted.length - low;
}

/**
 * Compares the summaries of one observation with those of simulations.
 *
 * @param observation For each set of the fit, the summaries of the one observation.
 * @throws {RangeError} If a set is missing, has other names, more than one row or values that are
 * not finite.
 *
 * @example Usage
 * ```ts
 * import { fitMisspecification, misspecification } from "./misspecification.ts";
 * import { key, normals } from "../../core/random.ts";
 * import { assert } from "@std/assert";
 *
 * const names = ["mean voltage", "spike count"];
 * const fit = fitMisspecification({
 *   sets: { own: { names, count: 600, values: normals(key(1), 1200) } },
 * });
 * const test = (...values: number[]) =>
 *   misspecification(fit, { sets: { own: { names, count: 1, values } } });
 * assert(test(0.1, -0.2).pValue > 0.5);
 * const { pValue, standouts } = test(0, 7);
 * assert(pValue < 0.01 && standouts[0].name === "spike count");
 * ```
 */
export function misspecification(
  { spaces, count, strata, distances }: MisspecificationFit,
  observation: Summarised,
): MisspecificationReport {
  const action = "test for misspecification";
  const labels = Object.keys(spaces);
  const found = labels.flatMap((label) => {
    const own = observation.sets[label] ?? { names: [], count: 0, values: [] };
    const { names } = spaces[label];
    if (own.names.join() !== names.join()) {
      throw new RangeError(
        `Cannot ${action} as ${label}.names must be those of the fit, ${names.length} in number: ` +
          `there are ${own.names.length}`,
      );
    }
    ofLength(action, label, { length: own.count }, 1);
    checkSummaries(action, label, own);
    return distancesTo(spaces[label], own.values);
  });

  const kind = observation.strata?.[0] ?? 0;
  const alike = [...strata.keys()].filter((i) => strata[i] === kind);
  const rows = alike.length < FEWEST ? [...strata.keys()] : alike;
  const simulations = rows.length;
  // Ranks are among the simulations and the observation, for it and for each simulation alike.
  const strangeness = new Float64Array(simulations);
  let own = 0;
  const parts = found.map((value, d) => {
    const simulated = Float64Array.from(rows, (i) => distances[d * count + i]);
    const sorted = simulated.slice().sort();
    const ownRank = atLeast(sorted, value) + 1;
    own += (simulations + 1) / ownRank;
    for (let i = 0; i < simulations; i++) {
      const rank = atLeast(sorted, simulated[i]) + Number(value >= simulated[i]);
      strangeness[i] += (simulations + 1) / rank;
    }
    const [median, limit] = quantiles(sorted, [0.5, 0.95]);
    return {
      summaries: labels[Math.floor(d / MEASURES.length)],
      measure: MEASURES[d % MEASURES.length],
      value,
      median,
      limit,
      pValue: ownRank / (simulations + 1),
      simulated: Array.from(sorted),
    };
  });
  const asStrange = strangeness.reduce((sum, s) => sum + Number(s >= own), 0);
  const standouts = labels.flatMap((summaries) => {
    const { names, mean, sd, low, high } = spaces[summaries];
    return names.map((name, j) => {
      const value = observation.sets[summaries].values[j];
      return { summaries, name, value, low: low[j], high: high[j], z: (value - mean[j]) / sd[j] };
    });
  });
  return {
    pValue: (asStrange + 1) / (simulations + 1),
    simulations,
    distances: parts,
    standouts: standouts
      .filter(({ value, low, high }) => value < low || value > high)
      .sort((a, b) => Math.abs(b.z) - Math.abs(a.z))
      .slice(0, MOST),
  };
}
