/**
 * The likelihood of one neuron whose current is known: theta then determines the noise-free voltage
 * v and the spikes, so that p(voltage, spikes | theta) = Π N(voltage; v, obs_noise_std²) where
 * theta gives exactly the observed spikes, and 0 elsewhere.
 *
 * Such theta are rare. A surrogate for tempering is positive near them: along the path that is
 * reset at the observed spikes, each sample on the wrong side of the threshold adds to a distance.
 *
 * @module
 */
import { refractorySteps, type SimConfig } from "../simulator/lif.ts";
import { LOG_SQRT_2PI } from "../../../core/special.ts";
import type { LifTrace, LifTraceLikelihood } from "./lif_filter.ts";

/** The likelihood of a trace, and a surrogate for tempering. */
export interface LifKnownCurrent {
  readonly logLikelihood: LifTraceLikelihood;
  /** The likelihood where that is positive; elsewhere it falls off with the distance from there. */
  readonly surrogate: LifTraceLikelihood;
}

/**
 * The sd of the surrogate about the threshold, in the step from rest at V_reset to a rest at V_th.
 */
const SLACK = 0.1;

/**
 * The likelihood of a trace under a known current.
 *
 * @param current In pA, one value a sample; the last is not used.
 */
export function lifKnownCurrent(
  { voltage, spikes }: LifTrace,
  config: SimConfig,
  current: Float64Array,
): LifKnownCurrent {
  const { dt, v_clip, obs_noise_std } = config;
  const refractory = refractorySteps(config);
  const end = voltage.length - 1;
  const logScale = voltage.length * (-LOG_SQRT_2PI - Math.log(obs_noise_std));

  /**
   * The log density about the path reset at the spikes seen, and the distance of theta from giving
   * them.
   */
  function compare([V_th, tau_m, g_L, V_reset, V_init, E_L]: Float64Array) {
    const rate = dt / tau_m;
    const tolerance = SLACK * rate * (V_th - V_reset);
    let v = V_init;
    let blocked = 0;
    let squares = 0;
    let consistent = V_th > V_reset && spikes[end] === 0;
    let distance = consistent ? 0 : Infinity; // squared, in units of the tolerance
    for (let k = 0; k < end; k++) {
      const spike = spikes[k] === 1;
      if (spike !== (blocked === 0 && v >= V_th)) {
        consistent = false;
        distance += blocked > 0 ? Infinity : ((v - V_th) / tolerance) ** 2;
      }
      if (spike || blocked > 0) v = V_reset;
      blocked = spike ? refractory : Math.max(0, blocked - 1);
      squares += (voltage[k] - v) ** 2;
      v += (-(v - E_L) + current[k] / g_L) * rate;
      v = Math.max(-v_clip, Math.min(v_clip, v));
    }
    squares += (voltage[end] - v) ** 2;
    return { consistent, distance, logDensity: logScale - 0.5 * squares / obs_noise_std ** 2 };
  }

  return {
    logLikelihood(theta) {
      const { consistent, logDensity } = compare(theta);
      return consistent ? logDensity : -Infinity;
    },
    surrogate(theta) {
      const { distance, logDensity } = compare(theta);
      return logDensity - 0.5 * distance;
    },
  };
}
