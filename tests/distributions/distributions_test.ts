import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { clipped } from "../../lib/distributions/clipped.ts";
import type { Distribution } from "../../lib/distributions/distribution.ts";
import { gamma } from "../../lib/distributions/gamma.ts";
import { logNormal } from "../../lib/distributions/log_normal.ts";
import { normal } from "../../lib/distributions/normal.ts";
import { truncatedNormal, truncatedNormalsFrom } from "../../lib/distributions/truncated_normal.ts";
import { uniform } from "../../lib/distributions/uniform.ts";
import { key, stream } from "../../lib/core/random.ts";
import { normalCdf } from "../../lib/core/special.ts";

const median10 = { median: 10, logSd: 0.2 };

/** Every distribution has the same properties: one line here tests a new one. */
const DISTRIBUTIONS: Record<string, Distribution> = {
  "truncatedNormal() around its mean": truncatedNormal({ mean: -55, sd: 2, low: -60, high: -50 }),
  "truncatedNormal() below its mean": truncatedNormal({ mean: -72, sd: 2, low: -85, high: -80.5 }),
  "truncatedNormal() above its mean": truncatedNormal({ mean: 0, sd: 1, low: 4, high: 9 }),
  "logNormal()": logNormal(median10),
  "normal()": normal({ mean: -70, sd: 2 }),
  "uniform()": uniform({ low: -3, high: 1 }),
  "gamma()": gamma({ shape: 4, rate: 0.5 }),
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

for (const [name, distribution] of Object.entries(DISTRIBUTIONS)) {
  Deno.test(`${name} integrates to one`, () =>
    assertAlmostEquals(totalMass(distribution), 1, 1e-8));

  Deno.test(`${name} is zero off its support`, () => {
    for (const x of [distribution.support[0] - 1e-9, distribution.support[1] + 1e-9]) {
      assertEquals(distribution.logProb(x), -Infinity);
    }
  });

  Deno.test(`${name} maps increasingly, and back`, () => {
    let before = -Infinity;
    for (let z = -4.5; z <= 4.5; z += 0.01) {
      const x = distribution.fromNormal(z);
      assert(x >= before && x >= distribution.support[0] && x <= distribution.support[1]);
      before = x;
      if (!distribution.isAtom(x)) assertAlmostEquals(distribution.toNormal(x), z, 1e-9);
    }
  });

  Deno.test(`${name} has the density of its map`, () => {
    for (const z of [-2.5, -1, 0.3, 1.2]) {
      const h = 1e-5;
      const x = distribution.fromNormal(z);
      const slope = (distribution.fromNormal(z + h) - distribution.fromNormal(z - h)) / (2 * h);
      const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
      assertAlmostEquals(Math.exp(distribution.logProb(x)) * slope, density, 1e-6);
    }
  });
}

Deno.test("truncatedNormal() draws from the truncated distribution (Kolmogorov's test)", () => {
  const distribution = truncatedNormal({ mean: -70, sd: 2, low: -80, high: -69 });
  const rng = stream(key(6));
  const draws = Float64Array.from({ length: 50_000 }, () => distribution.fromNormal(rng.normal()))
    .sort();
  const cdf = (x: number) => normalCdf((x + 70) / 2);
  const [bottom, top] = [cdf(-80), cdf(-69)];
  const distance = draws.reduce(
    (d, x, i) => Math.max(d, Math.abs((cdf(x) - bottom) / (top - bottom) - i / draws.length)),
    0,
  );
  assert(distance < 1.63 / Math.sqrt(draws.length), `distance ${distance}`);
});

Deno.test("clipped() carries the mass it cuts off", () => {
  const distribution = clipped(logNormal(median10), { low: 5, high: 15 });
  assertAlmostEquals(Math.exp(distribution.logProb(15)), 0.0213, 5e-5); // 1 − Φ(log 1.5 / 0.2)
  assertAlmostEquals(Math.exp(distribution.logProb(5)), 2.64e-4, 1e-6); // Φ(log 0.5 / 0.2)
  assertEquals(distribution.fromNormal(9), 15);
});

Deno.test("distributions refuse numbers that make no distribution", () => {
  const cut = { mean: 0, sd: 1, low: -1, high: 1 };
  assertThrows(() => truncatedNormal({ ...cut, sd: 0 }), RangeError, "sd must be > 0");
  assertThrows(() => truncatedNormal({ ...cut, low: 1 }), RangeError, "low must be < high");
  assertThrows(() => truncatedNormal({ ...cut, low: 50, high: 60 }), RangeError, "some mass");
  assertThrows(() => truncatedNormal({ ...cut, mean: NaN }), RangeError, "mean must be finite");
  assertThrows(() => normal({ mean: 0, sd: 0 }), RangeError, "sd must be > 0");
  assertThrows(() => normal({ mean: Infinity, sd: 1 }), RangeError, "mean must be finite");
  assertThrows(() => uniform({ low: 1, high: 1 }), RangeError, "low must be < high");
  assertThrows(() => uniform({ low: 0, high: Infinity }), RangeError, "high must be finite");
  assertThrows(() => gamma({ shape: 2, rate: 0 }), RangeError, "rate must be > 0");
  assertThrows(() => gamma({ shape: 0.01, rate: 1 }), RangeError, "shape must be in [0.05, 500]");
  assertThrows(() => gamma({ shape: 1000, rate: 1 }), RangeError, "shape must be in [0.05, 500]");
  assertThrows(() => logNormal({ median: 0, logSd: 1 }), RangeError, "median must be > 0");
  assertThrows(() => logNormal({ median: 1, logSd: -1 }), RangeError, "logSd must be > 0");
  const base = logNormal(median10);
  assertThrows(() => clipped(base, { low: 5, high: 5 }), RangeError, "low must be < high");
  assertThrows(() => clipped(base, { low: 0, high: 5 }), RangeError, "inside its support");
});

Deno.test("truncatedNormalsFrom() are the distributions of truncatedNormal(), bit for bit", () => {
  const shared = { mean: -70, sd: 2, low: -80 };
  const distributions = truncatedNormalsFrom(shared);
  // The last interval has its middle above the mean, and is mirrored.
  for (const high of [-79, -70.5, -65, -50]) {
    const one = truncatedNormal({ ...shared, high });
    for (const z of [-6, -0.7, 0, 1.3, 6]) {
      const x = one.fromNormal(z);
      assertEquals(distributions(high).fromNormal(z), x);
      assertEquals(distributions(high).toNormal(x), one.toNormal(x));
      assertEquals(distributions(high).logProb(x), one.logProb(x));
    }
  }
  assertThrows(() => distributions(-80), RangeError, "low must be < high");
});

/** Distributions whose ends leave a double room for the tails, and how near z = ±8 comes back. */
const WIDE: Record<string, readonly [Distribution, number]> = {
  "normal()": [normal({ mean: 3, sd: 2 }), 1e-14],
  "logNormal()": [logNormal(median10), 1e-13],
  "gamma() of a small shape": [gamma({ shape: 0.05, rate: 3 }), 1e-13],
  "gamma() of shape 1": [gamma({ shape: 1, rate: 1 }), 1e-13],
  "gamma() of a large shape": [gamma({ shape: 500, rate: 0.1 }), 1e-12],
  "uniform() from zero": [uniform({ low: 0, high: 1 }), 0.02], // 1 − Φ(−8) is 1 − 5.6 ulp
};

for (const [name, [distribution, tolerance]] of Object.entries(WIDE)) {
  Deno.test(`${name} is inverted in both tails`, () => {
    for (let z = -8; z <= 8; z += 0.25) {
      assertAlmostEquals(
        distribution.toNormal(distribution.fromNormal(z)),
        z,
        z < 0 ? 1e-12 : tolerance,
      );
    }
  });
}

Deno.test("gamma() has the quantiles of scipy 1.17.1", () => {
  // scipy.special.gammaincinv(shape, norm.cdf(z)), and gammainccinv(shape, norm.cdf(-z)) for z > 0
  const known = [
    [0.05, -8, 4.4045967647561536e-305],
    [0.05, -0.5, 3.572048858281233e-11],
    [0.05, 2, 0.6151454892014331],
    [0.05, 8, 28.82011523370451],
    [0.7, -8, 1.6500539163938827e-22],
    [0.7, -0.5, 0.1803761786078673],
    [0.7, 2, 3.1077222991759452],
    [0.7, 8, 33.6888004125161],
    [3.7, -8, 0.00016271871138046927],
    [3.7, -0.5, 2.5427057916273546],
    [3.7, 2, 8.444337292397256],
    [3.7, 8, 43.85584193367],
    [100, -8, 39.567099528351385],
    [100, -0.5, 94.75955393775085],
    [100, 2, 120.98262793676894],
    [100, 8, 202.12108070010242],
    [500, -8, 341.5157632768268],
    [500, -0.5, 488.5738879097837],
    [500, 2, 545.7137611217308],
    [500, 8, 700.4215055794613],
  ];
  for (const [shape, z, x] of known) {
    assertAlmostEquals(gamma({ shape, rate: 2 }).fromNormal(z) * 2 / x, 1, 1e-12, `${shape}, ${z}`);
  }
});

Deno.test("gamma() of shape 1 is exponential", () => {
  const distribution = gamma({ shape: 1, rate: 2 });
  for (const x of [0.1, 1, 20]) {
    assertAlmostEquals(distribution.logProb(x), Math.log(2) - 2 * x, 1e-13);
  }
  assertEquals([distribution.logProb(0), distribution.logProb(Infinity)], [-Infinity, -Infinity]);
});

Deno.test("gamma() stays within its support however far out z is", () => {
  for (const shape of [0.05, 1, 500]) {
    const distribution = gamma({ shape, rate: 1 });
    for (const z of [-1e3, -38, -20, 20, 38, 1e3]) {
      const x = distribution.fromNormal(z);
      assert(x >= 0 && x < 2000, `${x}`);
    }
  }
});
