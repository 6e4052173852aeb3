import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { key, normalRows } from "../../lib/core/random.ts";
import { fitStudentMixture, studentMixture } from "../../lib/posterior/student_mixture.ts";
import { logSumExp } from "../../lib/core/special.ts";

const components = [
  {
    weight: 3,
    mean: Float64Array.of(-2, 1),
    scale: Float64Array.of(1, 0.5, 0.5, 2),
    freedom: 5,
  },
  {
    weight: 1,
    mean: Float64Array.of(3, -1),
    scale: Float64Array.of(0.5, 0, 0, 0.3),
    freedom: 8,
  },
];

Deno.test("studentMixture() has a density that integrates to 1", () => {
  const h = 0.1, half = 300;
  const points: number[] = [];
  for (let i = -half; i <= half; i++) for (let j = -half; j <= half; j++) points.push(i * h, j * h);
  const logDensity = studentMixture(2, components).logDensity(Float64Array.from(points));
  assertAlmostEquals(Math.exp(logSumExp(logDensity)) * h * h, 1, 1e-5);
});

Deno.test("studentMixture() draws from its density", () => {
  const mixture = studentMixture(2, components);
  const points = mixture.sample(key(1), 40_000);
  // P(x₀ > 2) and P(x₁ > 1.5) by summing the density, against the share of draws.
  const h = 0.1, half = 300, grid: number[] = [];
  for (let i = -half; i <= half; i++) for (let j = -half; j <= half; j++) grid.push(i * h, j * h);
  const logDensity = mixture.logDensity(Float64Array.from(grid));
  for (const [axis, bound] of [[0, 2.05], [1, 1.55], [0, -3.05]]) {
    let mass = 0, drawn = 0;
    logDensity.forEach((l, i) => mass += grid[2 * i + axis] > bound ? Math.exp(l) * h * h : 0);
    for (let i = 0; i < 40_000; i++) drawn += points[2 * i + axis] > bound ? 1 / 40_000 : 0;
    assertAlmostEquals(drawn, mass, 0.01);
  }
});

Deno.test("studentMixture() draws every row by its own key", () => {
  const mixture = studentMixture(2, components);
  assertEquals(mixture.sample(key(2), 3), mixture.sample(key(2), 9).slice(0, 6));
});

Deno.test("studentMixture() refuses what is no distribution", () => {
  const [one] = components;
  assertThrows(() => studentMixture(2, [{ ...one, freedom: 2.5 }]), RangeError, "freedom must be");
  const flat = { ...one, scale: Float64Array.of(1, 1, 1, 1) };
  assertThrows(() => studentMixture(2, [flat]), RangeError, "positive definite");
  assertThrows(
    () => studentMixture(2, []),
    RangeError,
    "components.length must be an integer >= 1",
  );
  const none = { ...one, weight: 0 };
  assertThrows(() => studentMixture(2, [none]), RangeError, "weight must be > 0");
});

Deno.test("fitStudentMixture() finds the distribution behind its draws", () => {
  const truth = studentMixture(2, components);
  const points = truth.sample(key(3), 4000);
  const weights = new Float64Array(4000).fill(1 / 4000);
  const fitted = studentMixture(
    2,
    fitStudentMixture(key(4), points, weights, { components: 2, freedom: 6 }),
  );
  const fresh = truth.sample(key(5), 4000);
  const [p, q] = [truth.logDensity(fresh), fitted.logDensity(fresh)];
  const divergence = p.reduce((sum, l, i) => sum + l - q[i], 0) / 4000;
  assert(divergence < 0.03, `Kullback–Leibler divergence ${divergence}`);
});

Deno.test("fitStudentMixture() counts points by their weights", () => {
  const points = normalRows(key(6), 2, { to: 3000 });
  const raw = Float64Array.from({ length: 3000 }, (_, i) => Math.exp(points[2 * i])); // shifts x₀ by 1
  const sum = raw.reduce((a, b) => a + b);
  const [one] = fitStudentMixture(key(7), points, raw.map((w) => w / sum), {
    components: 1,
    freedom: 30,
  });
  assertAlmostEquals(one.mean[0], 1, 0.15);
  assertAlmostEquals(one.mean[1], 0, 0.15);
  assertAlmostEquals(one.scale[0], 1, 0.2);
});

Deno.test("fitStudentMixture() drops components that nothing is left for", () => {
  const points = normalRows(key(8), 2, { to: 40 });
  const fitted = fitStudentMixture(key(9), points, new Float64Array(40).fill(1 / 40), {
    components: 30,
    freedom: 5,
  });
  assert(fitted.length >= 1 && fitted.length < 30);
});

Deno.test("fitStudentMixture() gives one component where a few points have nearly all the weight", () => {
  const dim = 6, count = 200;
  const points = normalRows(key(9), dim, { to: count });
  const weights = new Float64Array(count).fill(0.01 / (count - 1)).fill(0.99, 0, 1);
  const [only, ...others] = fitStudentMixture(key(1), points, weights, {
    components: 4,
    freedom: 8,
  });
  assertEquals(others, []);
  assertAlmostEquals(only.mean[0], points[0], 0.1);
  assert(Number.isFinite(studentMixture(dim, [only]).logDensity(points)[0]));
});
