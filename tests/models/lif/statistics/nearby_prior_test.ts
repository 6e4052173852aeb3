import { assert, assertAlmostEquals } from "@std/assert";
import { lifPrior, priorConfig } from "../../../../lib/models/lif/prior/lif.ts";
import { simConfig } from "../../../../lib/models/lif/simulator/lif.ts";
import {
  type Expansion,
  expansion,
} from "../../../../lib/models/lif/statistics/assumed_density.ts";
import { nearbyPrior } from "../../../../lib/models/lif/statistics/nearby_prior.ts";

const distribution = nearbyPrior(priorConfig(), simConfig());
const prior = lifPrior();
/** theta in the prior's order; V_init below E_L, V_reset below V_init. */
const THETAS = [
  [-55, 10, 10, -73, -71, -69],
  [-53, 8, 12, -78, -76, -74.5],
  [-57, 14, 7, -74, -68, -66],
  [-54, 9, 9, -80, -78, -67],
];
const pointOf = ([V_th, tau_m, g_L, V_reset, V_init, E_L]: number[]) =>
  Float64Array.of(V_th, Math.log(tau_m), Math.log(g_L), V_reset, V_init, E_L + 200 / g_L);

function expand(point: Float64Array): Expansion {
  const out = expansion();
  distribution.add(point, out);
  return out;
}

Deno.test("nearbyPrior() is the prior's density inside its bounds, up to a constant", () => {
  const differences = THETAS.map((theta) => {
    const draws = { names: prior.names, count: 1, values: Float64Array.from(theta) };
    const [, tau_m, g_L] = theta; // a density of their logarithms
    const logPrior = prior.logProb(draws)[0] + Math.log(tau_m * g_L);
    return logPrior - expand(pointOf(theta)).value;
  });
  for (const difference of differences) assertAlmostEquals(difference, differences[0], 1e-4);
});

Deno.test("nearbyPrior() has the score that central differences find", () => {
  for (const theta of THETAS) {
    const point = pointOf(theta), { score } = expand(point);
    for (let j = 0; j < 6; j++) {
      const at = (step: number) => {
        const moved = point.slice();
        moved[j] += step;
        return expand(moved).value;
      };
      assertAlmostEquals(score[j], (at(1e-5) - at(-1e-5)) / 2e-5, 1e-5);
    }
  }
});

Deno.test("nearbyPrior() has an information that is positive, also where bounds shape it most", () => {
  const far = [-55, 10, 10, -84, -79.9, -75];
  for (const theta of [...THETAS, far]) {
    const { information } = expand(pointOf(theta));
    for (let i = 0; i < 6; i++) assert(information[i * (i + 3) / 2] > 0);
  }
});
