/**
 * What can be read off a recording without a filter: averages of the samples that show a voltage.
 *
 * @module
 */

/** Samples before a spike that tell of the threshold, and at the start that tell of V_init. */
const LEAD = 3;
/** How far the voltage before a spike is below the threshold, in mV. */
const BELOW = 1;

/** Voltages in mV. */
export interface VoltagesRead {
  /** At the start. */
  readonly init: number;
  /** While the neuron is held after a spike, if there is one. */
  readonly reset?: number;
  /** The threshold, if there is a spike. */
  readonly threshold?: number;
}

/**
 * V_init, V_reset and V_th of one neuron.
 *
 * @param sweeps At least one.
 * @param blocked Samples for which a spike holds the voltage.
 */
export function readVoltages(
  sweeps: readonly { readonly voltage: ArrayLike<number>; readonly spikes: ArrayLike<number> }[],
  blocked: number,
): VoltagesRead {
  let held = 0, heldSum = 0, leads = 0, leadSum = 0, startSum = 0;
  for (const { voltage, spikes } of sweeps) {
    let left = 0;
    for (let k = 0; k < voltage.length; k++) {
      if (spikes[k] > 0) {
        left = blocked;
        for (let j = 1; j <= LEAD; j++) leadSum += voltage[Math.max(0, k - j)] / LEAD;
        leads++;
      }
      if (left > 0) {
        heldSum += voltage[k];
        held++;
        left--;
      }
    }
    for (let k = 0; k < LEAD; k++) startSum += voltage[Math.min(k, voltage.length - 1)] / LEAD;
  }
  return {
    init: startSum / sweeps.length,
    ...(held > 0 && { reset: heldSum / held, threshold: leadSum / leads + BELOW }),
  };
}
