/**
 * The model and the experiment in words, for help and answers.
 *
 * @module
 */
import { type AdexConfig, sampleCount } from "./simulator/config.ts";

/** The model's equations. */
export const MODEL_TEXT =
  "C dV/dt = -g_L (V - E_L) + g_L Delta_T exp((V - V_T) / Delta_T) - w + I + noise, " +
  "tau_w dw/dt = a (V - E_L) - w; at a spike V is reset to V_r and w grows by b";

/** What an answer assumes. */
export function experimentText(config: AdexConfig): string {
  const { T, dt, V_peak, tau_noise, obs_noise_std, I_low, I_high } = config;
  return [
    `a known current, of steps, ramps, sines or noise about ${I_low} to ${I_high} pA`,
    `noise of the current with correlation time ${tau_noise} ms`,
    `observation noise ${obs_noise_std} mV`,
    `${sampleCount(config)} samples, ${T} ms in steps of ${dt} ms, from rest`,
    `a spike is marked on the sample after it, whose voltage is ${V_peak} mV`,
  ].join("; ");
}
