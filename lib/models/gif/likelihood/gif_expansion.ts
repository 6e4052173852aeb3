/**
 * The log likelihood of the generalised integrate-and-fire neuron with its gradient, by forward
 * sensitivities, and its curvature where voltage and threshold are taken to be linear in the
 * parameters, as Gauss and Newton do. The curvature is positive semidefinite: the likelihood is
 * log-concave in the voltage and in the distance from the threshold (Paninski 2004).
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
  DIM,
  LEAK,
  RESET,
  REST,
  SOFTNESS,
  TAU_B,
  TAU_C,
  THRESHOLD,
  VOLTAGE_DIM,
} from "../parameters.ts";
import { decayOf, meanOver } from "../simulator/decay.ts";
import { logSpike } from "./gif_likelihood.ts";
import type { GifTrace } from "./gif_trace.ts";

/** The log likelihood near one theta. */
export interface GifExpansion {
  /** The log likelihood. */
  value: number;
  /** Its derivatives by the parameters, [12]. */
  readonly gradient: Float64Array;
  /** Minus its second derivatives as far as above, [12, 12]; the lower triangle. */
  readonly information: Float64Array;
}

/** An expansion to be written to. */
export function gifExpansion(): GifExpansion {
  return {
    value: NaN,
    gradient: new Float64Array(DIM),
    information: new Float64Array(DIM * DIM),
  };
}

/** A sample that tells less of the distance from the threshold than this is passed over. */
const NEGLIGIBLE = 1e-12;
/** An exponent beyond which no step survives. */
const LARGEST = 600;

/**
 * Expands the log likelihood of one recording about theta into `out`; without its curvature, which is
 * then 0, if `curved` is false.
 */
export type GifExpand = (theta: Float64Array, out: GifExpansion, curved?: boolean) => void;

/** What a walk over a recording needs of an experiment and theta, derivatives by parameters included. */
export interface GifWalkConstants {
  /** log dt. */
  readonly logStep: number;
  /** What is left of the voltage's distance from its steady value after a step. */
  readonly keep: number;
  /** Its derivative by C. */
  readonly keepByC: number;
  /** Its derivative by g_L. */
  readonly keepByLeak: number;
  /** What is left of the fast spike-triggered current. */
  readonly keepWFast: number;
  /** What is left of the slow one. */
  readonly keepWSlow: number;
  /** The mean of the fast one over a step, as a share. */
  readonly meanFast: number;
  /** That of the slow one. */
  readonly meanSlow: number;
  /** The derivative of the latter by tau_b. */
  readonly meanByTau: number;
  /** dt / tau_b². */
  readonly growB: number;
  /** What is left of the fast movement of the threshold. */
  readonly keepFast: number;
  /** What is left of the slow one. */
  readonly keepSlow: number;
  /** dt / tau_c². */
  readonly growC: number;
}

/** The constants of walks in one experiment, as a function of theta. */
export function gifWalkConstants(config: GifConfig): (theta: Float64Array) => GifWalkConstants {
  const { dt, tau_b_fast, tau_c_fast } = config;
  const fixed = {
    logStep: Math.log(dt),
    keepWFast: decayOf(tau_b_fast, dt),
    keepFast: decayOf(tau_c_fast, dt),
    meanFast: meanOver(tau_b_fast, dt),
  };
  return (theta) => {
    const [C, leak, tauB, tauC] = [theta[CAPACITANCE], theta[LEAK], theta[TAU_B], theta[TAU_C]];
    const keep = decayOf(C / leak, dt), keepWSlow = decayOf(tauB, dt);
    return {
      ...fixed,
      keep,
      keepByC: keep * dt * leak / (C * C),
      keepByLeak: -keep * dt / C,
      keepWSlow,
      meanSlow: meanOver(tauB, dt),
      meanByTau: (1 - keepWSlow) / dt - keepWSlow / tauB,
      growB: dt / (tauB * tauB),
      keepSlow: decayOf(tauC, dt),
      growC: dt / (tauC * tauC),
    };
  };
}

/** Adds weight · d dᵀ to the first `size` rows of a lower triangle. */
function addOuter(into: Float64Array, d: Float64Array, size: number, weight: number): void {
  for (let i = 0; i < size; i++) {
    const scaled = weight * d[i];
    for (let j = 0; j <= i; j++) into[i * DIM + j] += scaled * d[j];
  }
}

/**
 * A function that expands the log likelihood of one recording about theta.
 *
 * @example Usage
 * ```ts
 * import { gifConfig } from "../config.ts";
 * import { gifExpansion, gifExpand } from "./gif_expansion.ts";
 * import { gifTrace } from "./gif_trace.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const config = gifConfig({ T: 50 });
 * const voltage = new Float32Array(100).fill(-60);
 * const row = { voltage, spikes: new Float32Array(100), current: new Float32Array(100) };
 * const theta = Float64Array.of(160, 7, -60, -40, 300, 60, 60, -40, 1, 6, 4, 60);
 * const out = gifExpansion();
 * gifExpand(gifTrace(row, config), config)(theta, out);
 * assertAlmostEquals(out.gradient[2], 0, 1e-6); // the voltage is where it rests
 * ```
 */
export function gifExpand(
  { voltage, spikes, current, kept, precision, gain, logScale }: GifTrace,
  config: GifConfig,
): GifExpand {
  const { refractory } = gridOf(config);
  const constants = gifWalkConstants(config);
  const dv = new Float64Array(VOLTAGE_DIM); // of the voltage
  const earlier = new Float64Array(VOLTAGE_DIM); // of minus the slow error at the last seen sample
  const dx = new Float64Array(DIM); // of a fresh error, or of the distance from the threshold

  return (theta, out, curved = true) => {
    const { gradient, information } = out;
    gradient.fill(0);
    information.fill(0);
    dv.fill(0);
    dv[REST] = 1;
    earlier.fill(0);
    const [leak, rest, softness] = [theta[LEAK], theta[REST], theta[SOFTNESS]];
    const [bFast, bSlow] = [theta[B_FAST], theta[B_SLOW]];
    const [cFast, cSlow] = [theta[C_FAST], theta[C_SLOW]];
    const { logStep, keep, keepByC, keepByLeak, keepWFast, keepWSlow, ...more } = constants(theta);
    const { meanFast, meanSlow, meanByTau, growB, keepFast, keepSlow, growC } = more;
    // What spikes add, in units of b and c, and the derivatives of the slow ones by tau.
    let v = rest, wFast = 0, wSlow = 0, wByTau = 0, fast = 0, slow = 0, slowByTau = 0;
    let free = 0, slowError = 0, value = logScale;
    for (let k = 0; k < spikes.length; k++) {
      if (k >= free) {
        const x = (v - theta[THRESHOLD] - cFast * fast - cSlow * slow) / softness;
        const log = Math.min(LARGEST, logStep + x);
        const mean = Math.exp(log);
        let score = -mean, curvature = mean;
        if (spikes[k] === 1) {
          value += logSpike(mean, log);
          // d/dx log(1 − e^{−μ}) = μ / (e^μ − 1), and its derivative by x.
          score = mean < 1e-8 ? 1 - 0.5 * mean : mean / Math.expm1(mean);
          curvature = score * (score * Math.exp(mean) - 1);
          if (!(curvature >= 0)) curvature = 0;
          free = k + refractory;
        } else value -= mean;
        if (Math.abs(score) > NEGLIGIBLE) {
          for (let j = 0; j < VOLTAGE_DIM; j++) dx[j] = dv[j] / softness;
          dx[THRESHOLD] = -1 / softness;
          dx[SOFTNESS] = -x / softness;
          dx[C_FAST] = -fast / softness;
          dx[C_SLOW] = -slow / softness;
          dx[TAU_C] = -cSlow * slowByTau / softness;
          for (let j = 0; j < DIM; j++) gradient[j] += score * dx[j];
          if (curved) addOuter(information, dx, DIM, curvature);
        }
      }
      if (precision[k] > 0) {
        const predicted = kept[k] * slowError;
        const fresh = voltage[k] - v - predicted;
        const weight = precision[k];
        value -= 0.5 * weight * fresh * fresh;
        for (let j = 0; j < VOLTAGE_DIM; j++) {
          const before = kept[k] * earlier[j];
          dx[j] = dv[j] - before;
          earlier[j] = before + gain[k] * dx[j];
          gradient[j] += weight * fresh * dx[j];
        }
        if (curved) addOuter(information, dx, VOLTAGE_DIM, weight);
        slowError = predicted + gain[k] * fresh;
      }
      const drive = current[k] - bFast * meanFast * wFast - bSlow * meanSlow * wSlow;
      const steady = rest + drive / leak;
      for (let j = 0; j < VOLTAGE_DIM; j++) dv[j] *= keep;
      const response = (1 - keep) / leak;
      dv[CAPACITANCE] += keepByC * (v - steady);
      dv[LEAK] += keepByLeak * (v - steady) - response * drive / leak;
      dv[REST] += 1 - keep;
      dv[B_FAST] -= response * meanFast * wFast;
      dv[B_SLOW] -= response * meanSlow * wSlow;
      dv[TAU_B] -= response * bSlow * (meanByTau * wSlow + meanSlow * wByTau);
      v = steady + keep * (v - steady);
      wFast *= keepWFast;
      wByTau = keepWSlow * (wByTau + growB * wSlow);
      wSlow *= keepWSlow;
      fast *= keepFast;
      slowByTau = keepSlow * (slowByTau + growC * slow);
      slow *= keepSlow;
      if (k + 1 === free) {
        v = theta[RESET];
        dv.fill(0);
        dv[RESET] = 1;
        wFast++;
        wSlow++;
        fast++;
        slow++;
      }
    }
    out.value = value;
  };
}
