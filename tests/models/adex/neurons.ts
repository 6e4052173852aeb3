/** Runs of single neurons, for the tests of the simulator. */
import type { Theta } from "../../../lib/core/draws.ts";
import {
  type AdexConfig,
  adexConfig,
  type AdexParameter,
  sampleCount,
} from "../../../lib/models/adex/simulator/config.ts";
import { integrateAdex } from "../../../lib/models/adex/simulator/integrate.ts";

/** A run under a current, without noise where none is given. */
export function run(
  theta: Theta<AdexParameter>,
  current: number | Float64Array,
  config: AdexConfig = adexConfig(),
  deviates: Float64Array = new Float64Array(sampleCount(config)),
  noise: Float64Array = new Float64Array(sampleCount(config)),
) {
  const length = sampleCount(config);
  const out = { voltage: new Float32Array(length), spikes: new Float32Array(length) };
  const known = typeof current === "number" ? new Float64Array(length).fill(current) : current;
  integrateAdex(theta, { current: known, deviates, noise }, config, out);
  const times = Array.from(out.spikes.keys()).filter((k) => out.spikes[k] > 0)
    .map((k) => k * config.dt);
  return { ...out, times };
}

/** The differences of neighbours. */
export const intervalsOf = (times: readonly number[]) => times.slice(1).map((t, i) => t - times[i]);

/**
 * Spike times of a neuron without noise or refractory time, by the classical Runge–Kutta method with
 * steps of `step` ms: a spike is where V first is above 0 mV.
 */
export function rungeKutta(
  { C, g_L, E_L, V_T, Delta_T, V_r, a, b, tau_w }: Theta<AdexParameter>,
  current: number,
  { T, step }: { readonly T: number; readonly step: number },
): number[] {
  const slope = ([v, w]: readonly [number, number]): readonly [number, number] => {
    const exponential = g_L * Delta_T * Math.exp((v - V_T) / Delta_T);
    return [(-g_L * (v - E_L) + exponential - w + current) / C, (a * (v - E_L) - w) / tau_w];
  };
  let at: readonly [number, number] = [E_L, 0];
  const along = (k: readonly [number, number], h: number): readonly [number, number] => [
    at[0] + h * k[0],
    at[1] + h * k[1],
  ];
  const times: number[] = [];
  for (let n = 1; n * step <= T; n++) {
    const k1 = slope(at);
    const k2 = slope(along(k1, step / 2));
    const k3 = slope(along(k2, step / 2));
    const k4 = slope(along(k3, step));
    const mean = [0, 1].map((i) => (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]) / 6);
    const next = along([mean[0], mean[1]], step);
    if (next[0] < 0) at = next;
    else {
      times.push(n * step);
      at = [V_r, at[1] + b];
    }
  }
  return times;
}
