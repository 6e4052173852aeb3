import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { clipped } from "../../lib/distributions/clipped.ts";
import type { Distribution } from "../../lib/distributions/distribution.ts";
import { logNormal } from "../../lib/distributions/log_normal.ts";
import { truncatedNormal, truncatedNormalsFrom } from "../../lib/distributions/truncated_normal.ts";
import { key, stream } from "../../lib/core/random.ts";
import { normalCdf } from "../../lib/core/special.ts";

const median10 = { median: 10, logSd: 0.2 };

/** Every law obeys the same laws: one line here tests a new one. */
const LAWS: Record<string, Distribution> = {
  "truncatedNormal() around its mean": truncatedNormal({ mean: -55, sd: 2, low: -60, high: -50 }),
  "truncatedNormal() below its mean": truncatedNormal({ mean: -72, sd: 2, low: -85, high: -80.5 }),
  "truncatedNormal() above its mean": truncatedNormal({ mean: 0, sd: 1, low: 4, high: 9 }),
  "logNormal()": logNormal(median10),
  "clipped()": clipped(logNormal(median10), { low: 5, high: 15 }),
};

/** ∫ exp(logProb) by the midpoint rule, plus the masses of the atoms at the ends. */
function totalMass({ support, logProb, isAtom, fromNormal }: Distribution): number {
  const [low, high] = [Math.max(support[0], fromNormal(-8)), Math.min(support[1], fromNormal(8))];
  const atoms = [low, high].filter(isAtom).map((x) => Math.exp(logProb(x)));
  const cells = 200_000;
  const width = (high - low) / cells;
  let sum = atoms.reduce((a, b) => a + b, 0);
  for (let i = 0; i < cells; i++) sum += Math.exp(logProb(low + (i + 0.5) * width)) * width;
  return sum;
}

for (const [name, law] of Object.entries(LAWS)) {
  Deno.test(`${name} integrates to one`, () => assertAlmostEquals(totalMass(law), 1, 1e-8));

  Deno.test(`${name} is zero off its support`, () => {
    for (const x of [law.support[0] - 1e-9, law.support[1] + 1e-9]) {
      assertEquals(law.logProb(x), -Infinity);
    }
  });

  Deno.test(`${name} unwhitens increasingly, and back`, () => {
    let before = -Infinity;
    for (let z = -4.5; z <= 4.5; z += 0.01) {
      const x = law.fromNormal(z);
      assert(x >= before && x >= law.support[0] && x <= law.support[1]);
      before = x;
      if (!law.isAtom(x)) assertAlmostEquals(law.toNormal(x), z, 1e-9);
    }
  });

  Deno.test(`${name} unwhitens by the change of variables`, () => {
    for (const z of [-2.5, -1, 0.3, 1.2]) {
      const h = 1e-5;
      const x = law.fromNormal(z);
      const slope = (law.fromNormal(z + h) - law.fromNormal(z - h)) / (2 * h);
      const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
      assertAlmostEquals(Math.exp(law.logProb(x)) * slope, density, 1e-6);
    }
  });
}

Deno.test("truncatedNormal() draws what the cut law says (Kolmogorov's test)", () => {
  const law = truncatedNormal({ mean: -70, sd: 2, low: -80, high: -69 });
  const rng = stream(key(6));
  const draws = Float64Array.from({ length: 50_000 }, () => law.fromNormal(rng.normal())).sort();
  const cdf = (x: number) => normalCdf((x + 70) / 2);
  const [bottom, top] = [cdf(-80), cdf(-69)];
  const distance = draws.reduce(
    (d, x, i) => Math.max(d, Math.abs((cdf(x) - bottom) / (top - bottom) - i / draws.length)),
    0,
  );
  assert(distance < 1.63 / Math.sqrt(draws.length), `distance ${distance}`);
});

Deno.test("clipped() carries the mass it cuts off", () => {
  const law = clipped(logNormal(median10), { low: 5, high: 15 });
  assertAlmostEquals(Math.exp(law.logProb(15)), 0.0213, 5e-5); // 1 − Φ(log 1.5 / 0.2)
  assertAlmostEquals(Math.exp(law.logProb(5)), 2.64e-4, 1e-6); // Φ(log 0.5 / 0.2)
  assertEquals(law.fromNormal(9), 15);
});

Deno.test("distributions refuse numbers that make no law", () => {
  const cut = { mean: 0, sd: 1, low: -1, high: 1 };
  assertThrows(() => truncatedNormal({ ...cut, sd: 0 }), RangeError, "sd must be > 0");
  assertThrows(() => truncatedNormal({ ...cut, low: 1 }), RangeError, "low must be < high");
  assertThrows(() => truncatedNormal({ ...cut, low: 50, high: 60 }), RangeError, "some mass");
  assertThrows(() => truncatedNormal({ ...cut, mean: NaN }), RangeError, "mean must be finite");
  assertThrows(() => logNormal({ median: 1, logSd: -1 }), RangeError, "logSd must be > 0");
  const base = logNormal(median10);
  assertThrows(() => clipped(base, { low: 5, high: 5 }), RangeError, "low must be < high");
  assertThrows(() => clipped(base, { low: 0, high: 5 }), RangeError, "inside its support");
});

Deno.test("truncatedNormalsFrom() are the laws of truncatedNormal(), bit for bit", () => {
  const shared = { mean: -70, sd: 2, low: -80 };
  const laws = truncatedNormalsFrom(shared);
  // The last interval has its middle above the mean, and is mirrored.
  for (const high of [-79, -70.5, -65, -50]) {
    const one = truncatedNormal({ ...shared, high });
    for (const z of [-6, -0.7, 0, 1.3, 6]) {
      const x = one.fromNormal(z);
      assertEquals(laws(high).fromNormal(z), x);
      assertEquals(laws(high).toNormal(x), one.toNormal(x));
      assertEquals(laws(high).logProb(x), one.logProb(x));
    }
  }
  assertThrows(() => laws(-80), RangeError, "low must be < high");
});
