/**
 * The path of the generalised integrate-and-fire neuron from sample to sample, which its spikes
 * determine. Between two samples the current is constant, each w has its mean over the step, and V
 * follows exactly.
 *
 * @module
 */
import { type GifConfig, gridOf } from "../config.ts";
import {
  B_FAST,
  B_SLOW,
  C_FAST,
  C_SLOW,
  CAPACITANCE,
  LEAK,
  RESET,
  REST,
  SOFTNESS,
  TAU_B,
  TAU_C,
  THRESHOLD,
} from "../parameters.ts";
import { decayOf, meanOver } from "./decay.ts";

/**
 * What is asked at each sample: whether the neuron spikes there.
 *
 * @param k The number of the sample.
 * @param voltage In mV; V_reset in the refractory time, in which the model has none.
 * @param logHazard log λ dt, the logarithm of the hazard integrated over the step; −∞ in the
 * refractory time, in which the answer must be no.
 */
export type Visit = (k: number, voltage: number, logHazard: number) => boolean;

/**
 * Walks from rest at the first sample to the last.
 *
 * @param theta In the order of the parameters.
 * @param current In pA, one value a sample.
 */
export function walkGif(
  theta: Float64Array,
  current: Float32Array,
  config: GifConfig,
  visit: Visit,
): void {
  const { refractory } = gridOf(config);
  const { dt, tau_b_fast, tau_c_fast } = config;
  const logStep = Math.log(dt);
  const leak = theta[LEAK], rest = theta[REST];
  const keep = decayOf(theta[CAPACITANCE] / leak, dt);
  const keepWFast = decayOf(tau_b_fast, dt), keepWSlow = decayOf(theta[TAU_B], dt);
  const meanFast = meanOver(tau_b_fast, dt), meanSlow = meanOver(theta[TAU_B], dt);
  const keepFast = decayOf(tau_c_fast, dt), keepSlow = decayOf(theta[TAU_C], dt);
  let v = rest, wFast = 0, wSlow = 0, fast = 0, slow = 0;
  let free = 0; // the first sample after the refractory time
  for (let k = 0; k < current.length; k++) {
    if (k < free) visit(k, theta[RESET], -Infinity);
    else {
      const distance = (v - theta[THRESHOLD] - fast - slow) / theta[SOFTNESS];
      if (visit(k, v, logStep + distance)) free = k + refractory;
    }
    const steady = rest + (current[k] - meanFast * wFast - meanSlow * wSlow) / leak;
    v = steady + keep * (v - steady);
    wFast *= keepWFast;
    wSlow *= keepWSlow;
    fast *= keepFast;
    slow *= keepSlow;
    if (k + 1 === free) {
      v = theta[RESET];
      wFast += theta[B_FAST];
      wSlow += theta[B_SLOW];
      fast += theta[C_FAST];
      slow += theta[C_SLOW];
    }
  }
}
