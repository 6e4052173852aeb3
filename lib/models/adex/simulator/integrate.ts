/**
 * The adaptive exponential integrate-and-fire neuron (Brette & Gerstner 2005, J. Neurophysiol. 94,
 * 3637–3642) with a noise current:
 *
 * C dV/dt = −g_L (V − E_L) + g_L Δ_T exp((V − V_T) / Δ_T) − w + I(t) + η(t),
 * τ_w dw/dt = a (V − E_L) − w, and at a spike V ← V_r, w ← w + b.
 *
 * η is an Ornstein–Uhlenbeck process of standard deviation σ, discretised exactly from sample to
 * sample. For the time t_ref after a spike V is held at V_r.
 *
 * The integrator is of second order: w is known in the middle of each step, and V moves by a linearly
 * implicit step, which is stable where the leak is fast (Rosenbrock's with one stage, Hairer & Wanner,
 * Solving ODEs II, IV.7). Where the exponential alone carries V to infinity within the step, which it
 * does in C / (g_L exp((V − V_T) / Δ_T)), that moment is the spike, so spikes are not rounded to steps.
 *
 * @module
 */
import { allFinite, finite, notNegative, ofLength, positive } from "../../../core/check.ts";
import type { Theta } from "../../../core/draws.ts";
import { ornsteinUhlenbeck } from "../../neuron/ornstein_uhlenbeck.ts";
import {
  ADEX_PARAMETERS,
  type AdexConfig,
  type AdexParameter,
  sampleCount,
  substepCount,
} from "./config.ts";
import { exponential } from "./exponential.ts";

/** What is refused, in errors. */
export const ACTION = "simulate AdEx neuron";

/** Refuses parameters with which the neuron can't be integrated. */
export function checkAdexTheta(theta: Theta<AdexParameter>, { V_peak }: AdexConfig): void {
  for (const name of ADEX_PARAMETERS) finite(ACTION, name, theta[name]);
  for (const name of ["C", "g_L", "Delta_T", "tau_w"] as const) positive(ACTION, name, theta[name]);
  for (const name of ["t_ref", "sigma"] as const) notNegative(ACTION, name, theta[name]);
  for (const name of ["E_L", "V_T", "V_r"] as const) {
    if (!(theta[name] < V_peak)) {
      throw new RangeError(
        `Cannot ${ACTION} as ${name} must be < V_peak = ${V_peak}: current value is ${theta[name]}`,
      );
    }
  }
}

/** The numbers of a neuron that its steps use, in the order in which WebAssembly reads them. */
export const COEFFICIENTS = [
  "E_L",
  "V_T",
  "inverseDelta", // 1 / Delta_T
  "Delta_T",
  "V_r",
  "rate", // a step in units of C / g_L
  "resistance", // 1 / g_L, in mV/pA
  "keep", // what is left of w after a step
  "gain", // what of V − E_L goes over into w
  "b",
  "hold", // t_ref in steps
  "sigma",
] as const;

/** The numbers of a neuron that its steps use. */
export type AdexCoefficients = Readonly<Record<typeof COEFFICIENTS[number], number>>;

/** The coefficients of a neuron. */
export function adexCoefficients(
  theta: Theta<AdexParameter>,
  config: Pick<AdexConfig, "dt">,
): AdexCoefficients {
  const { C, g_L, E_L, V_T, Delta_T, V_r, a, b, tau_w, t_ref, sigma } = theta;
  const step = config.dt / substepCount(config);
  const keep = Math.exp(-step / tau_w);
  return {
    E_L,
    V_T,
    inverseDelta: 1 / Delta_T,
    Delta_T,
    V_r,
    rate: step * g_L / C,
    resistance: 1 / g_L,
    keep,
    gain: a * (1 - keep),
    b,
    hold: t_ref / step,
    sigma,
  };
}

/** What drives one run. */
export interface AdexInput {
  /** The known current in pA, one value a sample: it holds until the next. The last has no effect. */
  readonly current: Float32Array | Float64Array;
  /** Standard normal deviates of the noise current, one a sample. */
  readonly deviates: Float64Array;
  /** Standard normal deviates of the observation noise, one a sample. */
  readonly noise: Float64Array;
}

/**
 * Integrates one neuron, from rest: V = E_L, w = 0. The same theta and input give the same bytes. The
 * sample after a spike shows V_peak and has the mark; spikes less than a sample apart have one mark.
 *
 * @param out Receives voltage (mV, noise included) and spikes (0 or 1), one value a sample each.
 * @throws {RangeError} If a parameter is out of range, an array has the wrong length or a value is not
 * finite.
 *
 * @example Usage
 * ```ts
 * import { adexConfig } from "./config.ts";
 * import { integrateAdex } from "./integrate.ts";
 * import { ADEX_REGIMES } from "../regimes.ts";
 * import { assert } from "@std/assert";
 *
 * const config = adexConfig();
 * const none = new Float64Array(1000);
 * const out = { voltage: new Float32Array(1000), spikes: new Float32Array(1000) };
 * const { theta, current } = ADEX_REGIMES.tonic;
 * const input = { current: new Float64Array(1000).fill(current), deviates: none, noise: none };
 * integrateAdex(theta, input, config, out);
 * assert(out.spikes.includes(1));
 * ```
 */
export function integrateAdex(
  theta: Theta<AdexParameter>,
  { current, deviates, noise }: AdexInput,
  config: AdexConfig,
  out: { readonly voltage: Float32Array; readonly spikes: Float32Array },
): void {
  checkAdexTheta(theta, config);
  const samples = sampleCount(config), steps = substepCount(config);
  for (const [name, values] of Object.entries({ current, deviates, noise })) {
    ofLength(ACTION, name, values, samples);
    allFinite(ACTION, name, values);
  }
  const { E_L, V_T, inverseDelta, Delta_T, V_r, rate, resistance, keep, gain, b, hold, sigma } =
    adexCoefficients(theta, config);
  const { kept, fresh } = ornsteinUhlenbeck(config.tau_noise, config.dt);
  const { V_peak, obs_noise_std } = config;
  const { voltage, spikes } = out;
  let v = E_L;
  let w = 0;
  let eta = sigma * deviates[0];
  let now = 0; // in steps
  let known = 0; // until when V is known, in steps: beyond `now` while it is held
  voltage[0] = v + obs_noise_std * noise[0];
  spikes[0] = 0;
  for (let k = 1; k < samples; k++) {
    const steady = E_L + resistance * (current[k - 1] + eta);
    let fired = 0;
    for (let step = 0; step < steps; step++) {
      now++;
      w = keep * w + gain * (v - E_L); // in the middle of the step
      const part = rate * Math.max(0, now - known);
      const e = exponential((v - V_T) * inverseDelta);
      const drift = steady - resistance * w - v + Delta_T * e;
      const next = v + part * drift / (1 - 0.5 * part * (e - 1));
      if (part * e >= 1 || next >= V_peak) {
        known = Math.min(now, known + 1 / (rate * e)) + hold;
        v = V_r;
        w += b;
        fired = 1;
      } else {
        known = Math.max(known, now);
        v = next;
      }
    }
    eta = kept * eta + fresh * (sigma * deviates[k]);
    voltage[k] = (fired ? V_peak : v) + obs_noise_std * noise[k];
    spikes[k] = fired;
  }
}
