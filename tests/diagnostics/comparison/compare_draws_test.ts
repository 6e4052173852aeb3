import { assert, assertAlmostEquals, assertThrows } from "@std/assert";
import { compareDraws } from "../../../lib/diagnostics/comparison/compare_draws.ts";
import type { PosteriorDraws } from "../../../lib/core/draws.ts";
import { fold, key, normals } from "../../../lib/core/random.ts";

/** Two observations, 200 draws each of two parameters. */
function draws(seed: number, change: (z: number, i: number) => number): PosteriorDraws<"a" | "b"> {
  const values = normals(fold(key(seed), "draws"), 2 * 200 * 2).map(change);
  return { names: ["a", "b"], datasets: 2, count: 200, values };
}
const exact = draws(1, (z) => z);

Deno.test("compareDraws() can't distinguish draws of one distribution", () => {
  const { meanC2st, worstMean, sdRatios } = compareDraws(key(1), exact, draws(2, (z) => z));
  assertAlmostEquals(meanC2st, 0.5, 0.06);
  assert(worstMean < 0.35);
  assert(sdRatios[0] > 0.8 && sdRatios[1] < 1.25);
});

Deno.test("compareDraws() reports which observation is wrong", () => {
  // Only the second observation's parameter b is shifted by 2 sd and half as wide.
  const wrong = draws(2, (z, i) => i >= 400 && i % 2 === 1 ? 2 + z / 2 : z);
  const { rows, worstMean, sdRatios } = compareDraws(key(1), exact, wrong);
  assert(rows[0].c2st < 0.6 && rows[1].c2st > 0.85);
  assertAlmostEquals(worstMean, 2, 0.3);
  assertAlmostEquals(sdRatios[0], 0.5, 0.1);
});

Deno.test("compareDraws() refuses another number of observations", () => {
  const one = { ...exact, datasets: 1, values: exact.values.subarray(0, 400) };
  assertThrows(() => compareDraws(key(1), exact, one), RangeError, "draws.datasets must be 2");
});

Deno.test("compareDraws() refuses no observation at all", () => {
  const none = { ...exact, datasets: 0, values: new Float64Array(0) };
  assertThrows(
    () => compareDraws(key(1), none, none),
    RangeError,
    "exact.datasets must be an integer >= 1: current value is 0",
  );
});
