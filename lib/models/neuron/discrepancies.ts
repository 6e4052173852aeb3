/**
 * In what a recording may differ from replicates of it: its number of spikes, and the share of its
 * samples inside their pointwise band.
 *
 * @module
 */
import type { NeuronFields, VoltageFields } from "./fields.ts";
import type { Batch } from "../../model/batch.ts";
import type { Discrepancies } from "../../diagnostics/checks/predictive_ranks.ts";
import { spikeCounts } from "./spikes.ts";

/** The ends of the band, in shares of its replicates. */
const ENDS = [0.05, 0.95];

/** The pointwise band, one value a sample each. */
type Band = readonly [low: Float32Array, high: Float32Array];

function bandOf({ count, fields, values: { voltage } }: Batch<VoltageFields>): Band {
  const steps = fields.voltage.length;
  const ranks = ENDS.map((p) => Math.round(p * (count - 1)));
  const band: Band = [new Float32Array(steps), new Float32Array(steps)];
  const values = new Float32Array(count);
  for (let t = 0; t < steps; t++) {
    for (let i = 0; i < count; i++) values[i] = voltage[i * steps + t];
    values.sort();
    ranks.forEach((rank, end) => band[end][t] = values[rank]);
  }
  return band;
}

/** The share of samples of each recording inside the band. */
function coverages(
  { count, fields, values: { voltage } }: Batch<VoltageFields>,
  [low, high]: Band,
): number[] {
  const steps = fields.voltage.length;
  return Array.from({ length: count }, (_, row) => {
    let inside = 0;
    for (let t = 0; t < steps; t++) {
      const v = voltage[row * steps + t];
      if (v >= low[t] && v <= high[t]) inside++;
    }
    return inside / steps;
  });
}

/**
 * Both numbers.
 *
 * @example Usage
 * ```ts
 * import { NEURON_DISCREPANCIES } from "./discrepancies.ts";
 * import { neuronBatch } from "./fields.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const values = { voltage: Float32Array.of(-70, -61), spikes: Float32Array.of(0, 1) };
 * const one = neuronBatch(values, 0.2);
 * assertEquals(NEURON_DISCREPANCIES.fit(one)(one), [[1], [1]]);
 * ```
 */
export const NEURON_DISCREPANCIES: Discrepancies<NeuronFields> = Object.freeze({
  names: ["spikes", "share of samples in the 90 % band"],
  fit: (replicates: Batch<NeuronFields>) => {
    const band = bandOf(replicates);
    return (observations: Batch<NeuronFields>) => [
      spikeCounts(observations),
      coverages(observations, band),
    ];
  },
});
