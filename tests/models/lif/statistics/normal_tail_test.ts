import { assertAlmostEquals } from "@std/assert";
import { logNormalCdf, normalLogDensity } from "../../../../lib/core/special.ts";
import { normalTail, tail } from "../../../../lib/models/lif/statistics/normal_tail.ts";

Deno.test("normalTail() is log Φ and its derivative, from far below to far above", () => {
  for (let z = -40; z < 12; z += 0.037) {
    const expected = logNormalCdf(z);
    assertAlmostEquals(normalTail(z), expected, 1e-7);
    const mills = Math.exp(normalLogDensity(z) - expected);
    assertAlmostEquals(tail.mills, mills, 1e-7 * (1 + mills));
  }
});

Deno.test("normalTail() has the digits that the variance below a far threshold needs", () => {
  // m (m + z) = 1 − 1 / z² + 6 / z⁴ − 50 / z⁶ + …, for z → −∞.
  for (let z = -200; z < -30; z += 3.7) {
    normalTail(z);
    const left = 1 - tail.mills * (tail.mills + z);
    assertAlmostEquals(left * z ** 2, 1 - 6 / z ** 2 + 50 / z ** 4, 1e-5);
  }
});
