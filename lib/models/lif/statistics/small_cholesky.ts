/**
 * Cholesky's factorisation of a small matrix, without allocation, for work that is done for every
 * row.
 *
 * @module
 */

/** The least pivot, as a share of the diagonal: a matrix that is singular by rounding stays solvable. */
const LEAST = 1e-12;

/**
 * L of A + damping · diag(A) = L Lᵀ.
 *
 * @param triangle A's lower triangle, row by row.
 * @param factor Receives L, [n, n] row-major; above the diagonal nothing is written.
 */
export function cholesky(triangle: Float64Array, factor: Float64Array, damping: number): void {
  const n = Math.sqrt(factor.length);
  let entry = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      let sum = triangle[entry++];
      for (let k = 0; k < j; k++) sum -= factor[i * n + k] * factor[j * n + k];
      factor[i * n + j] = sum / factor[j * n + j];
    }
    const diagonal = triangle[entry++] * (1 + damping);
    let sum = diagonal;
    for (let k = 0; k < i; k++) sum -= factor[i * n + k] ** 2;
    factor[i * n + i] = Math.sqrt(Math.max(sum, LEAST * diagonal));
  }
}

/** x of L Lᵀ x = b; x may be b. */
export function solveCholesky(factor: Float64Array, b: Float64Array, x: Float64Array): void {
  const n = b.length;
  for (let i = 0; i < n; i++) {
    let sum = b[i];
    for (let k = 0; k < i; k++) sum -= factor[i * n + k] * x[k];
    x[i] = sum / factor[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i];
    for (let k = i + 1; k < n; k++) sum -= factor[k * n + i] * x[k];
    x[i] = sum / factor[i * n + i];
  }
}
