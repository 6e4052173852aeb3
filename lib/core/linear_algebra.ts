/**
 * The little linear algebra of normal laws in a few dimensions, on row-major matrices in typed
 * arrays.
 *
 * @module
 */

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
  const l = new Float64Array(dim * dim);
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * dim + j];
      for (let k = 0; k < j; k++) sum -= l[i * dim + k] * l[j * dim + k];
      if (i === j) {
        if (!(sum > 0)) {
          throw new RangeError(
            `Cannot factor matrix as it must be positive definite: pivot ${i} is ${sum}`,
          );
        }
        l[i * dim + i] = Math.sqrt(sum);
      } else {
        l[i * dim + j] = sum / l[j * dim + j];
      }
    }
  }
  return l;
}

/** log det A = 2 Σ log Lᵢᵢ. */
export function logDeterminant(lower: Float64Array, dim: number): number {
  let sum = 0;
  for (let i = 0; i < dim; i++) sum += 2 * Math.log(lower[i * dim + i]);
  return sum;
}

/** xᵀ A⁻¹ x = |L⁻¹ x|²; `work` receives L⁻¹ x. */
export function mahalanobis(lower: Float64Array, x: Float64Array, work: Float64Array): number {
  const dim = x.length;
  let sum = 0;
  for (let i = 0; i < dim; i++) {
    let value = x[i];
    for (let j = 0; j < i; j++) value -= lower[i * dim + j] * work[j];
    work[i] = value / lower[i * dim + i];
    sum += work[i] * work[i];
  }
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
