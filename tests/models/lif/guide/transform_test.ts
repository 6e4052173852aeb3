import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { simulateJoint } from "../../../../lib/model/dataset.ts";
import { lifPrior, priorConfig } from "../../../../lib/models/lif/prior/lif.ts";
import { BOUND_DISTANCES } from "../../../../lib/models/lif/guide/bounds.ts";
import { normalLawOf } from "../../../../lib/models/lif/guide/climb.ts";
import { lifMode } from "../../../../lib/models/lif/guide/mode.ts";
import { lifTransform } from "../../../../lib/models/lif/guide/transform.ts";
import { key } from "../../../../lib/core/random.ts";
import { lif, simConfig } from "../../../../lib/models/lif/simulator/lif.ts";

const COUNT = 800;
const [TAU_M, G_L, V_INIT, E_L] = [1, 2, 4, 5];
const prior = lifPrior(), config = priorConfig(), sim = simConfig();
const { theta, z, observations } = simulateJoint(key(6), { prior, simulator: lif() }, COUNT);
const find = lifMode(sim, config);
const modes = Array.from({ length: COUNT }, (_, i) => find(observations, i));
const transformOf = (row: number) => lifTransform(normalLawOf(modes[row]), config, sim);

type Bound = typeof BOUND_DISTANCES[number];
/** How far an observation is from a bound, in sd. */
const distance = (row: number, bound: Bound) =>
  modes[row].distances[BOUND_DISTANCES.indexOf(bound)];

/** ζ of the truths of the observations whose distance to a bound is less than `limit`, in sd. */
function truthsNear(bound: Bound, limit: number): number[][] {
  const rows = [...modes.keys()].filter((row) => distance(row, bound) < limit);
  return rows.map((row) => {
    const cut = (values: Float64Array) => values.subarray(6 * row, 6 * row + 6);
    const out = new Float64Array(6);
    transformOf(row).forward({ theta: cut(theta.values), z: cut(z) }, out);
    return [...out];
  });
}

Deno.test("lifTransform() is right about V_init, tau_m and g_L where E_L has little room", () => {
  const truths = truthsNear("V_init to E_L", -1);
  assert(truths.length > 80);
  for (const j of [TAU_M, G_L, V_INIT, E_L]) {
    const own = truths.map((zeta) => zeta[j]);
    const mean = own.reduce((a, b) => a + b) / own.length;
    const square = own.reduce((a, b) => a + b * b) / own.length;
    assertAlmostEquals(mean, 0, 0.3); // 0.6 for g_L, where the distribution isn't cut there
    assert(square > 0.5 && square < 1.4, `mean square ${square}`);
  }
});

/** The transform of the observation whose g_L is nearest to its upper bound. */
function nearAtom() {
  const upper = (row: number) => distance(row, "g_L to its upper bound");
  return transformOf([...modes.keys()].reduce((a, b) => upper(b) < upper(a) ? b : a));
}
const OTHERS = [0.3, 0.1, NaN, -0.2, 0.4, -0.5];
const withG = (zeta: number) => Float64Array.from(OTHERS, (value, j) => j === G_L ? zeta : value);

Deno.test("lifTransform() goes through the end of a clipped parameter, and back", () => {
  const transform = nearAtom();
  const there = new Float64Array(6), latent = new Float64Array(6), back = new Float64Array(6);
  const point = { theta: there, z: latent };
  for (const zeta of [-4, 0, 2, 4, 6]) {
    transform.inverse(withG(zeta), point);
    transform.forward(point, back);
    back.forEach((value, j) => assertAlmostEquals(value, withG(zeta)[j], 1e-6));
  }
  assertEquals(there[G_L], config.g_L_high);
  assert(latent[G_L] > Math.log(1.5) / 0.2);
});

Deno.test("lifTransform() gives all rows of an atom the same distribution of what comes after", () => {
  const transform = nearAtom();
  const there = new Float64Array(6), latent = new Float64Array(6);
  const [one, other, inside] = [5, 6, 0].map((zeta) => {
    transform.inverse(withG(zeta), { theta: there, z: latent });
    return { g_L: there[G_L], after: [there[V_INIT], there[E_L]] };
  });
  assertEquals(one, { ...other, g_L: config.g_L_high });
  assertNotEquals(inside.after, one.after);
});
