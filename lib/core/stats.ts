/**
 * Descriptive statistics: d3-array's where it has them.
 *
 * @module
 */
// @ts-types="@types/d3-array"
import { deviation, mean as meanOf, quantileSorted } from "d3-array";

/**
 * The arithmetic mean; NaN for an empty list.
 *
 * @example Usage
 * ```ts
 * import { mean } from "./stats.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(mean([1, 2, 6]), 3);
 * ```
 */
export function mean(values: Iterable<number>): number {
  return meanOf(values) ?? NaN;
}

/**
 * The standard deviation, n − 1 in the denominator; NaN for fewer than two values.
 *
 * @example Usage
 * ```ts
 * import { sd } from "./stats.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(sd([1, 3]), Math.SQRT2);
 * ```
 */
export function sd(values: Iterable<number>): number {
  return deviation(values) ?? NaN;
}

/** Mean and standard deviation of one column. */
export interface ColumnMoments {
  /** The mean. */
  readonly mean: number;
  /** The standard deviation, n − 1 in the denominator. */
  readonly sd: number;
}

/**
 * Mean and standard deviation of each column.
 *
 * @param values Row-major, [rows, dim].
 *
 * @example Usage
 * ```ts
 * import { columnMoments } from "./stats.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(columnMoments([1, 5, 3, 5], 2), [{ mean: 2, sd: Math.SQRT2 }, { mean: 5, sd: 0 }]);
 * ```
 */
export function columnMoments(values: ArrayLike<number>, dim: number): ColumnMoments[] {
  return Array.from({ length: dim }, (_, j) => {
    const column = Float64Array.from(
      { length: values.length / dim },
      (_, i) => values[i * dim + j],
    );
    return { mean: mean(column), sd: sd(column) };
  });
}

/**
 * Each value less its column's mean, over its column's sd.
 *
 * @param values Row-major, [rows, columns.length].
 *
 * @example Usage
 * ```ts
 * import { columnMoments, standardise } from "./stats.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const columns = columnMoments([1, 5, 2, 7, 3, 9], 2);
 * assertEquals([...standardise([3, 5], columns)], [1, -1]);
 * ```
 */
export function standardise(
  values: ArrayLike<number>,
  columns: readonly ColumnMoments[],
): Float64Array {
  const dim = columns.length;
  return Float64Array.from(values, (value, i) => {
    const { mean, sd } = columns[i % dim];
    return (value - mean) / sd;
  });
}

/**
 * Quantiles by linear interpolation (method R-7), all from one sort.
 *
 * @example Usage
 * ```ts
 * import { quantiles } from "./stats.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(quantiles([4, 1, 2, 3], [0, 0.5]), [1, 2.5]);
 * ```
 */
export function quantiles(values: ArrayLike<number>, probabilities: readonly number[]): number[] {
  const sorted = Array.from(Float64Array.from(values).sort());
  return probabilities.map((p) => quantileSorted(sorted, p) ?? NaN);
}

/**
 * Pearson's correlation coefficient.
 *
 * @example Usage
 * ```ts
 * import { correlation } from "./stats.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(correlation([1, 2, 3], [6, 4, 2]), -1);
 * ```
 */
export function correlation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const n = x.length;
  let mx = 0, my = 0;
  for (let i = 0; i < n; i++) {
    mx += x[i] / n;
    my += y[i] / n;
  }
  let sxx = 0, syy = 0, sxy = 0;
  for (let i = 0; i < n; i++) {
    const dx = x[i] - mx, dy = y[i] - my;
    sxx += dx * dx;
    syy += dy * dy;
    sxy += dx * dy;
  }
  return sxy / Math.sqrt(sxx * syy);
}

/**
 * p-values adjusted so that rejecting those below α makes any false rejection no likelier than α,
 * however the tests depend on each other (Holm 1979, Scand. J. Stat. 6, 65–70). In the given order. A
 * p-value that is NaN, as of a test that could not be computed, stays NaN, and is one of the tests.
 */
export function holm(pValues: readonly number[]): number[] {
  const place = (p: number) => Number.isNaN(p) ? 2 : p; // behind all others
  const order = pValues.map((_, i) => i).sort((a, b) => place(pValues[a]) - place(pValues[b]));
  const adjusted = new Array<number>(pValues.length);
  let largest = 0;
  order.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[index]));
    adjusted[index] = largest; // NaN from the first NaN on
  });
  return adjusted;
}

/** Correlations are kept from ±1, where Fisher's transform has no value. */
const LARGEST_CORRELATION = 0.999;

/**
 * Fisher's transform of a correlation, atanh(0.999 r).
 *
 * @param covariance Of two variables.
 * @param scale The product of their sds.
 */
export function fisherTransform(covariance: number, scale: number): number {
  return Math.atanh(LARGEST_CORRELATION * covariance / scale);
}

/**
 * The correlation of which that is the transform.
 *
 * @example Usage
 * ```ts
 * import { fisherTransform, fromFisher } from "./stats.ts";
 * import { assert, assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(fromFisher(fisherTransform(-3, 4)), -0.75);
 * assert(Number.isFinite(fisherTransform(4, 4)));
 * ```
 */
export function fromFisher(transformed: number): number {
  return Math.tanh(transformed) / LARGEST_CORRELATION;
}
