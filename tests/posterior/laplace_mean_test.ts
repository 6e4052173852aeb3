import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { covarianceOf, type Expansion, laplace } from "../../lib/posterior/laplace.ts";
import { movedLaplace } from "../../lib/posterior/laplace_mean.ts";
import { assertAllClose } from "../support.ts";

Deno.test("movedLaplace() leaves a normal density where it is", () => {
  const expand = ([x, y]: Float64Array, out: Expansion) => {
    out.gradient[0] = -(4 * (x - 3) + (y + 2));
    out.gradient[1] = -((x - 3) + 2 * (y + 2));
    out.value = 0.5 * ((x - 3) * out.gradient[0] + (y + 2) * out.gradient[1]);
    out.information.set([4, 1, 1, 2]);
  };
  const { mean, shift, factor } = movedLaplace(expand, laplace(expand, new Float64Array(2)));
  assertAllClose(mean, [3, -2], 1e-4);
  assertAllClose(shift, [0, 0], 1e-9);
  assertAllClose(covarianceOf({ factor }), [2 / 7, -1 / 7, -1 / 7, 4 / 7], 1e-12);
});

Deno.test("movedLaplace() finds the means of correlated variables that are skewed", () => {
  // log x and log y are normal with a correlation; the density is that of x = e^u and y = e^v, in
  // which u + v and u − v are independent: means e^{s²/2} by definition.
  const sd = 0.15, r = 0.6;
  const inverse = 1 / (sd * sd * (1 - r * r));
  const expand = ([x, y]: Float64Array, out: Expansion) => {
    const [u, v] = [Math.log(x), Math.log(y)];
    const [pu, pv] = [inverse * (u - r * v), inverse * (v - r * u)];
    out.value = -0.5 * (u * pu + v * pv) - u - v;
    out.gradient[0] = -(pu + 1) / x;
    out.gradient[1] = -(pv + 1) / y;
    out.information[0] = (inverse - pu - 1) / (x * x);
    out.information[1] = out.information[2] = -inverse * r / (x * y);
    out.information[3] = (inverse - pv - 1) / (y * y);
  };
  const found = laplace(expand, Float64Array.of(1, 1), { gain: 1e-12 });
  const expected = Math.exp(sd * sd / 2);
  assert(Math.abs(found.mode[0] - expected) > 0.03);
  const { mean } = movedLaplace(expand, found);
  assertAllClose(mean, [expected, expected], 4e-3);
});

Deno.test("movedLaplace() does not go far where third derivatives are of no use", () => {
  const expand = ([x]: Float64Array, out: Expansion) => {
    out.value = -0.5 * x * x;
    out.gradient[0] = -x + 100 * Math.max(0, x - 0.5);
    out.information[0] = 1;
  };
  const found = { mode: Float64Array.of(0), factor: Float64Array.of(1), logDensity: 0 };
  const { mean, shift } = movedLaplace(expand, found);
  assertEquals([mean[0], shift[0]], [1.5, 1.5]);
  // The same where the density falls off a cliff: the mean is on this side of it.
  const cliff = ([x]: Float64Array, out: Expansion) => {
    expand(Float64Array.of(x), out);
    if (x > 0.6) out.value = -1e4;
  };
  assertEquals(movedLaplace(cliff, found).mean[0], 0.375);
});

Deno.test("movedLaplace() asks for one curvature, at the mean", () => {
  let curvatures = 0, gradients = 0;
  const expand = ([x, y]: Float64Array, out: Expansion, curved = true) => {
    if (curved) curvatures++;
    else gradients++;
    out.value = 2 * Math.log(x) - x + 2 * Math.log(y) - y;
    out.gradient.set([2 / x - 1, 2 / y - 1]);
    out.information.set([2 / (x * x), 0, 0, 2 / (y * y)]);
  };
  const { mean, factor } = movedLaplace(expand, {
    mode: Float64Array.of(2, 2),
    factor: Float64Array.of(Math.SQRT1_2, 0, 0, Math.SQRT1_2),
    logDensity: 4 * Math.log(2) - 4,
  });
  assertEquals([curvatures, gradients], [1, 5]);
  assertAlmostEquals(factor[0], Math.SQRT2 / mean[0], 1e-12);
});
