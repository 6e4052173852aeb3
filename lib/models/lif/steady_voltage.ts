/**
 * Where a constant current holds the voltage of a neuron that doesn't spike.
 *
 * @module
 */

/** I / g_L, how far above E_L, in mV: current in pA, g_L in nS. */
export function depolarisation(current: number, g_L: number): number {
  return current / g_L;
}

/**
 * E_L + I / g_L, in mV: current in pA, g_L in nS, E_L in mV.
 *
 * @example Usage
 * ```ts
 * import { steadyVoltage } from "./steady_voltage.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(steadyVoltage({ E_L: -70, g_L: 10 }, 200), -50);
 * ```
 */
export function steadyVoltage(
  { E_L, g_L }: { readonly E_L: number; readonly g_L: number },
  current: number,
): number {
  return E_L + depolarisation(current, g_L);
}
