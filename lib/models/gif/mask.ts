/**
 * Where the recorded voltage is masked: about spikes it shows the action potential, which a point
 * neuron has not.
 *
 * @module
 */
import type { GifGrid } from "./config.ts";

/**
 * The samples that are seen, in order: those at which no spike is near.
 *
 * @param spikes 0 or 1, one value a sample.
 *
 * @example Usage
 * ```ts
 * import { seenSamples } from "./mask.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const grid = { before: 1, after: 2 };
 * assertEquals([...seenSamples(Float32Array.of(0, 0, 1, 0, 0, 0), grid)], [0, 5]);
 * ```
 */
export function seenSamples(
  spikes: Float32Array,
  { before, after }: Pick<GifGrid, "before" | "after">,
): Uint32Array {
  const { length } = spikes;
  const seen = new Uint32Array(length);
  let count = 0, last = -Infinity, next = spikes.indexOf(1);
  for (let k = 0; k < length; k++) {
    if (k === next) {
      last = k;
      next = spikes.indexOf(1, k + 1);
    }
    const ahead = next < 0 ? Infinity : next - k;
    if (k - last > after && ahead > before) seen[count++] = k;
  }
  return seen.slice(0, count);
}

/**
 * Writes over the voltage where it is masked: the last value that is seen before, at the start the
 * first one after, and 0 if none is seen.
 *
 * @param voltage In mV, one value a sample.
 *
 * @example Usage
 * ```ts
 * import { maskVoltage } from "./mask.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const voltage = Float32Array.of(-60, -50, 30, -40, -45, -44);
 * maskVoltage(voltage, Float32Array.of(0, 0, 1, 0, 0, 0), { before: 1, after: 2 });
 * assertEquals([...voltage], [-60, -60, -60, -60, -60, -44]);
 * ```
 */
export function maskVoltage(
  voltage: Float32Array,
  spikes: Float32Array,
  grid: Pick<GifGrid, "before" | "after">,
): void {
  const seen = seenSamples(spikes, grid);
  let held = seen.length > 0 ? voltage[seen[0]] : 0;
  let at = 0;
  for (let k = 0; k < voltage.length; k++) {
    if (at < seen.length && seen[at] === k) {
      held = voltage[k];
      at++;
    } else voltage[k] = held;
  }
}
