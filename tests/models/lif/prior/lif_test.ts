import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { inOrder } from "../../../../lib/core/columns.ts";
import { column, type Draws } from "../../../../lib/core/draws.ts";
import { lifBounds, lifPrior, priorConfig } from "../../../../lib/models/lif/prior/lif.ts";
import { key, normalRows, stream } from "../../../../lib/core/random.ts";
import type { LifParameter } from "../../../../lib/models/lif/simulator/lif.ts";
import { normalLogDensity } from "../../../../lib/core/special.ts";
import { mean, sd } from "../../../../lib/core/stats.ts";
import { goldenValues } from "../../../golden.ts";

const prior = lifPrior();
const { names } = prior;
const BOUNDS: Record<LifParameter, readonly [number, number]> = {
  V_th: [-60, -50],
  tau_m: [5, 20],
  g_L: [5, 15],
  V_reset: [-85, -65],
  V_init: [-80, -65],
  E_L: [-75, -60],
};

Deno.test("lifPrior() keeps every constraint in a million draws", () => {
  const { values, count } = prior.sample(key(1), 1_000_000);
  let broken = 0;
  for (let i = 0; i < count; i++) {
    const [, , , V_reset, V_init, E_L] = values.subarray(i * 6, i * 6 + 6);
    if (!(V_init <= E_L - 0.5 && V_reset <= V_init - 0.5)) broken++;
    names.forEach((name, j) => {
      const [low, high] = BOUNDS[name];
      if (!(values[i * 6 + j] >= low && values[i * 6 + j] <= high)) broken++;
    });
  }
  assertEquals(broken, 0);
});

Deno.test("lifPrior() has the moments of an independent sampler", () => {
  const draws = prior.sample(key(2), 100_000);
  const golden = [goldenValues("moments.theta_mean"), goldenValues("moments.theta_sd")];
  names.forEach((name, j) => {
    const values = column(draws, name);
    assertAlmostEquals(mean(values), golden[0][j], 4 * golden[1][j] / Math.sqrt(20_000), name);
    assertAlmostEquals(sd(values), golden[1][j], 4 * golden[1][j] / Math.sqrt(40_000), name);
  });
});

Deno.test("lifPrior() puts atoms where clipping makes them", () => {
  const draws = prior.sample(key(3), 200_000);
  const g_L = column(draws, "g_L");
  assertAlmostEquals(g_L.filter((g) => g === 15).length / 200_000, 0.0213, 0.0015);
  const marked = prior.atoms(draws);
  const tau_m = column(draws, "tau_m");
  marked.forEach((mark, i) => {
    const clipped = g_L[i] === 5 || g_L[i] === 15 || tau_m[i] === 5 || tau_m[i] === 20;
    assertEquals(mark === 1, clipped);
  });
});

Deno.test("lifPrior() integrates to one over (V_reset, V_init, E_L)", () => {
  // Importance sampling from a box, with the free parameters at fixed values inside.
  const rng = stream(key(4));
  const uniform = (low: number, high: number) => low + (high - low) * rng.uniform();
  const count = 400_000;
  const values = new Float64Array(count * 6);
  for (let i = 0; i < count; i++) {
    values.set(
      [-55, 10, 10, uniform(-85, -65), uniform(-80, -65), uniform(-75, -60)],
      i * 6,
    );
  }
  const fixed = names.slice(0, 3).reduce(
    (sum, name) => sum + marginalLogProb(name, { V_th: -55, tau_m: 10, g_L: 10 }[name as "V_th"]),
    0,
  );
  const density = prior.logProb({ names, count, values }).map((l) => Math.exp(l - fixed));
  const volume = 20 * 15 * 15;
  const error = volume * sd(density) / Math.sqrt(count);
  assertAlmostEquals(volume * mean(density), 1, 4 * error);
  assert(error < 0.02);
});

/** log density of a free parameter, from the closed form. */
function marginalLogProb(name: LifParameter, x: number): number {
  if (name === "V_th") return normalLogDensity((x + 55) / 2) - Math.log(2 * 0.98758067); // Φ(±2.5)
  return normalLogDensity(Math.log(x / 10) / 0.2) - Math.log(0.2 * x);
}

/** The worst |T⁻¹(T(z)) − z| off the atoms, after taking off `slack` of each coordinate. */
function worstInverse(z: Float64Array, slack: number): number {
  const theta = prior.fromNormal(z).values;
  const back = prior.toNormal(prior.fromNormal(z));
  return z.reduce((worst, value, i) => {
    const atom = (i % 6 === 1 && (theta[i] === 5 || theta[i] === 20)) ||
      (i % 6 === 2 && (theta[i] === 5 || theta[i] === 15));
    return atom ? worst : Math.max(worst, Math.abs(back[i] - value) - slack);
  }, 0);
}

Deno.test("lifPrior() maps to the standard normal what it maps from it, to 1e-9 off the atoms for |z| <= 4.5", () => {
  const drawn = normalRows(key(5), 6, { to: 100_000 }).map((z) => Math.max(-4.5, Math.min(4.5, z)));
  assert(worstInverse(drawn, 0) <= 1e-9);
  // In the corners of the cube, two doubles next to each other are theta of z 1e-9 apart.
  const rng = stream(key(5));
  const cube = Float64Array.from({ length: 300_000 }, () => 9 * rng.uniform() - 4.5);
  const corners = Float64Array.from({ length: 384 }, (_, i) => 1 << (i % 6) & (i / 6) ? 4.5 : -4.5);
  for (const z of [cube, corners]) assert(worstInverse(z, 5e-10) <= 1e-9);
});

Deno.test("lifPrior() maps increasingly from the standard normal in each coordinate", () => {
  const base = normalRows(key(6), 6, { to: 200 });
  for (let j = 0; j < 6; j++) {
    let before: Draws | undefined;
    for (let z = -4.5; z <= 4.5; z += 0.1) {
      const here = prior.fromNormal(base.map((value, i) => i % 6 === j ? z : value));
      for (let i = 0; before && i < 200; i++) {
        assert(here.values[i * 6 + j] >= before.values[i * 6 + j]);
      }
      before = here;
    }
  }
});

Deno.test("lifPrior() has the density that its map implies", () => {
  // log p(T(z)) = Σ log φ(z) − log |det T′|; T′ is triangular along the chain, so its determinant
  // is the product of the slopes, found here by central differences.
  const z = normalRows(key(7), 6, { to: 100 }).map((value) => Math.max(-2, Math.min(1.5, value)));
  const logProb = prior.logProb(prior.fromNormal(z));
  const h = 1e-5;
  const expected = new Float64Array(100);
  for (let j = 0; j < 6; j++) {
    const shifted = (by: number) =>
      prior.fromNormal(z.map((value, i) => i % 6 === j ? value + by : value)).values;
    const [up, down] = [shifted(h), shifted(-h)];
    for (let i = 0; i < 100; i++) {
      const slope = (up[i * 6 + j] - down[i * 6 + j]) / (2 * h);
      expected[i] += normalLogDensity(z[i * 6 + j]) - Math.log(slope);
    }
  }
  logProb.forEach((value, i) => assertAlmostEquals(value, expected[i], 1e-6));
});

Deno.test("lifPrior() factors into distributions that add up, and moves only with what they are given", () => {
  const theta = prior.sample(key(4), 100);
  const factors = prior.logFactors(theta);
  const logProb = prior.logProb(theta);
  for (let i = 0; i < theta.count; i++) {
    const sum = factors.subarray(i * 6, i * 6 + 6).reduce((a, b) => a + b);
    assertAlmostEquals(sum, logProb[i], 1e-12);
  }
  const values = theta.values.map((value, at) => at % 6 === 0 ? -57 : value);
  prior.logFactors({ ...theta, values }).forEach((value, at) => {
    if (at % 6 > 0) assertEquals(value, factors[at]);
  });
});

Deno.test("lifPrior() answers impossible parameters with −∞, NaN and no error", () => {
  const rows = [
    [-55, 10, 10, -74, -69, -70], // V_init above E_L
    [-55, 10, 10, -70, -72, -70], // V_reset above V_init
    [-49, 10, 10, -74, -72, -70], // V_th too high
    [-55, 10, 10, -74, -72, -80], // E_L too low: the distributions given it would be empty
  ];
  const theta = { names, count: rows.length, values: Float64Array.from(rows.flat()) };
  assert(prior.logProb(theta).every((value) => value === -Infinity));
  const z = prior.toNormal(theta);
  for (let i = 0; i < rows.length; i++) assert(z.subarray(i * 6, i * 6 + 6).some(Number.isNaN));
});

Deno.test("lifPrior() matches columns by name, and refuses others", () => {
  const theta = prior.sample(key(1), 20);
  const turned = inOrder("turn", theta, [...names].reverse());
  assertEquals(prior.logProb(turned), prior.logProb(theta));
  assertEquals(prior.toNormal(turned), prior.toNormal(theta));
  assertEquals(prior.atoms(turned), prior.atoms(theta));
  const doubled = { ...theta, names: names.with(1, "V_th") };
  assertThrows(() => prior.logProb(doubled), RangeError, '"V_th" is there twice');
});

Deno.test("lifBounds() hold every draw of the prior, and no smaller ones would", () => {
  const many = prior.sample(key(6), 20_000);
  for (const [name, [low, high]] of Object.entries(lifBounds(priorConfig()))) {
    const values = column<string>(many, name);
    assert(values.every((value) => value >= low && value <= high), name);
  }
  const { V_init, V_reset } = lifBounds(priorConfig({ E_L_high: -70 }));
  assertEquals([V_init[1], V_reset[1]], [-70.5, -71]);
  assertEquals(lifBounds(priorConfig()).V_reset[1], -65.5);
});

Deno.test("lifPrior() has a density before it is clipped, and the same where nothing is", () => {
  const z = normalRows(key(7), 6, { to: 500 });
  const theta = prior.fromNormal(z);
  const [unclipped, logProb, atoms] = [
    prior.unclippedLogProb(z),
    prior.logProb(theta),
    prior.atoms(theta),
  ];
  assert(atoms.includes(1));
  const factors = prior.logFactors(theta), g = names.indexOf("g_L");
  for (let i = 0; i < 500; i++) {
    // At the atom a density of the log-normal distribution replaces the mass.
    const log = Math.log(10) + 0.2 * z[6 * i + g];
    const density = normalLogDensity(z[6 * i + g]) - Math.log(0.2) - log;
    const mass = factors[6 * i + g];
    assertAlmostEquals(unclipped[i], logProb[i] + (atoms[i] === 1 ? density - mass : 0), 1e-9);
  }
});

Deno.test("priorConfig() names the field that can't be", () => {
  assertThrows(() => priorConfig({ V_th_sd: 0 }) && lifPrior({ V_th_sd: 0 }), RangeError, "sd");
  assertThrows(() => priorConfig({ gap: -1 }), RangeError, "gap must be > 0");
  assertThrows(() => priorConfig({ V_init_low: -74 }), RangeError, "V_init_low must be <");
  assertThrows(
    () => priorConfig({ tau_m_mean: 3 } as object),
    TypeError,
    'unknown key "tau_m_mean", did you mean "tau_m_median"?',
  );
});
