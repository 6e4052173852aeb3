/**
 * A smooth distribution near the prior's, for the coordinates of an approximate likelihood. The
 * bounds are left out, but not what they do to the density inside: V_init is normal given E_L, cut
 * at E_L − gap, so its density is divided by the mass Φ that is left, which favours a low E_L; and
 * so for V_reset.
 *
 * @module
 */
import type { PriorConfig } from "../prior/lif.ts";
import type { SimConfig } from "../simulator/lif.ts";
import { DIM, LOG_G, V_INF, V_INIT } from "../columns.ts";
import { depolarisation } from "../steady_voltage.ts";
import { addOuter, type Expansion } from "./assumed_density.ts";
import { normalTail, tail } from "./normal_tail.ts";

/** The distribution of V_th, log tau_m, log g_L, V_reset, V_init and E_L. */
export interface NearbyPrior {
  /** Of the normal distributions that the bounds cut. */
  readonly mean: Float64Array;
  readonly sd: Float64Array;
  /** Adds its log density, score and information at a point to those of a likelihood. */
  add(point: Float64Array, out: Expansion): void;
}

/** The distribution near a prior. */
export function nearbyPrior(
  prior: PriorConfig,
  { I_mean }: Pick<SimConfig, "I_mean">,
): NearbyPrior {
  const mean = Float64Array.of(
    prior.V_th_mean,
    Math.log(prior.tau_m_median),
    Math.log(prior.g_L_median),
    prior.V_reset_mean,
    prior.V_init_mean,
    prior.E_L_mean,
  );
  const sd = Float64Array.of(
    prior.V_th_sd,
    prior.tau_m_log_sd,
    prior.g_L_log_sd,
    prior.V_reset_sd,
    prior.V_init_sd,
    prior.E_L_sd,
  );
  const direction = new Float64Array(DIM);

  /**
   * Divides by the mass of N(mean, sd) below `bound`, which grows along `direction`: as 1 / Φ is
   * log-convex, its information is negative, but less than that of the distribution of the bound.
   */
  const divide = (bound: number, mean: number, sd: number, out: Expansion) => {
    const z = (bound - mean) / sd;
    out.value -= normalTail(z);
    const { mills } = tail;
    for (let i = 0; i < DIM; i++) out.score[i] -= mills * direction[i] / sd;
    addOuter(out.information, direction, -mills * (mills + z) / (sd * sd));
  };

  return {
    mean,
    sd,
    add(point, out) {
      const lift = depolarisation(I_mean, Math.exp(point[LOG_G])); // E_L is the last coordinate less this
      for (let j = 0; j < DIM; j++) {
        const z = (point[j] - (j === V_INF ? lift : 0) - mean[j]) / sd[j];
        direction.fill(0);
        direction[j] = 1 / sd[j];
        if (j === V_INF) direction[LOG_G] = lift / sd[j];
        out.value -= 0.5 * z * z;
        for (let i = 0; i < DIM; i++) out.score[i] -= z * direction[i];
        addOuter(out.information, direction, 1);
      }
      const V_init = point[V_INIT], E_L = point[V_INF] - lift;
      direction.fill(0);
      direction[V_INIT] = 1;
      if (V_init - prior.gap < prior.V_reset_high) {
        divide(V_init - prior.gap, prior.V_reset_mean, prior.V_reset_sd, out);
      }
      direction[V_INIT] = 0;
      direction[LOG_G] = lift;
      direction[V_INF] = 1;
      if (E_L - prior.gap < prior.V_init_high) {
        divide(E_L - prior.gap, prior.V_init_mean, prior.V_init_sd, out);
      }
    },
  };
}
