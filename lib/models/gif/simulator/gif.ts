/**
 * The generalised integrate-and-fire neuron of Pozzorini et al. 2015 (PLoS Comput. Biol. 11,
 * e1004275) under a known current:
 *
 * C dV/dt = −g_L (V − E_L) − w_fast − w_slow + I(t), and the hazard of a spike is
 * exp((V − V_T − θ_fast − θ_slow) / Delta_V) per ms. At the end of the refractory time after a
 * spike V ← V_reset, each w grows by its b and each θ by its c; all decay exponentially.
 *
 * The voltage is recorded with a slow error, an Ornstein–Uhlenbeck process, and an independent one, and
 * masked about spikes.
 *
 * @module
 */
import { allFinite, finite, ofLength, positive } from "../../../core/check.ts";
import type { Theta } from "../../../core/draws.ts";
import type { Rng } from "../../../core/random.ts";
import type { Row } from "../../../model/batch.ts";
import type { Conditions, Simulator } from "../../../model/simulator.ts";
import {
  type CurrentFields,
  currentFields,
  type NeuronFields,
  neuronFields,
} from "../../neuron/fields.ts";
import { writeStimulus } from "../../neuron/stimuli.ts";
import { type Range, within } from "../../neuron/stimulus_ranges.ts";
import { type GifConfig, gifConfig, gridOf } from "../config.ts";
import { GIF_PARAMETERS, type GifParameter } from "../parameters.ts";
import { recorder } from "./recorder.ts";
import { walkGif } from "./walk.ts";

/** What is observed, voltage in mV and spikes as 0 or 1, and the known current in pA. */
export type GifFields = NeuronFields & CurrentFields;

/** What the numbers of the fluctuating currents of training range over: pA, the correlation in ms. */
export const GIF_STIMULI: Readonly<Record<"mean" | "sd" | "correlation", Range>> = Object.freeze({
  mean: [100, 200],
  sd: [100, 200],
  correlation: [2, 5],
});

const ACTION = "simulate GIF neuron";

/** Refuses parameters with which the neuron can't be integrated. */
function checkTheta(theta: Theta<GifParameter>): void {
  for (const name of GIF_PARAMETERS) finite(ACTION, name, theta[name]);
  for (const name of ["C", "g_L", "tau_b", "Delta_V", "tau_c"] as const) {
    positive(ACTION, name, theta[name]);
  }
}

/**
 * Integrates one neuron, and draws its spikes: one uniform number a sample outside the refractory
 * times.
 *
 * @param current In pA, one value a sample; the last is not used.
 * @param out Receives spikes, and the voltage in mV without error and mask; in the refractory time,
 * in which the model has none, V_reset.
 * @throws {RangeError} If a parameter is not finite, C, g_L, tau_b, Delta_V or tau_c is ≤ 0, or an
 * array has the wrong length.
 *
 * @example Usage
 * ```ts
 * import { gifConfig } from "../config.ts";
 * import { integrateGif } from "./gif.ts";
 * import { key, stream } from "../../../core/random.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const config = gifConfig({ T: 500 });
 * const theta = {
 *   C: 160, g_L: 7, E_L: -60, V_reset: -37, V_T: -20, Delta_V: 1,
 *   b_fast: 300, b_slow: 60, tau_b: 60, c_fast: 6, c_slow: 4, tau_c: 60,
 * };
 * const out = { voltage: new Float32Array(1000), spikes: new Float32Array(1000) };
 * integrateGif(stream(key(1)), theta, new Float32Array(1000).fill(140), config, out);
 * assertAlmostEquals(out.voltage[999], -60 + 140 / 7, 1e-4); // at rest under a constant current
 * ```
 */
export function integrateGif(
  rng: Rng,
  theta: Theta<GifParameter>,
  current: Float32Array,
  config: GifConfig,
  out: Row<NeuronFields>,
): void {
  const { steps } = gridOf(config);
  checkTheta(theta);
  ofLength(ACTION, "current", current, steps);
  allFinite(ACTION, "current", current);
  ofLength(ACTION, "out.voltage", out.voltage, steps);
  ofLength(ACTION, "out.spikes", out.spikes, steps);
  const { voltage, spikes } = out;
  const values = Float64Array.from(GIF_PARAMETERS, (name) => theta[name]);
  walkGif(values, current, config, (k, v, log) => {
    voltage[k] = v;
    spikes[k] = 0;
    if (log === -Infinity) return false;
    const mean = Math.exp(log), u = rng.uniform();
    if (!(u < mean && u < -Math.expm1(-mean))) return false; // 1 − e^{−μ} < μ saves most of them
    spikes[k] = 1;
    return true;
  });
}

/** The current of one training simulation. */
function gifConditions(config: GifConfig): Conditions<GifFields> {
  const grid = { length: gridOf(config).steps, step: config.dt };
  const { mean, sd, correlation } = GIF_STIMULI;
  return {
    names: ["current"],
    sample(rng, { current }) {
      writeStimulus(
        rng,
        {
          kind: "noise",
          mean: within(rng, mean),
          sd: within(rng, sd),
          correlation: within(rng, correlation),
        },
        grid,
        current,
      );
    },
  };
}

/**
 * The neuron of one experiment as a {@linkcode Simulator}: at rest at the start, under a fluctuating
 * current that is drawn for each simulation, or given.
 *
 * @throws {TypeError} If a key of the configuration is unknown.
 * @throws {RangeError} If a value is out of range.
 *
 * @example Usage
 * ```ts
 * import { gif } from "./gif.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { fields, conditions } = gif({ T: 100 });
 * assertEquals([fields.voltage.length, conditions?.names], [200, ["current"]]);
 * ```
 */
export function gif(overrides?: Partial<GifConfig>): Simulator<GifParameter, GifFields> {
  const config = gifConfig(overrides);
  const grid = gridOf(config);
  const record = recorder(config);
  return {
    parameters: GIF_PARAMETERS,
    fields: { ...neuronFields(grid.steps, config.dt), ...currentFields(grid.steps, config.dt) },
    conditions: gifConditions(config),
    simulate(rng, theta, row) {
      integrateGif(rng, theta, row.current, config, row);
      record(rng, row);
    },
  };
}
