import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { rankPoints } from "../../../lib/diagnostics/calibration/rank_ecdf.ts";
import {
  countsBelow,
  simultaneousTest,
} from "../../../lib/diagnostics/calibration/simultaneous.ts";
import { fold, key, stream } from "../../../lib/core/random.ts";

/** Every one of the (m + 1)^n equally likely lists of n ranks 0 … m. */
function* allRanks(n: number, m: number): Generator<number[]> {
  for (let code = 0; code < (m + 1) ** n; code++) {
    yield Array.from({ length: n }, (_, i) => Math.floor(code / (m + 1) ** i) % (m + 1));
  }
}

Deno.test("simultaneousTest() gives the p-values of a full enumeration", () => {
  const [n, m] = [6, 3];
  const test = simultaneousTest(n, rankPoints(m));
  const all = Array.from(allRanks(n, m), (ranks) => test.logGamma(countsBelow(ranks, m)));
  for (const logGamma of new Set(all.map((value) => Number(value.toFixed(9))))) {
    const share = all.filter((other) => other <= logGamma + 1e-6).length / all.length;
    assertAlmostEquals(test.pValue(logGamma), share, 1e-12);
  }
});

Deno.test("simultaneousTest() gives the mean of a full enumeration, but for its steps", () => {
  const [n, m] = [6, 3];
  const test = simultaneousTest(n, rankPoints(m));
  const all = Array.from(allRanks(n, m), (ranks) => test.logGamma(countsBelow(ranks, m)));
  assertAlmostEquals(test.meanLogGamma(), all.reduce((a, b) => a + b) / all.length, 0.15);
});

Deno.test("simultaneousTest() holds unequal classes, too", () => {
  const points = Float64Array.of(0.2, 0.9);
  const test = simultaneousTest(2, points);
  // Both below 0.2: probability 0.04; both above 0.9: 0.01.
  const logGamma = test.logGamma([2, 2]);
  assertAlmostEquals(Math.exp(logGamma), 2 * 0.04);
  assertAlmostEquals(test.pValue(logGamma), 0.04 + 0.01);
});

Deno.test("band() holds all counts with the probability asked for, and not much more", () => {
  for (const [n, m] of [[100, 99], [300, 99]]) {
    const test = simultaneousTest(n, rankPoints(m));
    const { lower, upper, logGamma } = test.band(0.95);
    assert(test.pValue(logGamma) <= 0.05 && test.pValue(logGamma) > 0.045);
    const runs = 2000;
    let left = 0;
    for (let run = 0; run < runs; run++) {
      const rng = stream(fold(key(5), run));
      const ranks = Array.from({ length: n }, () => Math.floor(rng.uniform() * (m + 1)));
      const counts = countsBelow(ranks, m);
      const outside = counts.some((count, i) => count < lower[i] || count > upper[i]);
      assertEquals(outside, test.logGamma(counts) <= logGamma);
      if (outside) left++;
    }
    assertAlmostEquals(left / runs, 0.05, 0.015); // three standard errors
  }
});

Deno.test("band() is the same seen from either end", () => {
  const { lower, upper } = simultaneousTest(50, rankPoints(19)).band(0.9);
  assertEquals(Array.from(lower), Array.from(upper, (count) => 50 - count).reverse());
});

Deno.test("pValue() keeps its smallness where rounding would lose it", () => {
  const test = simultaneousTest(300, rankPoints(999));
  const ranks = Float64Array.from({ length: 300 }, (_, i) => i < 30 ? 0 : i);
  const logGamma = test.logGamma(countsBelow(ranks, 999));
  const p = test.pValue(logGamma);
  assert(p > 0 && p < 1e-40, `${p}`);
});
