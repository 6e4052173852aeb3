/**
 * What is fixed in an experiment on the generalised integrate-and-fire neuron.
 *
 * @module
 */
import { configure, multiple, positive } from "../../core/check.ts";

/** What is fixed in an experiment. */
export interface GifConfig {
  /** Duration of a recording, in ms. */
  readonly T: number;
  /** Time step, in ms. */
  readonly dt: number;
  /** Refractory time, in ms. */
  readonly tref: number;
  /** Time constant of the fast spike-triggered current, in ms. */
  readonly tau_b_fast: number;
  /** Time constant of the fast movement of the threshold, in ms. */
  readonly tau_c_fast: number;
  /** Standard deviation of the slow error of the recorded voltage, an Ornstein–Uhlenbeck process, in mV. */
  readonly error_sd: number;
  /** Its correlation time, in ms. */
  readonly error_tau: number;
  /** Standard deviation of a further error, independent from sample to sample, in mV. */
  readonly white_sd: number;
  /** Before each spike the recorded voltage is masked for so long, in ms. */
  readonly mask_before: number;
  /** And after it for so long, in ms. */
  readonly mask_after: number;
}

/**
 * A second of recording. Refractory time, fast time constants, error and mask are those of the fit to
 * a layer-5 pyramidal cell.
 */
export const GIF_DEFAULTS: GifConfig = Object.freeze({
  T: 1000,
  dt: 0.5,
  tref: 5,
  tau_b_fast: 3,
  tau_c_fast: 12,
  error_sd: 2,
  error_tau: 150,
  white_sd: 1,
  mask_before: 3,
  mask_after: 10,
});

/**
 * Validates and freezes an experiment.
 *
 * @throws {TypeError} If a key is unknown.
 * @throws {RangeError} If white_sd is < 0 or another value not > 0, T, tref or an end of the mask is no whole number of
 * steps, or the mask ends before the refractory time, in which the model has no voltage.
 *
 * @example Usage
 * ```ts
 * import { gifConfig } from "./config.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(gifConfig({ T: 2000 }).dt, 0.5);
 * ```
 */
export function gifConfig(overrides?: Partial<GifConfig>): GifConfig {
  const config = configure("GifConfig", GIF_DEFAULTS, overrides);
  const action = "make GifConfig";
  const { white_sd, ...others } = config;
  for (const [name, value] of Object.entries(others)) positive(action, name, value);
  if (!(white_sd >= 0 && Number.isFinite(white_sd))) {
    throw new RangeError(
      `Cannot ${action} as white_sd must be >= 0: current value is ${white_sd}`,
    );
  }
  for (const name of ["T", "tref", "mask_before", "mask_after"] as const) {
    multiple(action, name, config[name], config.dt);
  }
  if (config.mask_after < config.tref) {
    throw new RangeError(
      `Cannot ${action} as mask_after must be >= tref = ${config.tref}: current value is ` +
        config.mask_after,
    );
  }
  return config;
}

/** An experiment in samples. */
export interface GifGrid {
  /** Samples of a recording. */
  readonly steps: number;
  /** Samples from a spike to the end of the refractory time, where the voltage is V_reset. */
  readonly refractory: number;
  /** Masked samples before each spike. */
  readonly before: number;
  /** Masked samples after each spike, which is masked itself. */
  readonly after: number;
}

/** The times of an experiment in samples. */
export function gridOf({ T, dt, tref, mask_before, mask_after }: GifConfig): GifGrid {
  return {
    steps: Math.round(T / dt),
    refractory: Math.round(tref / dt),
    before: Math.round(mask_before / dt),
    after: Math.round(mask_after / dt),
  };
}
