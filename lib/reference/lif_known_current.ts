/**
 * The likelihood of one neuron whose current is known: theta then determines the noise-free voltage
 * v and the spikes, so that p(voltage, spikes | theta) = Π N(voltage; v, obs_noise_std²) where theta
 * makes the very spikes that were seen, and 0 elsewhere.
 *
 * @module
 */
import { refractorySteps, type SimConfig } from "../simulators/lif.ts";
import { LOG_SQRT_2PI } from "../special.ts";
import type { LifTrace, LifTraceLikelihood } from "./lif_filter.ts";

/**
 * The likelihood of a trace under a known current.
 *
 * @param current In pA, one value a sample; the last is not used.
 */
export function lifKnownCurrent(
  { voltage, spikes }: LifTrace,
  config: SimConfig,
  current: Float64Array,
): LifTraceLikelihood {
  const { dt, v_clip, obs_noise_std } = config;
  const refractory = refractorySteps(config);
  const end = voltage.length - 1;
  const logScale = voltage.length * (-LOG_SQRT_2PI - Math.log(obs_noise_std));

  return ([V_th, tau_m, g_L, V_reset, V_init, E_L]) => {
    if (!(V_th > V_reset) || spikes[end]) return -Infinity;
    let v = V_init;
    let blocked = 0;
    let squares = 0;
    for (let k = 0; k < end; k++) {
      const spiking = blocked === 0 && v >= V_th;
      if (spiking !== (spikes[k] === 1)) return -Infinity;
      if (spiking || blocked > 0) v = V_reset;
      blocked = spiking ? refractory : Math.max(0, blocked - 1);
      squares += (voltage[k] - v) ** 2;
      v += (-(v - E_L) + current[k] / g_L) * (dt / tau_m);
      v = Math.max(-v_clip, Math.min(v_clip, v));
    }
    squares += (voltage[end] - v) ** 2;
    return logScale - 0.5 * squares / obs_noise_std ** 2;
  };
}
