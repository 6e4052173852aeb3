import { assert, assertAlmostEquals } from "@std/assert";
import { cholesky as plain } from "../../../../lib/core/linear_algebra.ts";
import { cholesky, solveCholesky } from "../../../../lib/models/lif/statistics/small_cholesky.ts";

/** A positive definite matrix, whole and as a triangle. */
const A = [[4, 2, -1], [2, 6, 0.5], [-1, 0.5, 3]];
const triangle = Float64Array.of(4, 2, 6, -1, 0.5, 3);

Deno.test("cholesky() is the factor that linear algebra finds", () => {
  const factor = new Float64Array(9);
  cholesky(triangle, factor, 0);
  plain(Float64Array.from(A.flat()), 3).forEach((value, i) =>
    assertAlmostEquals(factor[i], value, 1e-14)
  );
});

Deno.test("solveCholesky() solves, in place too, with the damped diagonal", () => {
  const factor = new Float64Array(9), x = Float64Array.of(1, -2, 0.5);
  const b = Float64Array.from(
    A,
    (row, i) => row.reduce((sum, a, j) => sum + a * (i === j ? 1.1 : 1) * x[j], 0),
  );
  cholesky(triangle, factor, 0.1);
  solveCholesky(factor, b, b);
  b.forEach((value, i) => assertAlmostEquals(value, x[i], 1e-12));
});

Deno.test("cholesky() stays finite where rounding makes a matrix singular", () => {
  const factor = new Float64Array(4);
  cholesky(Float64Array.of(1, 1, 1 - 1e-16), factor, 0);
  assert(factor.every(Number.isFinite) && factor[3] > 0);
});
