/**
 * The posterior predictive check as one test: an observation among replicates from its posterior, by
 * numbers in which it may differ from them.
 *
 * For the exact posterior such a p-value is less spread than a uniform one, so that at most 2 α of
 * the simulator's own observations have p ≤ α (Meng 1994, Annals of Statistics 22, 1142–1160).
 *
 * @module
 */
import { between, integer, ofLength } from "../../core/check.ts";
import { type Draws, take } from "../../core/draws.ts";
import { fold, type Key } from "../../core/random.ts";
import { quantiles } from "../../core/stats.ts";
import type { Batch } from "../../model/batch.ts";
import { simulate } from "../../model/dataset.ts";
import type { Fields } from "../../model/field.ts";
import type { Simulator } from "../../model/simulator.ts";
import type { TestQuantity } from "./test_quantities.ts";

/** Numbers in which an observation may differ from its replicates. */
export interface Discrepancies<X extends Fields = Fields> {
  /** In words, such as "spikes". */
  readonly names: readonly string[];
  /**
   * What measures them, in the order of names: for each a value an observation, NaN where it is
   * undefined.
   *
   * @param replicates 500, of no other use: to learn what is usual, such as a pointwise band.
   */
  fit(replicates: Batch<X>): (observations: Batch<X>) => readonly (readonly number[])[];
}

/** An observation among its replicates. Plain data, ready for JSON. */
export interface PredictiveRanks {
  /** Of all discrepancies together. */
  readonly pValue: number;
  /** The least p-value that so many replicates allow. */
  readonly leastP: number;
  /** One a name. */
  readonly discrepancies: readonly {
    readonly name: string;
    /** Null where it is undefined. */
    readonly observed: number | null;
    /** The central 99 % of replicates in which it is defined; null where there are none. */
    readonly low: number | null;
    readonly high: number | null;
    /** Two-sided. */
    readonly pValue: number;
  }[];
}

/** What is compared, and how much of it is simulated. */
export interface PredictiveRanksOptions<X extends Fields> {
  /** What is compared. */
  readonly discrepancies: Discrepancies<X>;
  /**
   * Beside the 500 to learn from; if not given 4,000 a discrepancy, at most 40,000. So many let one
   * of them alarm at a level of 0.001.
   */
  readonly replicates?: number;
}

/** Replicates to learn from, and that are simulated at a time. */
const BATCH_ROWS = 500;

/** Twice the smaller share of values at least, or at most, as large, the observed counted in. */
function twoSided(values: readonly number[], observed: number): number {
  const above = values.filter((value) => value >= observed).length;
  const below = values.filter((value) => value <= observed).length;
  return Math.min(1, 2 * (Math.min(above, below) + 1) / (values.length + 1));
}

/** To be undefined is one more outcome: below all others, so that ranks stay ranks. */
const ranked = (values: readonly number[]) =>
  values.map((value) => Number.isNaN(value) ? -Infinity : value);
const orNull = (value: number) => Number.isFinite(value) ? value : null;

/**
 * Test quantities as discrepancies.
 *
 * @example Usage
 * ```ts
 * import { discrepanciesOf } from "./predictive_ranks.ts";
 * import { standardQuantities } from "./standard_quantities.ts";
 * import { seriesBatch } from "../../model/batch.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const batch = seriesBatch({ rate: Float32Array.of(1, 3, 2, 6) }, { count: 2, step: 1 });
 * const { names, fit } = discrepanciesOf(standardQuantities(batch));
 * assertEquals([names[0], fit(batch)(batch)[0]], ["mean of rate", [2, 4]]);
 * ```
 */
export function discrepanciesOf<X extends Fields>(
  quantities: readonly TestQuantity<X>[],
): Discrepancies<X> {
  return {
    names: quantities.map(({ name }) => name),
    fit: () => (observations) =>
      quantities.map(({ evaluate }) =>
        Array.from({ length: observations.count }, (_, i) => evaluate(observations, i))
      ),
  };
}

/**
 * Compares an observation with replicates simulated from draws of its posterior, under its conditions,
 * each draw used as often as the next.
 *
 * @throws {RangeError} If there is not one observation, no draw, no replicate or no discrepancy.
 *
 * @example Usage
 * ```ts
 * import { discrepanciesOf, predictiveRanks } from "./predictive_ranks.ts";
 * import { standardQuantities } from "./standard_quantities.ts";
 * import { simulateJoint } from "../../model/dataset.ts";
 * import { lifPrior } from "../../models/lif/prior/lif.ts";
 * import { key } from "../../core/random.ts";
 * import { lif } from "../../models/lif/simulator/lif.ts";
 * import { assert } from "@std/assert";
 *
 * const model = { prior: lifPrior(), simulator: lif() };
 * const { theta, observations } = simulateJoint(key(1), model, 1);
 * const discrepancies = discrepanciesOf(standardQuantities(model.simulator));
 * const options = { discrepancies, replicates: 500 };
 * assert(predictiveRanks(key(2), model.simulator, theta, observations, options).pValue > 0.05);
 * ```
 */
export function predictiveRanks<Name extends string, X extends Fields>(
  key: Key,
  simulator: Simulator<Name, X>,
  draws: Draws<NoInfer<Name>>,
  observed: Batch<NoInfer<X>>,
  { discrepancies: { names, fit }, replicates = Math.min(40_000, 4000 * names.length) }:
    PredictiveRanksOptions<NoInfer<X>>,
): PredictiveRanks {
  const action = "rank among replicates";
  between(action, "observed.count", observed.count, [1, 1]);
  integer(action, "draws.count", draws.count, 1);
  integer(action, "discrepancies.names.length", names.length, 1);
  integer(action, "replicates", replicates, 1);
  const batch = (from: number, count: number) => {
    const rows = Array.from({ length: count }, (_, i) => (from + i) % draws.count);
    const options = { from, given: observed };
    return simulate(fold(key, "replicates"), simulator, take(draws, rows), options);
  };
  const measure = fit(batch(0, BATCH_ROWS));
  const values = names.map((): number[] => []);
  for (let done = 0; done < replicates; done += BATCH_ROWS) {
    const measured = measure(batch(BATCH_ROWS + done, Math.min(BATCH_ROWS, replicates - done)));
    ofLength(action, "discrepancies", measured, names.length);
    measured.forEach((some, i) => values[i].push(...ranked(some)));
  }
  const own = measure(observed).map(ranked);
  const discrepancies = names.map((name, i) => {
    const defined = values[i].filter((value) => value !== -Infinity);
    const [low, high] = quantiles(defined, [0.005, 0.995]).map(orNull);
    const pValue = twoSided(values[i], own[i][0]);
    return { name, observed: orNull(own[i][0]), low, high, pValue };
  });
  const together = (p: number) => Math.min(1, names.length * p);
  return {
    pValue: together(Math.min(...discrepancies.map(({ pValue }) => pValue))),
    leastP: together(2 / (replicates + 1)),
    discrepancies,
  };
}
