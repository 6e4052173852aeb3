/**
 * Where the climb to the mode of several sweeps begins: what can be read off them without a filter.
 *
 * @module
 */
import { LOG_G, LOG_TAU, V_INF, V_INIT, V_RESET, V_TH } from "../columns.ts";
import { readVoltages } from "../guide/read_voltages.ts";
import { type MembraneConfig, refractorySteps } from "../simulator/lif.ts";
import { steadyVoltage } from "../steady_voltage.ts";
import type { NearbyPrior } from "../statistics/nearby_prior.ts";
import type { LifSweep } from "./sweeps_of.ts";

/** A path without a spike is at least so far below the threshold, in mV. */
const SILENT = 1;
/** The resistance 1 / g_L is kept within so many of its prior's logarithmic sd. */
const WITHIN = 3;

/**
 * A function that writes a first guess of V_th, log tau_m, log g_L, V_reset, V_init and the steady
 * voltage under the reference current. For tau_m it is the prior's median, with which the path
 * between spikes is linear in E_L and 1 / g_L: these are found by least squares.
 */
export function firstGuess(
  config: MembraneConfig,
  { mean, sd }: NearbyPrior,
): (sweeps: readonly LifSweep[], reference: number, point: Float64Array) => void {
  const rate = config.dt / Math.exp(mean[LOG_TAU]);
  const blocked = refractorySteps(config) + 1;
  const resistance = Math.exp(-mean[LOG_G]);
  // The path strays by the noise of the current, for tau_m at a time: its squares count so much less.
  const stray = resistance * config.I_std * Math.sqrt(rate / 2);
  const precision = 1 / (config.obs_noise_std ** 2 + stray ** 2 * 2 / rate);

  return (sweeps, reference, point) => {
    const { init, reset = mean[V_RESET], threshold } = readVoltages(sweeps, blocked);
    // The normal equations of E_L and R = 1 / g_L, with the prior.
    const priorE = 1 / sd[V_INF] ** 2, priorR = 1 / (resistance * sd[LOG_G]) ** 2;
    let ee = priorE, er = 0, rr = priorR, e = priorE * mean[V_INF], r = priorR * resistance;
    for (const { voltage, spikes, current } of sweeps) {
      // v = start + byE · E_L + byR · R
      let start = init, byE = 0, byR = 0, left = 0;
      for (let k = 0; k < voltage.length; k++) {
        if (spikes[k] > 0) left = blocked;
        if (left > 0) {
          [start, byE, byR] = [reset, 0, 0];
          left--;
        } else {
          const y = voltage[k] - start;
          ee += precision * byE * byE;
          er += precision * byE * byR;
          rr += precision * byR * byR;
          e += precision * byE * y;
          r += precision * byR * y;
        }
        start -= rate * start;
        byE += rate * (1 - byE);
        byR += rate * (current[k] - byR);
      }
    }
    const E_L = (e * rr - r * er) / (ee * rr - er * er);
    const far = Math.exp(WITHIN * sd[LOG_G]);
    const R = Math.min(resistance * far, Math.max(resistance / far, (r - er * E_L) / rr));
    const g_L = 1 / R;

    let highest = -Infinity;
    if (threshold === undefined) {
      for (const { current } of sweeps) {
        let v = init;
        for (const I of current) {
          highest = Math.max(highest, v);
          v += rate * (steadyVoltage({ E_L, g_L }, I) - v);
        }
      }
    }
    point[V_TH] = threshold ?? Math.max(mean[V_TH], highest + SILENT);
    point[LOG_TAU] = mean[LOG_TAU];
    point[LOG_G] = Math.log(g_L);
    point[V_RESET] = reset;
    point[V_INIT] = init;
    point[V_INF] = steadyVoltage({ E_L, g_L }, reference);
  };
}
