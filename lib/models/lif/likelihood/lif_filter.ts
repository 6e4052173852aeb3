/**
 * The likelihood of one neuron driven by white noise about a mean current I, which is constant or
 * known sample by sample: the noise-free voltage is a Markov chain, v′ ~ N(a v + b, q²) with
 * a = 1 − dt / τ_m, b = (1 − a)(E_L + I / g_L) and q = (1 − a) I_std / g_L, seen through normal
 * noise, and known to stay below V_th until a spike.
 *
 * Far from the threshold the filter is Kalman's, near it the grid of lif_grid.ts; a spike and the
 * refractory time after it pin the voltage to V_reset, where both start anew.
 *
 * @module
 */
import { type MembraneConfig, refractorySteps } from "../simulator/lif.ts";
import { LOG_SQRT_2PI, logNormalCdf } from "../../../core/special.ts";
import { steadyVoltage } from "../steady_voltage.ts";
import { lifGrid } from "./lif_grid.ts";

/** One recording, sample by sample. */
export interface LifTrace {
  /** In mV. */
  readonly voltage: Float64Array;
  /** 0 or 1. */
  readonly spikes: Uint8Array;
}

/** What the filter knows of an experiment. */
export interface LifFilterConfig extends MembraneConfig {
  /** The mean of the injected current in pA; where it changes, one value a sample. */
  readonly I_mean: number | Float64Array;
}

/** log p(trace | theta) of one theta: V_th, tau_m, g_L, V_reset, V_init, E_L. */
export type LifTraceLikelihood = (theta: Float64Array) => number;

/** Kalman's filter is used where the threshold is further than so many sd. */
const FAR = 8;

/**
 * The likelihood of a trace under white-noise current.
 *
 * @param spacing The distance of the grid's nodes, in sd of one step and observation.
 */
export function lifFilter(
  { voltage, spikes }: LifTrace,
  config: LifFilterConfig,
  spacing: number,
): LifTraceLikelihood {
  const { dt, I_mean, I_std, obs_noise_std: rho } = config;
  const refractory = refractorySteps(config);
  const end = voltage.length - 1;
  const grid = lifGrid();
  /** The mean current that moves the voltage from the sample before k to k. */
  const before = typeof I_mean === "number" ? () => I_mean : (k: number) => I_mean[k - 1];
  const logScale = -LOG_SQRT_2PI - Math.log(rho);

  /** log density of y about a known voltage. */
  const seen = (y: number, v: number) => logScale - 0.5 * ((y - v) / rho) ** 2;

  return ([V_th, tau_m, g_L, V_reset, V_init, E_L]) => {
    if (!(V_th > V_reset) || (V_init >= V_th) !== (spikes[0] === 1)) return -Infinity;
    const a = 1 - dt / tau_m;
    const moved = (k: number) => (1 - a) * steadyVoltage({ E_L, g_L }, before(k));
    const q = (1 - a) * I_std / g_L;
    const h = spacing / Math.hypot(1 / q, 1 / rho);
    const depth = (v: number) => (V_th - v) / h;
    const drift = (b: number) => ((1 - a) * V_th - b) / h;
    grid.open({ retain: a, drift: drift(moved(1)), sd: q / h });

    // Before step k: v[k − 1] ~ N(mean, variance), or as the grid has it.
    let mean = spikes[0] ? V_reset : V_init;
    let variance = 0;
    let onGrid = false;
    let blocked = spikes[0] ? refractory : 0;
    let logLikelihood = seen(voltage[0], mean);
    for (let k = 1; k < end; k++) {
      const y = voltage[k];
      if (blocked > 0) {
        if (spikes[k]) return -Infinity;
        logLikelihood += seen(y, V_reset);
        blocked--;
        continue;
      }
      const b = moved(k);
      if (onGrid) grid.moveBy(drift(b));
      const ahead = a * mean + b;
      const aheadVariance = a * a * variance + q * q;
      const toThreshold = (V_th - ahead) / Math.sqrt(aheadVariance);
      if (spikes[k]) {
        logLikelihood += (onGrid ? grid.spike() : logNormalCdf(-toThreshold)) + seen(y, V_reset);
        mean = V_reset;
        variance = 0;
        onGrid = false;
        blocked = refractory;
        continue;
      }
      if (onGrid) {
        logLikelihood += grid.observe(depth(y), rho / h) + logScale;
        if (logLikelihood === -Infinity) return -Infinity;
        continue;
      }
      const total = aheadVariance + rho * rho;
      logLikelihood += -LOG_SQRT_2PI - 0.5 * (Math.log(total) + (y - ahead) ** 2 / total);
      mean = ahead + aheadVariance / total * (y - ahead);
      variance = aheadVariance * rho * rho / total;
      const sd = Math.sqrt(variance);
      if (toThreshold > FAR && V_th - mean > FAR * sd) continue;
      logLikelihood += grid.enter(depth(mean), sd / h);
      onGrid = true;
    }

    // The last sample is never compared with the threshold: one free step, even if refractory.
    if (spikes[end]) return -Infinity;
    const y = voltage[end], b = moved(end);
    if (onGrid) {
      grid.moveBy(drift(b));
      return logLikelihood + grid.observeFree(depth(y), rho / h) + logScale;
    }
    const total = a * a * variance + q * q + rho * rho;
    return logLikelihood - LOG_SQRT_2PI -
      0.5 * (Math.log(total) + (y - a * mean - b) ** 2 / total);
  };
}
