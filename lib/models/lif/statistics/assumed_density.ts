/**
 * An approximate likelihood of the leaky integrate-and-fire neuron, with its score and its Fisher
 * information. The noise-free voltage is a Markov chain, v′ ~ N(a v + b, q²), seen through noise
 * and known to be below the threshold until a spike (see lib/models/lif/likelihood/lif_filter.ts);
 * what is known of it is kept as a normal distribution, to which each truncation is brought back by
 * its two moments: assumed density filtering (Maybeck 1982, chapter 12; Minka 2001). One pass over
 * the recording, no grid.
 *
 * The score at a point near the truth is a sufficient statistic up to second order (Le Cam's
 * one-step estimator; for simulators Brehmer et al. 2020, arXiv:1805.12244).
 *
 * @module
 */
import { DIM, LOG_G, LOG_TAU, V_INF, V_INIT, V_RESET, V_TH } from "../columns.ts";
import { type MembraneConfig, refractorySteps } from "../simulator/lif.ts";
import { depolarisation } from "../steady_voltage.ts";
import { normalTail, tail } from "./normal_tail.ts";

/**
 * A log likelihood about a point: V_th, log tau_m, log g_L, V_reset, V_init, E_L + I_mean / g_L.
 * Where the mean current changes, a reference current takes the place of I_mean.
 */
export interface Expansion {
  value: number;
  /** [6] */
  readonly score: Float64Array;
  /** The lower triangle of the Fisher information, row by row, [21]. */
  readonly information: Float64Array;
}

/** An expansion of zeros. */
export function expansion(): Expansion {
  return { value: 0, score: new Float64Array(DIM), information: new Float64Array(21) };
}

/** Adds weight · d dᵀ to a lower triangle. */
export function addOuter(triangle: Float64Array, d: Float64Array, weight: number): void {
  let entry = 0;
  for (let i = 0; i < DIM; i++) {
    const scaled = weight * d[i];
    for (let j = 0; j <= i; j++) triangle[entry++] += scaled * d[j];
  }
}

/** The threshold is felt within so many sd. */
const NEAR = 6;
/** The least share of a variance that a truncation leaves: rounding must not make it negative. */
const LEAST = 1e-6;
/**
 * Without noise the distribution would be a point: the least noise that is reckoned with, in mV and
 * pA.
 */
export const LEAST_NOISE = 0.05;

/** What is expanded. */
export interface ExpandedTrace {
  /** In mV, one value a sample. */
  readonly voltage: Float32Array;
  /** 0 or 1. */
  readonly spikes: Float32Array;
  /** Where the mean current changes: that of each sample, in pA; the last is not used. */
  readonly current?: Float32Array;
  /** The current, in pA, at which the last coordinate is the steady voltage. Default 0. */
  readonly reference?: number;
}

/** Expands the log likelihood of a recording about `point` into `out`. */
export type Expand = (trace: ExpandedTrace, point: Float64Array, out: Expansion) => void;

/** The approximation for an experiment. */
export function assumedDensity(config: MembraneConfig): Expand {
  const { dt, I_std } = config;
  const refractory = refractorySteps(config);
  const noise = Math.max(config.obs_noise_std, LEAST_NOISE) ** 2;
  // Derivatives of the distribution's mean and variance, and of the standardised threshold.
  const dMean = new Float64Array(DIM);
  const dVariance = new Float64Array(DIM);
  const dDistance = new Float64Array(DIM);

  return ({ voltage, spikes, current, reference = 0 }, point, out) => {
    const { score, information } = out;
    const end = voltage.length - 1;
    const threshold = point[V_TH], reset = point[V_RESET];
    const e = dt / Math.exp(point[LOG_TAU]);
    const a = 1 - e;
    const g_L = Math.exp(point[LOG_G]);
    const q2 = (e * Math.max(I_std, LEAST_NOISE) / g_L) ** 2;
    score.fill(0);
    information.fill(0);
    let value = 0, mean = 0, variance = 0;

    const pin = (voltage: number, coordinate: number) => {
      mean = voltage;
      variance = 0;
      dMean.fill(0);
      dVariance.fill(0);
      dMean[coordinate] = 1;
    };
    const seen = (residual: number, coordinate: number) => {
      value -= 0.5 * residual * residual / noise;
      score[coordinate] += residual / noise;
      information[coordinate * (coordinate + 3) / 2] += 1 / noise;
    };
    /** Before a step to sample k: the distribution of its voltage. */
    const predict = (k: number) => {
      const lift = current ? depolarisation(current[k - 1] - reference, g_L) : 0;
      const drift = point[V_INF] + lift;
      for (let j = 0; j < DIM; j++) {
        dMean[j] *= a;
        dVariance[j] *= a * a;
      }
      dMean[LOG_TAU] += e * (mean - drift);
      dMean[LOG_G] -= e * lift;
      dMean[V_INF] += e;
      dVariance[LOG_TAU] += 2 * a * e * variance - 2 * q2;
      dVariance[LOG_G] -= 2 * q2;
      mean = a * mean + e * drift;
      variance = a * a * variance + q2;
    };
    /** Takes an observed voltage into the distribution. */
    const observe = (residual: number) => {
      const precision = 1 / (variance + noise);
      const gain = variance * precision, kept = noise * precision;
      const forMean = residual * precision;
      const forVariance = 0.5 * (residual * forMean - 1) * precision;
      value += 0.5 * (Math.log(precision) - residual * forMean);
      addOuter(information, dMean, precision);
      addOuter(information, dVariance, 0.5 * precision * precision);
      for (let j = 0; j < DIM; j++) {
        score[j] += forMean * dMean[j] + forVariance * dVariance[j];
        const narrowed = kept * precision * dVariance[j];
        dMean[j] = kept * dMean[j] + narrowed * residual;
        dVariance[j] = noise * narrowed;
      }
      mean += gain * residual;
      variance = gain * noise;
    };
    /** Adds log Φ of a distance to the threshold in sd, `sign` −1 beyond it; its Mills ratio. */
    const compare = (distance: number, sd: number, sign: number) => {
      value += normalTail(distance);
      const mills = tail.mills;
      for (let j = 0; j < DIM; j++) {
        const dGap = sign * ((j === V_TH ? 1 : 0) - dMean[j]);
        dDistance[j] = (dGap - 0.5 * distance * dVariance[j] / sd) / sd;
        score[j] += mills * dDistance[j];
      }
      addOuter(information, dDistance, Math.max(0, mills * (mills + distance)));
      return mills;
    };
    /** Cuts the distribution off at the threshold and keeps its mean and variance. */
    const truncate = (distance: number, sd: number) => {
      const mills = compare(distance, sd, 1);
      const dMills = -mills * (mills + distance);
      const left = Math.max(LEAST, 1 - mills * (mills + distance));
      for (let j = 0; j < DIM; j++) {
        const dSd = 0.5 * dVariance[j] / sd;
        dMean[j] -= dSd * mills + sd * dMills * dDistance[j];
        dVariance[j] = left * dVariance[j] -
          variance * (mills + dMills * (distance + 2 * mills)) * dDistance[j];
      }
      mean -= sd * mills;
      variance *= left;
    };

    pin(point[V_INIT], V_INIT);
    seen(voltage[0] - mean, V_INIT);
    let held = 0;
    for (let k = 1; k <= end; k++) {
      const y = voltage[k];
      if (held > 0 && k < end) {
        held--;
        seen(y - reset, V_RESET);
        continue;
      }
      predict(k);
      if (spikes[k] > 0) {
        const sd = Math.sqrt(variance);
        compare((mean - threshold) / sd, sd, -1);
        pin(reset, V_RESET);
        seen(y - reset, V_RESET);
        held = refractory;
        continue;
      }
      observe(y - mean);
      const sd = Math.sqrt(variance), distance = (threshold - mean) / sd;
      if (k < end && distance < NEAR) truncate(distance, sd);
    }
    out.value = value;
  };
}
