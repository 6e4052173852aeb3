import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { key } from "../../lib/core/random.ts";
import { importanceSample, resample } from "../../lib/posterior/importance.ts";
import { studentMixture } from "../../lib/posterior/student_mixture.ts";
import { joint } from "../../lib/posterior/target.ts";
import { conjugate, standardNormal } from "./targets.ts";

const wide = studentMixture(2, [
  { weight: 1, mean: new Float64Array(2), scale: Float64Array.of(2, 0, 0, 2), freedom: 5 },
]);

Deno.test("importanceSample() finds the evidence and the mean of a conjugate target", () => {
  const { target, mean, logEvidence } = conjugate(2, 1, 0.7);
  const sample = importanceSample(key(1), joint(target), wide, 20_000);
  assert(sample.logEvidenceSe < 0.02);
  assertAlmostEquals(sample.logEvidence, logEvidence, 4 * sample.logEvidenceSe);
  const average = sample.weights.reduce((sum, w, i) => sum + w * sample.points[2 * i], 0);
  assertAlmostEquals(average, mean, 0.03);
  assert(sample.paretoK < 0.3);
});

Deno.test("importanceSample() from the target itself has an effective size of all draws", () => {
  const normal = standardNormal(2);
  const sample = importanceSample(key(2), normal, normal, 500);
  assertAlmostEquals(sample.effectiveSize, 500, 1e-6);
  assertAlmostEquals(sample.logEvidence, 0, 1e-12);
  assertAlmostEquals(sample.logEvidenceSe, 0, 1e-6);
});

Deno.test("importanceSample() reports that a narrow proposal can't be trusted", () => {
  const narrow = studentMixture(2, [
    { weight: 1, mean: new Float64Array(2), scale: Float64Array.of(0.1, 0, 0, 0.1), freedom: 100 },
  ]);
  const sample = importanceSample(key(3), standardNormal(2), narrow, 4000);
  assert(sample.paretoK > 0.7);
});

Deno.test("importanceSample() reports it where it hits the support hardly or never", () => {
  const far = (bound: number) => ({
    dim: 2,
    logDensity: (points: Float64Array) =>
      Float64Array.from(
        { length: points.length / 2 },
        (_, i) => points[2 * i] > bound ? 0 : -Infinity,
      ),
  });
  const rare = importanceSample(key(4), far(12), wide, 2000);
  assertEquals(rare.paretoK, Infinity);
  const never = importanceSample(key(4), far(1e9), wide, 2000);
  assertEquals(never.paretoK, Infinity);
  assertEquals(never.effectiveSize, 0);
  assertEquals(never.logEvidence, -Infinity);
});

Deno.test("importanceSample() reports it where all weights but the largest are too small for a double", () => {
  const needle = {
    dim: 2,
    logDensity: (points: Float64Array) =>
      Float64Array.from({ length: points.length / 2 }, (_, i) => -1e9 * points[2 * i] ** 2),
  };
  const { paretoK, effectiveSize, weights } = importanceSample(key(6), needle, wide, 2000);
  assertEquals(paretoK, Infinity);
  assertAlmostEquals(effectiveSize, 1, 0.5);
  assertAlmostEquals(weights.reduce((a, b) => a + b), 1, 1e-12);
});

Deno.test("resample() draws rows in proportion to their weights", () => {
  const weights = Float64Array.of(0.1, 0, 0.25, 0.65);
  const rows = resample(key(5), weights, 1000);
  const counts = [0, 1, 2, 3].map((row) => rows.filter((r) => r === row).length);
  counts.forEach((count, row) => assertAlmostEquals(count, 1000 * weights[row], 1));
  assert(rows.subarray(0, 100).includes(3) && rows.subarray(900).includes(2)); // in random order
});
