/**
 * Functions of the neuron's parameters about which recordings are more informative than about the
 * parameters.
 *
 * @module
 */
import type { LifParameter, SimConfig } from "../simulator/lif.ts";
import { steadyVoltage } from "../steady_voltage.ts";
import { quantity, type SbcQuantity } from "../../../diagnostics/calibration/sbc_quantities.ts";

/**
 * The voltage towards which the neuron drifts under its mean current, E_L + I_mean / g_L, in mV:
 * sharp where E_L and g_L, which lie on a ridge, are not.
 *
 * @example Usage
 * ```ts
 * import { driftVoltage } from "./lif_quantities.ts";
 * import { simConfig } from "../simulator/lif.ts";
 * import { LIF_PARAMETERS } from "../simulator/lif.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { name, evaluate } = driftVoltage(simConfig());
 * const theta = Float64Array.of(-55, 10, 10, -72, -71, -70);
 * assertEquals(name, "E_L + 200 / g_L");
 * assertEquals([...evaluate({ names: LIF_PARAMETERS, count: 1, values: theta }, 0)], [-50]);
 * ```
 */
export function driftVoltage(
  { I_mean }: Pick<SimConfig, "I_mean">,
): SbcQuantity<LifParameter> {
  return quantity<LifParameter>(
    `E_L + ${I_mean} / g_L`,
    (theta) => steadyVoltage(theta, I_mean),
  );
}
