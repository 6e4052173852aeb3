import { assert, assertAlmostEquals } from "@std/assert";
import {
  type MultivariateNormal,
  normalChain,
  truncate,
} from "../../lib/distributions/multivariate_normal.ts";
import { key, normals } from "../../lib/core/random.ts";

const distribution = (): MultivariateNormal => ({
  mean: Float64Array.of(1, -1, 0.5),
  covariance: Float64Array.of(2, 0.6, -0.3, 0.6, 1, 0.2, -0.3, 0.2, 0.5),
});
const ORDER = [2, 0, 1];

Deno.test("truncate() leaves a half normal distribution its moments", () => {
  const half = { mean: new Float64Array(1), covariance: Float64Array.of(4) };
  truncate(half, Float64Array.of(1), 0);
  assertAlmostEquals(half.mean[0], 2 * Math.sqrt(2 / Math.PI), 1e-12);
  assertAlmostEquals(half.covariance[0], 4 * (1 - 2 / Math.PI), 1e-12);
});

Deno.test("truncate() gives the moments of the draws that satisfy the condition", () => {
  const conditioned = distribution(), weights = Float64Array.of(-1, 1, 2), offset = 0.5;
  const chain = normalChain(conditioned, [0, 1, 2]);
  const count = 100_000, noise = normals(key(1), 3 * count);
  const kept: number[][] = [];
  for (let i = 0; i < count; i++) {
    const x = [0, 0, 0];
    for (let link = 0; link < 3; link++) {
      x[link] = chain.mean(link) + chain.sds[link] * noise[3 * i + link];
      chain.condition(link, x[link]);
    }
    if (offset + x.reduce((sum, value, j) => sum + weights[j] * value, 0) > 0) kept.push(x);
  }
  truncate(conditioned, weights, offset);
  const mean = (f: (x: number[]) => number) => kept.reduce((sum, x) => sum + f(x), 0) / kept.length;
  for (let i = 0; i < 3; i++) {
    assertAlmostEquals(mean((x) => x[i]), conditioned.mean[i], 0.02);
    assert(
      Math.abs(conditioned.mean[i] - distribution().mean[i]) > 0.05,
      "the condition must matter",
    );
    for (let j = 0; j < 3; j++) {
      const product = mean((x) => (x[i] - conditioned.mean[i]) * (x[j] - conditioned.mean[j]));
      assertAlmostEquals(product, conditioned.covariance[3 * i + j], 0.03);
    }
  }
});

Deno.test("truncate() stays finite, with variances that are some, however far beyond the bound", () => {
  for (const offset of [-10, -1e3, -1e8, 1e8]) {
    const conditioned = distribution();
    truncate(conditioned, Float64Array.of(1, 0, 0), offset);
    assert([...conditioned.mean, ...conditioned.covariance].every(Number.isFinite));
    for (let i = 0; i < 3; i++) assert(conditioned.covariance[4 * i] > 0);
  }
});

Deno.test("normalChain() has the conditional distributions of two variables", () => {
  const chain = normalChain(distribution(), ORDER);
  assertAlmostEquals(chain.mean(0), 0.5, 1e-12);
  assertAlmostEquals(chain.sds[0], Math.sqrt(0.5), 1e-12);
  chain.condition(0, 1.5);
  assertAlmostEquals(chain.mean(1), 1 + -0.3 / 0.5 * (1.5 - 0.5), 1e-12);
  assertAlmostEquals(chain.sds[1], Math.sqrt(2 - 0.3 ** 2 / 0.5), 1e-12);
});

Deno.test("normalChain() factors the joint density", () => {
  const { mean, covariance } = distribution();
  const x = [0.3, -0.4, 1.2];
  const chain = normalChain(distribution(), ORDER);
  let logDensity = 0;
  ORDER.forEach((variable, link) => {
    const z = (x[variable] - chain.mean(link)) / chain.sds[link];
    logDensity -= 0.5 * z * z + Math.log(chain.sds[link]);
    chain.condition(link, x[variable]);
  });
  // −½ dᵀ C⁻¹ d − ½ log det C by cofactors.
  const c = (i: number, j: number) => covariance[3 * (i % 3) + j % 3];
  const cofactor = (i: number, j: number) =>
    c(i + 1, j + 1) * c(i + 2, j + 2) - c(i + 1, j + 2) * c(i + 2, j + 1);
  const det = [0, 1, 2].reduce((sum, j) => sum + c(0, j) * cofactor(0, j), 0);
  const d = x.map((value, i) => value - mean[i]);
  let square = 0;
  d.forEach((a, i) => d.forEach((b, j) => square += a * b * cofactor(i, j) / det));
  assertAlmostEquals(logDensity, -0.5 * (square + Math.log(det)), 1e-12);
});
