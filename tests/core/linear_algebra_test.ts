import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { key, normals } from "../../lib/core/random.ts";
import {
  cholesky,
  factorInPlace,
  logDeterminant,
  mahalanobis,
  momentsOf,
  multiplyLower,
  solveCholesky,
} from "../../lib/core/linear_algebra.ts";

const DIM = 4;
const lower = cholesky(matrix(), DIM);

/** B Bᵀ + I. */
function matrix(): Float64Array {
  const b = normals(key(1), DIM * DIM);
  return Float64Array.from({ length: DIM * DIM }, (_, at) => {
    const [i, j] = [Math.floor(at / DIM), at % DIM];
    let sum = i === j ? 1 : 0;
    for (let k = 0; k < DIM; k++) sum += b[i * DIM + k] * b[j * DIM + k];
    return sum;
  });
}

/** A x. */
function times(a: Float64Array, x: Float64Array): Float64Array {
  return x.map((_, i) => x.reduce((sum, value, j) => sum + a[i * DIM + j] * value, 0));
}

Deno.test("cholesky() gives a lower triangle whose square is the matrix", () => {
  const a = matrix();
  for (let i = 0; i < DIM; i++) {
    for (let j = 0; j < DIM; j++) {
      let sum = 0;
      for (let k = 0; k < DIM; k++) sum += lower[i * DIM + k] * lower[j * DIM + k];
      assertAlmostEquals(sum, a[i * DIM + j], 1e-12);
      if (j > i) assertEquals(lower[i * DIM + j], 0);
    }
  }
});

Deno.test("cholesky() refuses what is not positive definite", () => {
  for (const a of [[1, 2, 2, 1], [1, 1, 1, 1], [NaN, 0, 0, 1]]) {
    assertThrows(() => cholesky(Float64Array.from(a), 2), RangeError, "must be positive definite");
  }
});

Deno.test("factorInPlace() is the factor of cholesky(), and leaves what is above the diagonal", () => {
  const a = matrix().map((value, at) => at % DIM > Math.floor(at / DIM) ? NaN : value);
  factorInPlace(a, DIM, (rest) => rest);
  a.forEach((value, at) => assertEquals(value, at % DIM > Math.floor(at / DIM) ? NaN : lower[at]));
});

Deno.test("factorInPlace() stays finite where a pivot is raised", () => {
  const a = Float64Array.of(1, 1, 1, 1 - 1e-16);
  factorInPlace(a, 2, (rest, diagonal, row) => {
    assertEquals(diagonal, row === 0 ? 1 : 1 - 1e-16);
    return Math.max(rest, 1e-12 * diagonal);
  });
  assert(a.every(Number.isFinite) && a[3] > 0);
});

Deno.test("solveCholesky() solves, in place too", () => {
  const x = normals(key(4), DIM);
  const b = times(matrix(), x);
  solveCholesky(lower, b, b);
  b.forEach((value, i) => assertAlmostEquals(value, x[i], 1e-10));
});

Deno.test("mahalanobis() is xᵀ A⁻¹ x", () => {
  const x = normals(key(2), DIM);
  const y = times(matrix(), x); // so that yᵀ A⁻¹ y = yᵀ x
  const expected = y.reduce((sum, value, i) => sum + value * x[i], 0);
  assertAlmostEquals(mahalanobis(lower, y, new Float64Array(DIM)), expected, 1e-10);
});

Deno.test("logDeterminant() of two dimensions is that of the formula", () => {
  const a = Float64Array.of(4, 1, 1, 3);
  assertAlmostEquals(logDeterminant(cholesky(a, 2), 2), Math.log(11), 1e-14);
});

Deno.test("momentsOf() finds the matrix of a normal distribution from its points", () => {
  const count = 50_000;
  const points = new Float64Array(count * DIM);
  const z = normals(key(3), count * DIM);
  for (let i = 0; i < count; i++) {
    const x = multiplyLower(lower, z.subarray(i * DIM, (i + 1) * DIM));
    points.set(x.map((v) => v + 7), i * DIM);
  }
  const { mean, covariance } = momentsOf(points, new Float64Array(count).fill(1 / count), DIM);
  const a = matrix();
  for (let i = 0; i < DIM; i++) {
    assertAlmostEquals(mean[i], 7, 5 * Math.sqrt(a[i * DIM + i] / count));
    for (let j = 0; j < DIM; j++) {
      const error = Math.sqrt(2 * a[i * DIM + i] * a[j * DIM + j] / count);
      assertAlmostEquals(covariance[i * DIM + j], a[i * DIM + j], 5 * error);
    }
  }
});

Deno.test("momentsOf() leaves out what has no weight", () => {
  const { mean, covariance } = momentsOf(
    Float64Array.of(1, 5, 3, 7, 1e9, 1e9),
    [0.5, 0.5, 0],
    2,
  );
  assertEquals([...mean], [2, 6]);
  assertEquals([...covariance], [1, 1, 1, 1]);
});
