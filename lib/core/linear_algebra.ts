/**
 * The little linear algebra of normal distributions in a few dimensions, on row-major matrices in
 * typed arrays.
 *
 * @module
 */

/** What becomes of a pivot: of what is left of a diagonal entry, of that entry, and of its row. */
export type PivotRule = (rest: number, diagonal: number, row: number) => number;

/**
 * Cholesky's factorisation A = L Lᵀ without allocation: the lower triangle of A becomes that of L,
 * and what is above the diagonal is neither read nor written.
 *
 * @param a [dim, dim].
 * @param pivot Refuses a pivot that is not positive, or raises it.
 *
 * @example Usage
 * ```ts
 * import { factorInPlace } from "./linear_algebra.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const singular = Float64Array.of(4, 0, 2, 1);
 * factorInPlace(singular, 2, (rest) => Math.max(rest, 1e-12));
 * assertEquals([...singular], [2, 0, 1, 1e-6]);
 * ```
 */
export function factorInPlace(a: Float64Array, dim: number, pivot: PivotRule): void {
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * dim + j];
      for (let k = 0; k < j; k++) sum -= a[i * dim + k] * a[j * dim + k];
      a[i * dim + j] = i === j ? Math.sqrt(pivot(sum, a[i * dim + i], i)) : sum / a[j * dim + j];
    }
  }
}

/** Refuses a pivot that no positive definite matrix has. */
const positivePivot: PivotRule = (rest, _diagonal, row) => {
  if (rest > 0) return rest;
  throw new RangeError(
    `Cannot factor matrix as it must be positive definite: pivot ${row} is ${rest}`,
  );
};

/**
 * The lower triangle L of a symmetric positive definite matrix A = L Lᵀ, [dim, dim].
 *
 * @throws {RangeError} If A is not positive definite.
 *
 * @example Usage
 * ```ts
 * import { cholesky } from "./linear_algebra.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([...cholesky(Float64Array.of(4, 2, 2, 10), 2)], [2, 0, 1, 3]);
 * ```
 */
export function cholesky(a: Float64Array, dim: number): Float64Array {
  const lower = a.map((value, at) => at % dim <= Math.floor(at / dim) ? value : 0);
  factorInPlace(lower, dim, positivePivot);
  return lower;
}

/** x of L x = b; x may be b. */
export function solveLower(lower: Float64Array, b: Float64Array, x: Float64Array): void {
  const dim = b.length;
  for (let i = 0; i < dim; i++) {
    let sum = b[i];
    for (let k = 0; k < i; k++) sum -= lower[i * dim + k] * x[k];
    x[i] = sum / lower[i * dim + i];
  }
}

/** x of Lᵀ x = b; x may be b. */
export function solveUpper(lower: Float64Array, b: Float64Array, x: Float64Array): void {
  const dim = b.length;
  for (let i = dim - 1; i >= 0; i--) {
    let sum = b[i];
    for (let k = i + 1; k < dim; k++) sum -= lower[k * dim + i] * x[k];
    x[i] = sum / lower[i * dim + i];
  }
}

/**
 * x of L Lᵀ x = b; x may be b.
 *
 * @param lower L, [dim, dim].
 *
 * @example Usage
 * ```ts
 * import { cholesky, solveCholesky } from "./linear_algebra.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const x = new Float64Array(2);
 * solveCholesky(cholesky(Float64Array.of(4, 2, 2, 10), 2), Float64Array.of(8, 22), x);
 * assertEquals([...x], [1, 2]);
 * ```
 */
export function solveCholesky(lower: Float64Array, b: Float64Array, x: Float64Array): void {
  solveLower(lower, b, x);
  solveUpper(lower, x, x);
}

/** log det A = 2 Σ log Lᵢᵢ. */
export function logDeterminant(lower: Float64Array, dim: number): number {
  let sum = 0;
  for (let i = 0; i < dim; i++) sum += 2 * Math.log(lower[i * dim + i]);
  return sum;
}

/** xᵀ A⁻¹ x = |L⁻¹ x|²; `work` receives L⁻¹ x. */
export function mahalanobis(lower: Float64Array, x: Float64Array, work: Float64Array): number {
  solveLower(lower, x, work);
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += work[i] * work[i];
  return sum;
}

/** L z. */
export function multiplyLower(lower: Float64Array, z: Float64Array): Float64Array {
  const dim = z.length;
  const out = new Float64Array(dim);
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j <= i; j++) out[i] += lower[i * dim + j] * z[j];
  }
  return out;
}

/** The first two moments of points. */
export interface PointMoments {
  /** [dim]. */
  readonly mean: Float64Array;
  /** [dim, dim]. */
  readonly covariance: Float64Array;
}

/** Mean and covariance of points [n, dim] under weights that sum to 1. */
export function momentsOf(
  points: Float64Array,
  weights: ArrayLike<number>,
  dim: number,
): PointMoments {
  const mean = new Float64Array(dim);
  const covariance = new Float64Array(dim * dim);
  for (let i = 0; i < weights.length; i++) {
    for (let j = 0; j < dim; j++) mean[j] += weights[i] * points[i * dim + j];
  }
  for (let i = 0; i < weights.length; i++) {
    for (let j = 0; j < dim; j++) {
      const dj = weights[i] * (points[i * dim + j] - mean[j]);
      for (let k = 0; k < dim; k++) covariance[j * dim + k] += dj * (points[i * dim + k] - mean[k]);
    }
  }
  return { mean, covariance };
}
