/**
 * What a likelihood of the neuron refuses: parameters without a neuron, and those with which the
 * voltage could be clipped.
 *
 * @module
 */
import { positive } from "../../../core/check.ts";
import { checkFinite, inOrder } from "../../../core/columns.ts";
import type { Draws } from "../../../core/draws.ts";
import { DIM } from "../columns.ts";
import {
  LIF_PARAMETERS,
  type LifParameter,
  type MembraneConfig,
  type SimConfig,
} from "../simulator/lif.ts";
import { steadyVoltage } from "../steady_voltage.ts";

/** The action that errors name. */
export const ACTION = "evaluate LIF likelihood";

/** The parameters in row `row` of theta, in the usual order. */
const rowOf = (values: Float64Array, row: number) => values.subarray(row * DIM, (row + 1) * DIM);

/**
 * Evaluates a function of one theta for each row.
 *
 * @throws {RangeError} If theta is not finite, g_L ≤ 0 or tau_m ≤ dt, naming the row.
 */
export function perRow(
  theta: Draws<LifParameter>,
  { dt }: Pick<MembraneConfig, "dt">,
  evaluate: (row: Float64Array) => number,
): Float64Array {
  const { values } = inOrder(ACTION, theta, LIF_PARAMETERS);
  checkFinite(ACTION, { names: LIF_PARAMETERS, count: theta.count, values });
  for (let row = 0; row < theta.count; row++) {
    const [, tau_m, g_L] = rowOf(values, row);
    positive(ACTION, `g_L of draw ${row}`, g_L);
    if (!(tau_m > dt)) {
      throw new RangeError(
        `Cannot ${ACTION} as tau_m of draw ${row} must be > dt = ${dt}: current value is ${tau_m}`,
      );
    }
  }
  return Float64Array.from({ length: theta.count }, (_, row) => evaluate(rowOf(values, row)));
}

/** So many sd from its mean, the voltage is never. */
const NEVER = 8.5;

/** Where the voltage may be without a clip: what is outside has no probability to speak of. */
export interface Reach {
  readonly low: number;
  readonly high: number;
}

/** Refuses theta with which the voltage could be clipped: the filter has no clip. */
export function checkClip({ low, high }: Reach, { v_clip }: Pick<MembraneConfig, "v_clip">): void {
  if (low >= -v_clip && high <= v_clip) return;
  throw new RangeError(
    `Cannot ${ACTION} as v_clip must not bind: current value is ${v_clip}, the voltage may reach ${
      (low < -v_clip ? low : high).toFixed(1)
    }`,
  );
}

/** The sd of the voltage about its mean in the long run, from the noise of the current. */
function stationarySd(rate: number, g_L: number, I_std: number): number {
  return I_std / g_L * Math.sqrt(rate / (2 - rate));
}

/**
 * Above V_th a clipped voltage spikes as an unclipped one does; only the last sample shows it, which
 * is one step beyond.
 */
function oneStepBeyond(V_th: number, rest: number, rate: number, noise: number): number {
  return V_th + rate * Math.max(0, rest - V_th) + NEVER * rate * noise;
}

/** Where a current of constant mean may bring the voltage. */
export function reach(
  [V_th, tau_m, g_L, V_reset, V_init, E_L]: Float64Array,
  { dt, I_mean, I_std }: SimConfig,
): Reach {
  const rate = dt / tau_m;
  const rest = steadyVoltage({ E_L, g_L }, I_mean);
  const sd = stationarySd(rate, g_L, I_std);
  // From v the voltage is at t ~ N(rest + (v − rest) u, sd² (1 − u²)), u = (1 − rate)ᵗ in (0, 1].
  const low = rest - Math.hypot(Math.max(0, rest - Math.min(V_init, V_reset)), NEVER * sd);
  const free = rest + Math.hypot(Math.max(0, Math.max(V_init, V_reset) - rest), NEVER * sd);
  return { low, high: Math.min(free, oneStepBeyond(V_th, rest, rate, I_std / g_L)) };
}

/**
 * Where known currents may bring the voltage: from the paths of its mean, which a reset may put to
 * V_reset at any time.
 */
export function reachUnder(
  [V_th, tau_m, g_L, V_reset, V_init, E_L]: Float64Array,
  { dt, I_std }: MembraneConfig,
  currents: readonly ArrayLike<number>[],
): Reach {
  const rate = dt / tau_m;
  let low = Math.min(V_init, V_reset), high = Math.max(V_init, V_reset), highest = -Infinity;
  for (const current of currents) {
    let lower = Math.min(V_init, V_reset), upper = Math.max(V_init, V_reset);
    for (let k = 0; k < current.length - 1; k++) {
      const rest = steadyVoltage({ E_L, g_L }, current[k]);
      lower = Math.min(V_reset, lower + rate * (rest - lower));
      upper = Math.max(V_reset, upper + rate * (rest - upper));
      low = Math.min(low, lower);
      high = Math.max(high, upper);
      highest = Math.max(highest, rest);
    }
  }
  const spread = NEVER * stationarySd(rate, g_L, I_std);
  return {
    low: low - spread,
    high: Math.min(high + spread, oneStepBeyond(V_th, highest, rate, I_std / g_L)),
  };
}
