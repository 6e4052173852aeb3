/**
 * The model, the experiment and the prior in words, for help and answers.
 *
 * @module
 */
import type { GifConfig } from "./config.ts";
import { GIF_STIMULI } from "./simulator/gif.ts";

/** The model's equations. */
export const MODEL_TEXT =
  "C dV/dt = -g_L (V - E_L) - w_fast - w_slow + I; hazard exp((V - V_T - theta_fast - theta_slow) / " +
  "Delta_V) per ms; after a spike V is reset to V_reset, each w grows by its b, each theta by its c";

/** What an answer assumes. */
export function experimentText(config: GifConfig): string {
  const { T, dt, tref, tau_b_fast, tau_c_fast, error_sd, error_tau, white_sd } = config;
  const { mean, sd, correlation } = GIF_STIMULI;
  const between = ([low, high]: readonly [number, number]) => `${low} to ${high}`;
  return [
    `${T} ms in steps of ${dt} ms, from rest`,
    `a known current that fluctuates, mean ${between(mean)} pA, sd ${
      between(sd)
    } pA, correlation ` +
    `time ${between(correlation)} ms`,
    `refractory time ${tref} ms`,
    `time constants of w_fast ${tau_b_fast} ms and of theta_fast ${tau_c_fast} ms`,
    `an error of the recorded voltage with sd ${error_sd} mV and correlation time ${error_tau} ms` +
    (white_sd > 0 ? `, and an independent one with sd ${white_sd} mV` : ""),
    `the voltage masked from ${config.mask_before} ms before to ${config.mask_after} ms after spikes`,
  ].join("; ");
}
