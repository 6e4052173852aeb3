import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  fitMisspecification,
  misspecification,
} from "../../../lib/diagnostics/checks/misspecification.ts";
import { misspecificationFindings } from "../../../lib/diagnostics/checks/findings.ts";
import { fold, key, normals } from "../../../lib/core/random.ts";
import { mean } from "../../../lib/core/stats.ts";

const names = ["a", "b", "c"];
const summaries = (seed: number, count: number) => ({
  names,
  count,
  values: normals(key(seed), 3 * count),
});
const one = (values: ArrayLike<number>) => ({ sets: { own: { names, count: 1, values } } });
const fit = fitMisspecification({ sets: { own: summaries(1, 1500) } });

/** p-values of fresh observations, each among simulations of its own, so that none share luck. */
const fresh = Array.from({ length: 400 }, (_, i) => {
  const own = normals(fold(key(2), i), 3 * 150);
  const cubes = own.map((z) => z ** 3);
  const sets = (from: number, to: number) => ({
    sets: {
      own: { names, count: to - from, values: own.subarray(3 * from, 3 * to) },
      cubes: { names, count: to - from, values: cubes.subarray(3 * from, 3 * to) },
    },
  });
  return misspecification(fitMisspecification(sets(0, 149)), sets(149, 150)).pValue;
});

Deno.test("misspecification() has the level it claims, whatever the distribution of the summaries", () => {
  for (const level of [0.05, 0.2, 0.5]) {
    const share = mean(fresh.map((p) => Number(p <= level)));
    const se = Math.sqrt(level * (1 - level) / fresh.length);
    assert(share <= level + 3 * se);
    assert(share >= 0.8 * level - 3 * se);
  }
});

Deno.test("misspecification() rejects outliers, and names the summary", () => {
  const report = misspecification(fit, one([0.2, 6, -0.1]));
  assertAlmostEquals(report.pValue, 1 / 1001, 1e-12);
  assertEquals(report.standouts.map(({ name }) => name), ["b"]);
  assertAlmostEquals(report.standouts[0].z, 6, 0.5);
  assertEquals(JSON.parse(JSON.stringify(report)), report);
});

Deno.test("misspecification() accepts what is typical", () => {
  const { pValue, standouts, distances } = misspecification(fit, one([0, 0.1, 0]));
  assert(pValue > 0.5);
  assertEquals(standouts, []);
  for (const { value, median, limit } of distances) assert(value < median && median < limit);
});

Deno.test("misspecification() compares each observation with its own kind", () => {
  const { values } = summaries(3, 1500);
  const strata = Int32Array.from({ length: 1500 }, (_, i) => Number(i % 20 === 0));
  const shifted = values.map((value, k) => value + 4 * strata[Math.floor(k / 3)]);
  const sets = { own: { names, count: 1500, values: shifted } };
  const rare = one([4, 4, 4]);
  const common = one([0, 0, 0]);
  const pooled = fitMisspecification({ sets });
  const stratified = fitMisspecification({ sets, strata });
  assert(misspecification(pooled, rare).pValue < 0.12);
  assert(misspecification(stratified, { ...rare, strata: [1] }).pValue > 0.1);
  assert(misspecification(stratified, { ...common, strata: [0] }).pValue > 0.3);
  assert(misspecification(stratified, { ...one([12, 4, 4]), strata: [1] }).pValue < 0.05);
  const unseen = misspecification(stratified, { ...common, strata: [2] });
  assertEquals(unseen.simulations, 1000);
});

Deno.test("misspecificationFindings() name what stands out", () => {
  const [{ pValue, reading }] = misspecificationFindings(
    misspecification(fit, one([0.2, 6, -0.1])),
  );
  assert((pValue ?? 1) < 0.01);
  assert(reading.endsWith("; what stands out most: b"));
});

Deno.test("misspecification() refuses what it can't compare", () => {
  assertThrows(
    () => misspecification(fit, { sets: {} }),
    RangeError,
    "Cannot test for misspecification as own.names must be those of the fit, 3 in number: there are 0",
  );
  assertThrows(() => misspecification(fit, one([0, NaN, 0])), RangeError, "own.values[1] must be");
  assertThrows(
    () => fitMisspecification({ sets: { own: summaries(1, 20) } }),
    RangeError,
    "Cannot fit misspecification as simulations must be an integer >= 60: current value is 20",
  );
  assertThrows(() => fitMisspecification({ sets: {} }), RangeError, "sets.length must be");
});
