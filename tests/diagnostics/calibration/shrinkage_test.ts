import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { key, normals } from "../../../lib/core/random.ts";
import { shrinkage } from "../../../lib/diagnostics/calibration/shrinkage.ts";

const names = ["mu"] as const;
const datasets = 400, count = 100;
/** mu ~ N(1, 0.5²), x = mu + noise of sd 1: alone under a flat prior, together given the population. */
const truth = { names, count: datasets, values: normals(key(1), datasets).map((e) => 1 + e / 2) };
const x = normals(key(2), datasets).map((e, i) => truth.values[i] + e);
const posterior = (center: (x: number) => number, sd: number) => ({
  names,
  datasets,
  count,
  values: normals(key(3), datasets * count).map((e, at) =>
    center(x[Math.floor(at / count)]) + sd * e
  ),
});
const alone = posterior((x) => x, 1);
const together = posterior((x) => 0.8 + 0.2 * x, Math.sqrt(0.2));

Deno.test("shrinkage() measures the errors of normal means", () => {
  const [{ error, points }] = shrinkage(alone, together, truth).parameters;
  assertAlmostEquals(error.alone, 1, 0.1);
  assertAlmostEquals(error.together, Math.sqrt(0.2), 0.05);
  const inside = points.filter(({ truth, together: { lower, upper } }) =>
    lower <= truth && truth <= upper
  );
  assertAlmostEquals(inside.length / datasets, 0.9, 0.05);
});

Deno.test("shrinkage() shows a population that makes its members worse", () => {
  const [{ error }] = shrinkage(together, alone, truth).parameters;
  assert(error.together > error.alone);
});

Deno.test("shrinkage() refuses draws of other members", () => {
  const fewer = { ...truth, count: 1, values: truth.values.slice(0, 1) };
  assertThrows(() => shrinkage(alone, together, fewer), RangeError, "Cannot compare members");
  assertEquals(shrinkage(alone, together, truth, { level: 0.5 }).level, 0.5);
});
