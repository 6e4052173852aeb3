/**
 * The experiment of several sweeps of one neuron, each under a known current and an unknown white
 * noise about it, and the fields of its observations.
 *
 * @module
 */
import { configure, finite, integer } from "../../../core/check.ts";
import { series, type SeriesField, set, type SetField } from "../../../model/field.ts";
import { type MembraneConfig, SIM_DEFAULTS, simConfig, stepCount } from "../simulator/lif.ts";
import { currentFields, neuronFields } from "../../neuron/fields.ts";

/** What is fixed in the experiment. T is the duration of the longest sweep, in ms. */
export interface SweepsConfig extends MembraneConfig {
  /** The number of sweeps at most. */
  readonly sweeps: number;
  /** The lowest level of the stimuli in training, in pA. */
  readonly I_low: number;
  /** The highest level of the stimuli in training, in pA. */
  readonly I_high: number;
}

const { I_mean: _, ...MEMBRANE_DEFAULTS } = SIM_DEFAULTS;

/** The original study's membrane, in up to 30 sweeps; no current brings it to the voltage clip. */
export const SWEEPS_DEFAULTS: SweepsConfig = Object.freeze({
  ...MEMBRANE_DEFAULTS,
  v_clip: 200,
  sweeps: 30,
  I_low: -100,
  I_high: 400,
});

/**
 * Validates and freezes an experiment of several sweeps.
 *
 * @throws {TypeError} If a key is unknown.
 * @throws {RangeError} If a value is out of range, or T or tref is no whole number of steps.
 *
 * @example Usage
 * ```ts
 * import { sweepsConfig } from "./config.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(sweepsConfig({ sweeps: 5 }).T, 200);
 * ```
 */
export function sweepsConfig(overrides?: Partial<SweepsConfig>): SweepsConfig {
  const config = configure("SweepsConfig", SWEEPS_DEFAULTS, overrides);
  const { sweeps, I_low, I_high, ...membrane } = config;
  const action = "make SweepsConfig";
  simConfig(membrane);
  integer(action, "sweeps", sweeps, 1);
  finite(action, "I_low", I_low);
  finite(action, "I_high", I_high);
  if (I_low > I_high) {
    throw new RangeError(
      `Cannot ${action} as I_low must be <= I_high = ${I_high}: current value is ${I_low}`,
    );
  }
  return config;
}

/** A set of series. */
export type SeriesSet = SetField<SeriesField>;

/**
 * Sweeps of one neuron, in no order: voltage (mV) and spikes (0 or 1), the known current (pA), and
 * whether a sample is there (1) or behind the end of a sweep that is shorter than others (0).
 */
export type SweepFields = Readonly<
  Record<"voltage" | "spikes" | "current" | "present", SeriesSet>
>;

/**
 * The fields of an experiment's observations.
 *
 * @example Usage
 * ```ts
 * import { sweepFields, sweepsConfig } from "./config.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(sweepFields(sweepsConfig({ sweeps: 5 })).current.most, 5);
 * ```
 */
export function sweepFields(config: SweepsConfig): SweepFields {
  const length = stepCount(config), step = config.dt;
  const several = (of: SeriesField) => set(of, { most: config.sweeps });
  const { voltage, spikes } = neuronFields(length, step);
  return {
    voltage: several(voltage),
    spikes: several(spikes),
    current: several(currentFields(length, step).current),
    present: several(series({ length, step, stepUnit: "ms", binary: true })),
  };
}
