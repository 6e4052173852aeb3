/** What holds for every transform, whatever its numbers. */
import { assert, assertAlmostEquals } from "@std/assert";
import fc from "fast-check";
import type { MultivariateNormal } from "../../../../lib/distributions/multivariate_normal.ts";
import { fromCoordinates, toCoordinates } from "../../../../lib/model/coordinates.ts";
import { standardised, type Transform } from "../../../../lib/model/transform.ts";
import { lifTransform } from "../../../../lib/models/lif/guide/transform.ts";
import { lifPrior, priorConfig } from "../../../../lib/models/lif/prior/lif.ts";
import { simConfig } from "../../../../lib/models/lif/simulator/lif.ts";

const RUNS = { seed: 21, numRuns: 200 };
const prior = lifPrior(), config = priorConfig(), sim = simConfig();

const within = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const six = (value: fc.Arbitrary<number>) =>
  fc.array(value, { minLength: 6, maxLength: 6 }).map((values) => Float64Array.from(values));

/**
 * Middle and half width of where modes of V_th, log tau_m, log g_L, V_reset, V_init and drift lie.
 */
const MIDDLE = [-55, Math.log(10), Math.log(9), -74, -70, -50];
const WIDTH = [6, 0.8, 0.7, 8, 8, 12];
/** Normal distributions of all places, widths and correlations, beyond the prior's bounds, too. */
const distributions: fc.Arbitrary<MultivariateNormal> = fc
  .record({
    place: six(within(-1, 1)),
    logSd: six(within(-4, 0)),
    factors: fc.array(within(-1, 1), { minLength: 36, maxLength: 36 }),
  })
  .map(({ place, logSd, factors }) => {
    const mean = place.map((value, j) => MIDDLE[j] + WIDTH[j] * value);
    // L of L Lᵀ, each row as long as the sd.
    const lower = new Float64Array(36);
    for (let i = 0; i < 6; i++) {
      const row = factors.slice(6 * i, 6 * i + i).concat(1);
      const length = Math.hypot(...row);
      row.forEach((value, j) => lower[6 * i + j] = WIDTH[i] * Math.exp(logSd[i]) * value / length);
    }
    const covariance = new Float64Array(36);
    for (let i = 0; i < 6; i++) {
      for (let j = 0; j < 6; j++) {
        for (let k = 0; k < 6; k++) covariance[6 * i + j] += lower[6 * i + k] * lower[6 * j + k];
      }
    }
    return { mean, covariance };
  });

Deno.test("lifTransform() of any distribution never leaves the prior's support, and gives theta back", () => {
  let compared = 0;
  fc.assert(
    fc.property(distributions, six(within(-3, 3)), (distribution, c) => {
      const transform = lifTransform(distribution, config, sim);
      const theta = fromCoordinates(prior, c, () => transform);
      assert(prior.logProb(theta)[0] > -Infinity);
      const { values, logDet } = toCoordinates(prior, theta, () => transform);
      if (!Number.isFinite(logDet[0])) return; // an atom or a bound
      compared++;
      // Not c: where a distribution lies far beyond a bound, the rounding of theta is all that is
      // left of it.
      const back = fromCoordinates(prior, values, () => transform);
      back.values.forEach((value, j) => assertAlmostEquals(value, theta.values[j], 1e-6));
    }),
    RUNS,
  );
  assert(compared > RUNS.numRuns / 4, `${compared} compared`);
});

Deno.test("standardised() of any moments gives theta back, and its log-determinant", () => {
  const positive = within(-3, 3).map(Math.exp);
  fc.assert(
    fc.property(six(within(-100, 100)), six(positive), six(within(-4, 4)), (mean, sd, c) => {
      const transform: Transform = standardised({ mean: [...mean], sd: [...sd] });
      const theta = fromCoordinates(prior, c, () => transform);
      const { values, logDet } = toCoordinates(prior, theta, () => transform);
      values.forEach((value, j) => assertAlmostEquals(value, c[j], 1e-9));
      assertAlmostEquals(logDet[0], -sd.reduce((sum, s) => sum + Math.log(s), 0), 1e-9);
    }),
    RUNS,
  );
});
