import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { leastSquaresClassifier } from "../../../lib/diagnostics/comparison/least_squares_classifier.ts";
import { key, normals } from "../../../lib/core/random.ts";

Deno.test("leastSquaresClassifier() finds a probability that is quadratic", () => {
  const rows = normals(key(1), 2 * 4000);
  const uniform = normals(key(2), 4000);
  const logit = (a: number, b: number) => 0.5 + 0.1 * a * b;
  const labels = Uint8Array.from(
    uniform,
    (z, i) => Number(0.5 + 0.5 * Math.tanh(0.8 * z) < logit(rows[2 * i], rows[2 * i + 1])),
  );
  const values = leastSquaresClassifier(rows, 2)(key(3), labels)(
    Float64Array.of(2, 2, 2, -2, 0, 0),
  );
  assert(values[0] > 0.7 && values[1] < 0.3);
  assertAlmostEquals(values[2], 0.5, 0.06);
});

Deno.test("leastSquaresClassifier() can't predict random labels", () => {
  const rows = normals(key(1), 3 * 2000);
  const labels = Uint8Array.from({ length: 2000 }, (_, i) => i % 2);
  const values = leastSquaresClassifier(rows, 3)(key(3), labels)(normals(key(4), 300));
  for (const value of values) assertAlmostEquals(value, 0.5, 0.25);
});

Deno.test("leastSquaresClassifier() learns the same rows with other labels", () => {
  const rows = normals(key(1), 200);
  const learn = leastSquaresClassifier(rows, 1);
  const labels = Uint8Array.from(rows, (value) => Number(value > 0));
  const points = Float64Array.of(-1, 1);
  const [low, high] = learn(key(1), labels)(points);
  const swapped = learn(key(1), labels.map((label) => 1 - label))(points);
  assertAlmostEquals(swapped[0], 1 - low, 1e-9);
  assertAlmostEquals(swapped[1], 1 - high, 1e-9);
  assertEquals(learn(key(2), labels)(points), Float64Array.of(low, high));
});
