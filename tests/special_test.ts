import { assertAlmostEquals, assertEquals } from "@std/assert";
import { logGamma, logNormalCdf } from "../lib/special.ts";

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
