import { assertAlmostEquals, assertEquals } from "@std/assert";
import { logBinomialCdf, logGamma, logNormalCdf } from "../../lib/core/special.ts";

Deno.test("logNormalCdf() keeps its precision far into the tail", () => {
  const expected = [ // mpmath 1.3.0, 40 digits: log(erfc(-z / sqrt(2)) / 2)
    [-0.5, -1.1759117615936186],
    [-8, -35.01343715991455],
    [-29.9, -451.32291245852863],
    [-30.1, -457.32956441638226],
    [-37, -689.03058557689059],
    [-60, -1805.0135606805671],
    [-1e4, -50000010.129278915],
  ];
  for (const [z, value] of expected) {
    assertAlmostEquals(logNormalCdf(z), value, 1e-12 * Math.abs(value));
  }
  assertEquals(logNormalCdf(40), 0);
});

Deno.test("logGamma() interpolates the factorials", () => {
  assertAlmostEquals(logGamma(5), Math.log(24), 1e-14);
  assertAlmostEquals(logGamma(3.5), 1.2009736023470742, 1e-14); // mpmath 1.3.0
});

Deno.test("logBinomialCdf() keeps its precision far into the tail", () => {
  const cdf = logBinomialCdf(1000);
  // log of Σ comb(1000, j) 0.3^j 0.7^(1000 - j) for j = 0 … k, in exact fractions
  for (
    const [k, value] of [
      [0, -356.6749439387324],
      [100, -119.19306589419392],
      [250, -8.255586765847923],
      [300, -0.662436576238677],
      [320, -0.08254672188660193],
    ] as const
  ) {
    assertAlmostEquals(cdf(k, 0.3), value, 1e-11);
  }
  assertEquals(cdf(1000, 0.3), 0);
  assertEquals(cdf(-1, 0.3), -Infinity);
});
