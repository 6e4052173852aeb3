/**
 * What a simulation of the adaptive exponential integrate-and-fire neuron depends on: parameters, and
 * what is fixed in an experiment.
 *
 * @module
 */
import { configure, finite, multiple, notNegative, positive } from "../../../core/check.ts";
import {
  type CurrentFields,
  currentFields,
  type NeuronFields,
  neuronFields,
} from "../../neuron/fields.ts";

/**
 * The eleven parameters, in the order used everywhere: C in pF, g_L and a in nS, voltages in mV, b and
 * sigma in pA, tau_w and t_ref in ms.
 */
export const ADEX_PARAMETERS = [
  "C",
  "g_L",
  "E_L",
  "V_T",
  "Delta_T",
  "V_r",
  "a",
  "b",
  "tau_w",
  "t_ref",
  "sigma",
] as const;

/** The name of a parameter of the adaptive exponential integrate-and-fire neuron. */
export type AdexParameter = typeof ADEX_PARAMETERS[number];

/** What is observed, voltage in mV and spikes as 0 or 1, and the known current in pA. */
export type AdexFields = NeuronFields & CurrentFields;

/** What is fixed in an experiment. */
export interface AdexConfig {
  /** Duration, in ms. */
  readonly T: number;
  /** From one sample to the next, in ms. The integrator takes shorter steps where this is long. */
  readonly dt: number;
  /** Where a spike ends, and what is recorded of it, in mV. */
  readonly V_peak: number;
  /** The correlation time of the noise current, in ms; 0 is white, an independent value a sample. */
  readonly tau_noise: number;
  /** Standard deviation of the observation noise, in mV. */
  readonly obs_noise_std: number;
  /** The least level of the stimuli that are drawn in training, in pA. */
  readonly I_low: number;
  /** The greatest level of them, in pA. */
  readonly I_high: number;
}

/** The experiment unless another is asked for. */
export const ADEX_DEFAULTS: AdexConfig = Object.freeze({
  T: 200,
  dt: 0.2,
  V_peak: 0,
  tau_noise: 2,
  obs_noise_std: 0.5,
  I_low: 100,
  I_high: 500,
});

/**
 * Validates and freezes an experiment.
 *
 * @throws {TypeError} If a key is unknown.
 * @throws {RangeError} If a value is out of range, or T is no whole number of at least two samples.
 *
 * @example Usage
 * ```ts
 * import { adexConfig } from "./config.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(adexConfig({ T: 100 }).dt, 0.2);
 * ```
 */
export function adexConfig(overrides?: Partial<AdexConfig>): AdexConfig {
  const config = configure("AdexConfig", ADEX_DEFAULTS, overrides);
  const action = "make AdexConfig";
  for (const name of ["T", "dt"] as const) positive(action, name, config[name]);
  for (const name of ["V_peak", "I_low", "I_high"] as const) finite(action, name, config[name]);
  for (const name of ["tau_noise", "obs_noise_std"] as const) {
    notNegative(action, name, config[name]);
  }
  if (!(config.I_low < config.I_high)) {
    throw new RangeError(
      `Cannot ${action} as I_low must be < I_high = ${config.I_high}: current value is ${config.I_low}`,
    );
  }
  multiple(action, "T", config.T, config.dt);
  if (sampleCount(config) < 2) {
    throw new RangeError(
      `Cannot ${action} as T must be at least 2 dt = ${
        2 * config.dt
      }: current value is ${config.T}`,
    );
  }
  return config;
}

/** The number of samples in a trace, T / dt. */
export function sampleCount({ T, dt }: Pick<AdexConfig, "T" | "dt">): number {
  return Math.round(T / dt);
}

/** The fields of recordings of an experiment. */
export function adexFields(config: Pick<AdexConfig, "T" | "dt">): AdexFields {
  const length = sampleCount(config);
  return { ...neuronFields(length, config.dt), ...currentFields(length, config.dt) };
}

/** The longest step of the integrator, in ms. */
const LONGEST = 0.1;

/** Steps of the integrator in a sample. */
export function substepCount({ dt }: Pick<AdexConfig, "dt">): number {
  return Math.ceil(dt / LONGEST - 1e-9);
}
