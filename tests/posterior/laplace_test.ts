import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { key } from "../../lib/core/random.ts";
import {
  blankExpansion,
  covarianceOf,
  type Expansion,
  laplace,
  laplaceProposal,
} from "../../lib/posterior/laplace.ts";
import { importanceSample } from "../../lib/posterior/importance.ts";
import { assertAllClose } from "../support.ts";

/** log N(x; mean, (L Lᵀ)⁻¹) for the precision [[4, 1], [1, 2]], less its constant. */
const precision = [4, 1, 1, 2], mean = [3, -2];
function gaussian([x, y]: Float64Array, out: Expansion) {
  const [dx, dy] = [x - mean[0], y - mean[1]];
  out.gradient[0] = -(4 * dx + dy);
  out.gradient[1] = -(dx + 2 * dy);
  out.value = 0.5 * (dx * out.gradient[0] + dy * out.gradient[1]);
  out.information.set(precision);
}

Deno.test("laplace() is exact for a normal density, whatever the start", () => {
  for (const start of [[0, 0], [100, -300], mean]) {
    const found = laplace(gaussian, Float64Array.from(start));
    assert(found.converged);
    assertAllClose(found.mode, mean, 1e-4);
    assertAllClose(covarianceOf(found), [2 / 7, -1 / 7, -1 / 7, 4 / 7], 1e-12);
    assertAlmostEquals(found.logDensity, 0, 1e-6);
  }
});

Deno.test("laplace() descends from where the curvature is of no use", () => {
  // 3 x − e^x: from x = 20 Newton's steps are −1 each, from x = −20 the first would be e^20.
  const poisson = ([x]: Float64Array, out: Expansion) => {
    out.value = 3 * x - Math.exp(x);
    out.gradient[0] = 3 - Math.exp(x);
    out.information[0] = Math.exp(x);
  };
  for (const start of [20, -20]) {
    const found = laplace(poisson, Float64Array.of(start), { step: 2 });
    assert(found.converged, `from ${start}`);
    assertAlmostEquals(found.mode[0], Math.log(3), 1e-3);
  }
});

Deno.test("laplace() says when it is not there, and keeps to its evaluations", () => {
  let evaluations = 0;
  const found = laplace(
    (point, out) => {
      evaluations++;
      gaussian(point, out);
    },
    Float64Array.of(100, 100),
    { evaluations: 3, step: 1 },
  );
  assertEquals([found.converged, found.evaluations, evaluations], [false, 3, 3]);
});

Deno.test("laplace() goes round a point without a value", () => {
  // −log density of a Gamma(2, 1): Newton's first step from 5 would be to the negative.
  const found = laplace(([x], out) => {
    out.value = x > 0 ? Math.log(x) - x : NaN;
    out.gradient[0] = 1 / x - 1;
    out.information[0] = 1 / (x * x);
  }, Float64Array.of(5));
  assert(found.converged);
  assertAlmostEquals(found.mode[0], 1, 1e-3);
});

Deno.test("laplaceProposal() is a proposal for densities with heavier tails than the normal", () => {
  const target = {
    dim: 1,
    // A Student density of 3 degrees of freedom about 1, and 0.1 wide.
    logDensity: (x: Float64Array) => x.map((v) => -2 * Math.log1p(((v - 1) / 0.1) ** 2 / 3)),
  };
  const found = laplace(([x], out) => {
    const u = (x - 1) / 0.1;
    out.value = -2 * Math.log1p(u * u / 3);
    out.gradient[0] = -4 * u / (3 + u * u) / 0.1;
    out.information[0] = 4 / 3 / 0.01;
  }, Float64Array.of(0.9));
  const sample = importanceSample(key(1), target, laplaceProposal(found), 4000);
  assert(sample.effectiveSize > 2000 && sample.paretoK < 0.7);
  const integral = 0.1 * Math.PI * Math.sqrt(3) / 2;
  assertAlmostEquals(sample.logEvidence, Math.log(integral), 0.05);
});

Deno.test("blankExpansion() has no value", () => {
  const blank = blankExpansion(2);
  assertEquals([blank.value, blank.gradient.length, blank.information.length], [NaN, 2, 4]);
});
