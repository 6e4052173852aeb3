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
  { voltage, spikes, current, kept, precision, logScale }: GifTrace,
  config: GifConfig,
): (theta: Float64Array, out: GifExpansion) => void {
  const { refractory } = gridOf(config);
  const { dt, tau_b_fast, tau_c_fast } = config;
  const logStep = Math.log(dt);
  const [keepWFast, keepFast] = [decayOf(tau_b_fast, dt), decayOf(tau_c_fast, dt)];
  const meanFast = meanOver(tau_b_fast, dt);
  const dv = new Float64Array(VOLTAGE_DIM); // of the voltage
  const earlier = new Float64Array(VOLTAGE_DIM); // at the last seen sample
  const dx = new Float64Array(DIM); // of a fresh error, or of the distance from the threshold

  return (theta, out) => {
    const { gradient, information } = out;
    gradient.fill(0);
    information.fill(0);
    dv.fill(0);
    dv[REST] = 1;
    earlier.fill(0);
    const [C, leak, rest] = [theta[CAPACITANCE], theta[LEAK], theta[REST]];
    const [bFast, bSlow, tauB] = [theta[B_FAST], theta[B_SLOW], theta[TAU_B]];
    const [cFast, cSlow, tauC] = [theta[C_FAST], theta[C_SLOW], theta[TAU_C]];
    const softness = theta[SOFTNESS];
    const keep = decayOf(C / leak, dt);
    const keepByC = keep * dt * leak / (C * C), keepByLeak = -keep * dt / C;
    const keepWSlow = decayOf(tauB, dt), keepSlow = decayOf(tauC, dt);
    const meanSlow = meanOver(tauB, dt);
    const meanByTau = (1 - keepWSlow) / dt - keepWSlow / tauB;
    const growB = dt / (tauB * tauB), growC = dt / (tauC * tauC);
    // What spikes add, in units of b and c, and the derivatives of the slow ones by tau.
    let v = rest, wFast = 0, wSlow = 0, wByTau = 0, fast = 0, slow = 0, slowByTau = 0;
    let free = 0, residual = 0, value = logScale;
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
          addOuter(information, dx, DIM, curvature);
        }
      }
      if (precision[k] > 0) {
        const error = voltage[k] - v;
        const fresh = error - kept[k] * residual;
        const weight = precision[k];
        value -= 0.5 * weight * fresh * fresh;
        for (let j = 0; j < VOLTAGE_DIM; j++) {
          dx[j] = dv[j] - kept[k] * earlier[j];
          earlier[j] = dv[j];
          gradient[j] += weight * fresh * dx[j];
        }
        addOuter(information, dx, VOLTAGE_DIM, weight);
        residual = error;
      }
      const drive = current[k] - bFast * meanFast * wFast - bSlow * meanSlow * wSlow;
      const steady = rest + drive / leak;
      for (let j = 0; j < VOLTAGE_DIM; j++) dv[j] *= keep;
      const gain = (1 - keep) / leak;
      dv[CAPACITANCE] += keepByC * (v - steady);
      dv[LEAK] += keepByLeak * (v - steady) - gain * drive / leak;
      dv[REST] += 1 - keep;
      dv[B_FAST] -= gain * meanFast * wFast;
      dv[B_SLOW] -= gain * meanSlow * wSlow;
      dv[TAU_B] -= gain * bSlow * (meanByTau * wSlow + meanSlow * wByTau);
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
