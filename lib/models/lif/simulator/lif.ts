/**
 * The leaky integrate-and-fire neuron: a deterministic core, {@linkcode integrateLif}, and the
 * simulator that draws its current and its observation noise, {@linkcode lif}.
 *
 * τ_m dv/dt = −(v − E_L) + I(t)/g_L, integrated by forward Euler; at v ≥ V_th a spike is recorded
 * and v is held at V_reset for the refractory time; normal noise is added to the voltage on top.
 *
 * @module
 */
import {
  allFinite,
  configure,
  finite,
  multiple,
  notNegative,
  ofLength,
  positive,
} from "../../../core/check.ts";
import { inOrder } from "../../../core/columns.ts";
import { type Draws, row, type Theta } from "../../../core/draws.ts";
import type { Key, Rng } from "../../../core/random.ts";
import { hasLifRows, type LifRows, lifRows } from "./lif_rows.ts";
import type { Batch, Row } from "../../../model/batch.ts";
import type { Simulator } from "../../../model/simulator.ts";
import { type NeuronFields, neuronFields } from "../../neuron/fields.ts";

/** The six parameters, in the order used everywhere: voltages in mV, tau_m in ms, g_L in nS. */
export const LIF_PARAMETERS = ["V_th", "tau_m", "g_L", "V_reset", "V_init", "E_L"] as const;

/** The name of a parameter of the leaky integrate-and-fire neuron. */
export type LifParameter = typeof LIF_PARAMETERS[number];

/** What is simulated: membrane voltage in mV, spikes as 0 or 1. */
export type LifFields = NeuronFields;

/** What is fixed in an experiment. */
export interface SimConfig {
  /** Duration, in ms. */
  readonly T: number;
  /** Time step, in ms. */
  readonly dt: number;
  /** Refractory time, in ms. */
  readonly tref: number;
  /** Mean of the injected current, in pA; an independent normal draw per step. */
  readonly I_mean: number;
  /** Standard deviation of the injected current, in pA. */
  readonly I_std: number;
  /** Standard deviation of the observation noise, in mV. */
  readonly obs_noise_std: number;
  /** The voltage is kept in [−v_clip, v_clip], in mV. */
  readonly v_clip: number;
}

/** An experiment but for its mean current, as where the current is known sample by sample. */
export type MembraneConfig = Omit<SimConfig, "I_mean">;

/** The original study's experiment. */
export const SIM_DEFAULTS: SimConfig = Object.freeze({
  T: 200,
  dt: 0.2,
  tref: 2,
  I_mean: 200,
  I_std: 50,
  obs_noise_std: 1,
  v_clip: 100,
});

/**
 * Validates and freezes an experiment.
 *
 * @throws {TypeError} If a key is unknown.
 * @throws {RangeError} If a value is out of range, T or tref is no whole number of steps, or T is
 * not at least two.
 *
 * @example Usage
 * ```ts
 * import { simConfig } from "./lif.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(simConfig({ T: 100 }).dt, 0.2);
 * ```
 */
export function simConfig(overrides?: Partial<SimConfig>): SimConfig {
  const config = configure("SimConfig", SIM_DEFAULTS, overrides);
  const action = "make SimConfig";
  for (const name of ["T", "dt", "v_clip"] as const) positive(action, name, config[name]);
  finite(action, "I_mean", config.I_mean);
  for (const name of ["tref", "I_std", "obs_noise_std"] as const) {
    notNegative(action, name, config[name]);
  }
  for (const name of ["T", "tref"] as const) multiple(action, name, config[name], config.dt);
  if (stepCount(config) < 2) {
    const wish = `T must be at least 2 dt = ${2 * config.dt}`;
    throw new RangeError(`Cannot ${action} as ${wish}: current value is ${config.T}`);
  }
  return config;
}

/** The number of samples in a trace, T / dt. */
export function stepCount({ T, dt }: Pick<SimConfig, "T" | "dt">): number {
  return Math.round(T / dt);
}

/** The number of steps that a spike blocks the neuron, tref / dt. */
export function refractorySteps({ tref, dt }: Pick<SimConfig, "tref" | "dt">): number {
  return Math.round(tref / dt);
}

const ACTION = "simulate LIF neuron";

/** Refuses parameters with which the neuron can't be integrated. */
function checkTheta(theta: Theta<LifParameter>): void {
  for (const name of LIF_PARAMETERS) finite(ACTION, name, theta[name]);
  positive(ACTION, "tau_m", theta.tau_m);
  positive(ACTION, "g_L", theta.g_L);
  if (!(theta.V_th > theta.V_reset)) {
    throw new RangeError(
      `Cannot ${ACTION} as V_th must be > V_reset = ${theta.V_reset}: current value is ${theta.V_th}`,
    );
  }
}

/** What drives one run: current in pA, and standard normal deviates for the observation noise. */
export interface LifInput {
  /** One value a step; the last is not used, as nothing follows it. */
  readonly current: Float64Array;
  /** One standard normal deviate a sample. */
  readonly noise: Float64Array;
}

/**
 * Integrates one neuron. The same theta, current and noise give the same bytes. The last sample
 * can't spike, and is always one free step.
 *
 * @param out Receives voltage (mV, noise included) and spikes (0 or 1), one value a step each.
 * @throws {RangeError} If tau_m or g_L ≤ 0, V_th ≤ V_reset, an array has the wrong length or a
 * value is not finite.
 *
 * @example Usage
 * ```ts
 * import { integrateLif, simConfig } from "./lif.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const config = simConfig({ T: 1 });
 * const theta = { V_th: -50, tau_m: 10, g_L: 10, V_reset: -75, V_init: -70, E_L: -70 };
 * const input = { current: new Float64Array(5).fill(200), noise: new Float64Array(5) };
 * const out = { voltage: new Float32Array(5), spikes: new Float32Array(5) };
 * integrateLif(theta, input, config, out);
 * assertAlmostEquals(out.voltage[1], -70 + (200 / 10) * (0.2 / 10), 1e-5);
 * ```
 */
export function integrateLif(
  theta: Theta<LifParameter>,
  { current, noise }: LifInput,
  config: MembraneConfig,
  out: Row<LifFields>,
): void {
  const steps = stepCount(config);
  checkTheta(theta);
  ofLength(ACTION, "current", current, steps);
  ofLength(ACTION, "noise", noise, steps);
  allFinite(ACTION, "current", current);
  allFinite(ACTION, "noise", noise);
  ofLength(ACTION, "out.voltage", out.voltage, steps);
  ofLength(ACTION, "out.spikes", out.spikes, steps);

  const { V_th, tau_m, g_L, V_reset, V_init, E_L } = theta;
  const { obs_noise_std, v_clip } = config;
  // v + (E_L − v + I/g_L) rate = (1 − rate) v + (rate E_L + rate/g_L I), with one product to wait
  // for.
  const rate = config.dt / tau_m;
  const keep = 1 - rate;
  const rest = rate * E_L;
  const gain = rate / g_L;
  const refractory = refractorySteps(config);
  const { voltage, spikes } = out;
  let v = V_init;
  let counter = 0;
  for (let k = 0; k < steps - 1; k++) {
    spikes[k] = 0;
    if (counter > 0) {
      v = V_reset;
      counter--;
    } else if (v >= V_th) {
      spikes[k] = 1;
      v = V_reset;
      counter = refractory;
    }
    voltage[k] = v + obs_noise_std * noise[k];
    v = keep * v + (rest + gain * current[k]);
    if (v > v_clip) v = v_clip;
    else if (v < -v_clip) v = -v_clip;
  }
  spikes[steps - 1] = 0;
  voltage[steps - 1] = v + obs_noise_std * noise[steps - 1];
}

/**
 * The neuron of one experiment as a {@linkcode Simulator}: current and observation noise are drawn
 * afresh for every run, or the current is the one given.
 *
 * @param stimulus A current in pA, one value a step, injected in every run instead of noise.
 * @throws {TypeError} If a key of the configuration is unknown.
 * @throws {RangeError} If a value is out of range, or the stimulus has the wrong length.
 *
 * @example Usage
 * ```ts
 * import { lif } from "./lif.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(lif({ T: 100 }).fields.voltage.length, 500);
 * ```
 */
export function lif(
  overrides?: Partial<SimConfig>,
  stimulus?: Float64Array,
): Simulator<LifParameter, LifFields> {
  const config = simConfig(overrides);
  const steps = stepCount(config);
  if (stimulus) {
    ofLength("make LIF simulator", "stimulus", stimulus, steps);
    allFinite("make LIF simulator", "stimulus", stimulus);
  }
  const current = Float64Array.from(stimulus ?? new Float64Array(steps));
  const noise = new Float64Array(steps);
  const one: Simulator<LifParameter, LifFields> = {
    parameters: LIF_PARAMETERS,
    fields: neuronFields(steps, config.dt),
    simulate(rng: Rng, theta, out) {
      if (!stimulus) {
        for (let k = 0; k < steps; k++) current[k] = config.I_mean + config.I_std * rng.normal();
      }
      for (let k = 0; k < steps; k++) noise[k] = rng.normal();
      integrateLif(theta, { current, noise }, config, out);
    },
  };
  if (stimulus || !hasLifRows) return one;

  let rows: LifRows | undefined;
  return {
    ...one,
    simulateRows(key: Key, from: number, theta: Draws<LifParameter>, out: Batch<LifFields>) {
      const ordered = inOrder(ACTION, theta, LIF_PARAMETERS);
      for (let i = 0; i < ordered.count; i++) checkTheta(row(ordered, i));
      rows ??= lifRows({ ...config, steps, refractory: refractorySteps(config) });
      rows(key, from, ordered.values, out.values);
    },
  };
}
