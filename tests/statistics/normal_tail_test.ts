import { assertAlmostEquals } from "@std/assert";
import { logNormalCdf, normalLogDensity } from "../../lib/special.ts";
import { normalTail, tail } from "../../lib/statistics/normal_tail.ts";

Deno.test("normalTail() is log Φ and its derivative, from far below to far above", () => {
  for (let z = -40; z < 12; z += 0.037) {
    const expected = logNormalCdf(z);
    assertAlmostEquals(normalTail(z), expected, 1e-7);
    const mills = Math.exp(normalLogDensity(z) - expected);
    assertAlmostEquals(tail.mills, mills, 1e-7 * (1 + mills));
  }
});
