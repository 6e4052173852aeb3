import { assertAlmostEquals } from "@std/assert";
import { priorConfig } from "../../../../lib/models/lif/prior/lif.ts";
import { simConfig } from "../../../../lib/models/lif/simulator/lif.ts";
import { BOUND_DISTANCES, boundDistances } from "../../../../lib/models/lif/guide/bounds.ts";

const distances = boundDistances(priorConfig(), simConfig());

function measure(mean: readonly number[], covariance: readonly (readonly number[])[]) {
  return [
    ...distances(Float64Array.from(mean), covariance.map((row) => Float64Array.from(row))),
  ];
}
const diagonal = (sds: readonly number[]) =>
  sds.map((sd, i) => sds.map((_, j) => i === j ? sd * sd : 0));

Deno.test("boundDistances() are in sd, and negative beyond a bound", () => {
  // V_th, log tau_m, log g_L, V_reset, V_init, E_L + 20.
  const mean = [-54, Math.log(10), Math.log(10), -71, -69, -69.6 + 20];
  const found = measure(mean, diagonal([2, 0.1, 0.2, 0.3, 0.4, 3]));
  const wanted = [
    4 / 2,
    Math.log(1.5) / 0.2,
    4 / 0.4,
    1.5 / Math.hypot(0.3, 0.4),
    -1.1 / Math.hypot(3, 20 * 0.2, 0.4), // E_L = drift − 200 / g_L, V_init
    5.4 / Math.hypot(3, 20 * 0.2),
  ].map((value) => Math.min(5, value));
  found.forEach((value, i) => assertAlmostEquals(value, wanted[i], 1e-5, BOUND_DISTANCES[i]));
});

Deno.test("boundDistances() take correlations into account", () => {
  const mean = [-54, Math.log(10), Math.log(10), -69.8, -69, -69.6 + 20];
  const covariance = diagonal([2, 0.1, 0.2, 0.3, 0.4, 3]);
  covariance[3][4] = covariance[4][3] = 0.1;
  const at = BOUND_DISTANCES.indexOf("V_reset to V_init");
  assertAlmostEquals(measure(mean, covariance)[at], 0.3 / Math.sqrt(0.25 - 0.2), 1e-5);
});

Deno.test("boundDistances() see g_L no further than its bound", () => {
  const mean = [-54, Math.log(10), Math.log(30), -71, -69, -69.6 + 200 / 15];
  const found = measure(mean, diagonal([2, 0.1, 0.2, 0.3, 0.4, 3]));
  const at = BOUND_DISTANCES.indexOf("V_init to E_L");
  assertAlmostEquals(found[at], -1.1 / Math.hypot(3, 200 / 15 * 0.2, 0.4), 1e-5);
  assertAlmostEquals(found[1], -Math.log(2) / 0.2, 1e-5);
});
