import { assert, assertAlmostEquals } from "@std/assert";
import { distancesTo, summarySpace } from "../../../lib/diagnostics/checks/summary_distances.ts";
import { key, normals } from "../../../lib/core/random.ts";

const named = (dim: number) => Array.from({ length: dim }, (_, j) => `s${j}`);

Deno.test("distancesTo() is Mahalanobis' distance, in any units", () => {
  const z = normals(key(1), 2 * 4000);
  // Variances 4 and 1, correlation 0.6.
  const values = z.map((value, k) => k % 2 === 0 ? 2 * value + 50 : 0.6 * z[k - 1] + 0.8 * value);
  const space = summarySpace({ names: named(2), count: 4000, values });
  const [distance] = distancesTo(space, [52, 0]);
  assertAlmostEquals(distance, Math.sqrt(1 / (1 - 0.36)), 0.05);
});

Deno.test("distancesTo() finds the fifth of the nearest", () => {
  const values = normals(key(2), 3 * 200);
  const space = summarySpace({ names: named(3), count: 200, values });
  const { points } = space;
  const own = points.subarray(0, 3);
  const sorted = Array.from(
    { length: 200 },
    (_, i) => Math.hypot(...[0, 1, 2].map((j) => points[3 * i + j] - own[j])),
  ).sort((a, b) => a - b);
  assertAlmostEquals(distancesTo(space, values.subarray(0, 3))[1], sorted[4], 1e-5);
});

Deno.test("distancesTo() detects by its neighbours a hole that has no distance from the centre", () => {
  const values = new Float64Array(2 * 1000);
  normals(key(3), 1000).forEach((angle, i) => {
    values[2 * i] = Math.cos(10 * angle);
    values[2 * i + 1] = Math.sin(10 * angle);
  });
  const space = summarySpace({ names: named(2), count: 1000, values });
  const [ring, ringNear] = distancesTo(space, [1, 0]);
  const [hole, holeNear] = distancesTo(space, [0, 0]);
  assert(hole < 0.1 * ring);
  assert(holeNear > 10 * ringNear);
});

Deno.test("summarySpace() shrinks much where there are few observations, hardly where many", () => {
  const dim = 20;
  const z = normals(key(4), 5000 * dim);
  const correlated = z.map((value, k) => k % dim === 0 ? value : 0.8 * z[k - k % dim] + value);
  const of = (count: number) =>
    summarySpace({ names: named(dim), count, values: correlated.subarray(0, count * dim) });
  assert(of(30).shrinkage > 0.08);
  assert(of(5000).shrinkage < 0.01);
  assert(of(10).lower.every(Number.isFinite));
});

Deno.test("summarySpace() takes summaries that never vary or repeat each other", () => {
  const values = normals(key(5), 300).map((value, k, all) =>
    k % 3 === 0 ? 7 : k % 3 === 1 ? value : all[k - 1]
  );
  const space = summarySpace({ names: named(3), count: 100, values });
  const usual = distancesTo(space, [7, 0, 0]);
  assert(usual.every((distance) => distance < 3));
  assert(distancesTo(space, [20, 0, 0])[0] > 5);
});
