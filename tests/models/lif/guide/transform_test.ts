import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { simulateJoint } from "../../../../lib/model/dataset.ts";
import { lifPrior, priorConfig } from "../../../../lib/models/lif/prior/lif.ts";
import { lifLocalLaw } from "../../../../lib/models/lif/prior/lif_local.ts";
import { key } from "../../../../lib/core/random.ts";
import { lif, simConfig } from "../../../../lib/models/lif/simulator/lif.ts";
import { lifMode, readMode } from "../../../../lib/models/lif/statistics/lif_mode.ts";
import { summarise } from "../../../../lib/model/summary_variables.ts";

const COUNT = 800;
const [TAU_M, G_L, V_INIT, E_L] = [1, 2, 4, 5];
const prior = lifPrior(), config = priorConfig(), sim = simConfig();
const { theta, z, observations } = simulateJoint(key(6), { prior, simulator: lif() }, COUNT);
const mode = lifMode(sim, config);
const values = summarise(mode, observations);
const width = mode.names.length;

/** ζ of the truths of the recordings whose distance to a bound is less than `limit`, in sd. */
function truthsNear(bound: string, limit: number): number[][] {
  const at = mode.names.indexOf(`distance of ${bound}`);
  const rows = Array.from({ length: COUNT }, (_, i) => i)
    .filter((i) => values[i * width + at] < limit);
  return rows.map((i) => {
    const out = new Float64Array(6);
    lifLocalLaw(readMode(values, i * width), config, sim).forward(
      theta.values.subarray(6 * i, 6 * i + 6),
      z.subarray(6 * i, 6 * i + 6),
      out,
    );
    return [...out];
  });
}

Deno.test("lifLocalLaw() is right about V_init, tau_m and g_L where E_L has little room", () => {
  const truths = truthsNear("V_init to E_L", -1);
  assert(truths.length > 80);
  for (const j of [TAU_M, G_L, V_INIT, E_L]) {
    const own = truths.map((zeta) => zeta[j]);
    const mean = own.reduce((a, b) => a + b) / own.length;
    const square = own.reduce((a, b) => a + b * b) / own.length;
    assertAlmostEquals(mean, 0, 0.3); // 0.6 for g_L, where the law isn't told of the bound
    assert(square > 0.5 && square < 1.4, `mean square ${square}`);
  }
});

/** The law of the recording whose g_L is nearest to its upper bound. */
function lawNearAtom() {
  const at = mode.names.indexOf("distance of g_L to its upper bound");
  let nearest = 0;
  for (let i = 0; i < COUNT; i++) {
    if (values[i * width + at] < values[nearest * width + at]) nearest = i;
  }
  return lifLocalLaw(readMode(values, nearest * width), config, sim);
}
const OTHERS = [0.3, 0.1, NaN, -0.2, 0.4, -0.5];
const withG = (zeta: number) => Float64Array.from(OTHERS, (value, j) => j === G_L ? zeta : value);

Deno.test("lifLocalLaw() goes through the end of a clipped parameter, and back", () => {
  const law = lawNearAtom();
  const there = new Float64Array(6), latent = new Float64Array(6), back = new Float64Array(6);
  for (const zeta of [-4, 0, 2, 4, 6]) {
    law.inverse(withG(zeta), there, latent);
    law.forward(there, latent, back);
    back.forEach((value, j) => assertAlmostEquals(value, withG(zeta)[j], 1e-6));
  }
  assertEquals(there[G_L], config.g_L_high);
  assert(latent[G_L] > Math.log(1.5) / 0.2);
});

Deno.test("lifLocalLaw() gives all rows of an atom the same law of what comes after", () => {
  const law = lawNearAtom();
  const there = new Float64Array(6), latent = new Float64Array(6);
  const [one, other, inside] = [5, 6, 0].map((zeta) => {
    law.inverse(withG(zeta), there, latent);
    return { g_L: there[G_L], after: [there[V_INIT], there[E_L]] };
  });
  assertEquals(one, { ...other, g_L: config.g_L_high });
  assertNotEquals(inside.after, one.after);
});
