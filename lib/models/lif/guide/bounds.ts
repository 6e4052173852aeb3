/**
 * How far a normal distribution in the coordinates of an approximate likelihood is from the prior's
 * bounds: where a bound is near, the posterior is not normal, and a network needs the distance.
 *
 * @module
 */
import type { PriorConfig } from "../prior/lif.ts";
import { DIM, LOG_G, V_INF, V_INIT, V_RESET, V_TH } from "../columns.ts";
import type { SimConfig } from "../simulator/lif.ts";
import { depolarisation } from "../steady_voltage.ts";

/** Further than this, in sd, a bound is not felt. */
const FAR = 5;

/** The bounds, as what is between. */
export const BOUND_DISTANCES = [
  "V_th to its upper bound",
  "g_L to its upper bound",
  "V_init to its upper bound",
  "V_reset to V_init",
  "V_init to E_L",
  "E_L to its lower bound",
] as const;

/**
 * A function that gives the {@linkcode BOUND_DISTANCES} in sd, from −5 beyond a bound to 5, of a
 * distribution with this mean and the rows of this covariance.
 */
export function boundDistances(
  prior: PriorConfig,
  { I_mean }: Pick<SimConfig, "I_mean">,
): (mean: Float64Array, covariance: readonly Float64Array[]) => Float32Array {
  const highest = Math.log(prior.g_L_high);
  const weights = new Float64Array(DIM);
  return (mean, covariance) => {
    // E_L, linear in log g_L about its mode, where g_L is not beyond its bound.
    const lift = depolarisation(I_mean, Math.exp(Math.min(mean[LOG_G], highest)));
    const E_L = mean[V_INF] - lift;
    const out = new Float32Array(BOUND_DISTANCES.length);
    let next = 0;
    const write = (distance: number, ...terms: (readonly [number, number])[]) => {
      weights.fill(0);
      for (const [coordinate, weight] of terms) weights[coordinate] = weight;
      let variance = 0;
      for (let i = 0; i < DIM; i++) {
        for (let j = 0; j < DIM; j++) variance += weights[i] * weights[j] * covariance[i][j];
      }
      out[next++] = Math.min(FAR, Math.max(-FAR, distance / Math.sqrt(variance)));
    };
    write(prior.V_th_high - mean[V_TH], [V_TH, 1]);
    write(highest - mean[LOG_G], [LOG_G, 1]);
    write(prior.V_init_high - mean[V_INIT], [V_INIT, 1]);
    write(mean[V_INIT] - prior.gap - mean[V_RESET], [V_INIT, 1], [V_RESET, -1]);
    write(E_L - prior.gap - mean[V_INIT], [V_INF, 1], [LOG_G, lift], [V_INIT, -1]);
    write(E_L - prior.E_L_low, [V_INF, 1], [LOG_G, lift]);
    return out;
  };
}
