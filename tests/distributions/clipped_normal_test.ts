import { assert, assertAlmostEquals } from "@std/assert";
import { clippedNormals } from "../../lib/distributions/clipped_normal.ts";
import { normalCdf } from "../../lib/core/special.ts";

const shape = { sd: 0.1, low: Math.log(5), high: Math.log(15) };
const prior = { mean: Math.log(10), sd: 0.2 };
const distributions = clippedNormals({ ...shape, prior });
/** Inside, at an end, and so far beyond that little but the outside is left. */
const MEANS = [2.2, shape.high, shape.high + 0.3, shape.high + 5, shape.low - 0.25];

/** ∫ exp(logProb) from −∞ to x by the midpoint rule. */
function mass(mean: number, x: number): number {
  const { logProb } = distributions(mean);
  const from = 0, cells = 100_000, width = (x - from) / cells;
  let sum = 0;
  for (let i = 0; i < cells; i++) sum += Math.exp(logProb(from + (i + 0.5) * width)) * width;
  return sum;
}

Deno.test("clippedNormals() integrate to one, and map by their distribution function", () => {
  for (const mean of MEANS) {
    assertAlmostEquals(mass(mean, 5), 1, 1e-6);
    for (const x of [1.55, 2.2, 2.65, 2.72, 2.9]) {
      assertAlmostEquals(
        normalCdf(distributions(mean).toNormal(x)),
        mass(mean, x),
        1e-6,
        `${mean}, ${x}`,
      );
    }
  }
});

Deno.test("clippedNormals() map increasingly, and back", () => {
  for (const mean of MEANS) {
    const { toNormal, fromNormal } = distributions(mean);
    let before = -Infinity;
    for (let z = -7; z <= 7; z += 0.05) {
      const x = fromNormal(z);
      assert(x > before, `${x} after ${before}`);
      before = x;
      // Where both tails are steep, the digits of x are what limits z.
      assertAlmostEquals(toNormal(x), z, 1e-5, `mean ${mean}`);
    }
  }
});

Deno.test("clippedNormals() are the prior beyond their ends up to a factor, and normal inside", () => {
  const { logProb } = distributions(2.6);
  const logNormal = (x: number, mean: number, sd: number) => -0.5 * ((x - mean) / sd) ** 2;
  for (const [from, to] of [[2.75, 3], [1.5, 1.2]]) {
    const rise = logNormal(to, prior.mean, prior.sd) - logNormal(from, prior.mean, prior.sd);
    assertAlmostEquals(logProb(to) - logProb(from), rise, 1e-9);
  }
  const inside = logNormal(2.7, 2.6, shape.sd) - logNormal(1.7, 2.6, shape.sd);
  assertAlmostEquals(logProb(2.7) - logProb(1.7), inside, 1e-9);
  for (const end of [shape.low, shape.high]) {
    assertAlmostEquals(logProb(end - 1e-9), logProb(end + 1e-9), 1e-6);
  }
});
