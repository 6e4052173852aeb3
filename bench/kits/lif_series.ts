/**
 * A leaky integrate-and-fire recording as a time series that says what the neuron is doing, so that
 * a network need not find it out: the raw channels, whether the neuron is held at reset, and how
 * long ago it spiked.
 *
 * @module
 */
import {
  type LifFields,
  refractorySteps,
  type SimConfig,
  stepCount,
} from "../../lib/models/lif/simulator/lif.ts";
import type { SummaryVariables } from "../../lib/model/summary_variables.ts";

/** Steps after a spike in which its trace falls by a factor of e. */
const MEMORY = 50;

/**
 * The channels voltage, spikes, refractory (1 while held at reset) and recency,
 * exp(−steps since the last spike / 50), 0 before the first: [T, 4].
 *
 * @example Usage
 * ```ts
 * import { lifSeries } from "./lif_series.ts";
 * import { neuronBatch } from "../../lib/models/neuron/fields.ts";
 * import { summarise } from "../../lib/model/summary_variables.ts";
 * import { simConfig } from "../../lib/models/lif/simulator/lif.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const config = simConfig({ T: 0.8, tref: 0.2 });
 * const values = { voltage: Float32Array.of(1, 2, 3, 4), spikes: Float32Array.of(0, 1, 0, 0) };
 * const series = summarise(lifSeries(config), neuronBatch(values, 0.2));
 * assertEquals([...series.subarray(0, 12)], [1, 0, 0, 0, 2, 1, 1, 1, 3, 0, 1, series[11]]);
 * ```
 */
export function lifSeries(config: SimConfig): SummaryVariables<LifFields> {
  const steps = stepCount(config);
  const held = refractorySteps(config);
  const names = ["voltage", "spikes", "refractory", "recency"];
  return {
    shape: [steps, names.length],
    names,
    write({ values: { voltage, spikes } }, row, out, offset) {
      let since = Infinity;
      for (let k = 0; k < steps; k++) {
        const at = row * steps + k;
        since = spikes[at] > 0 ? 0 : since + 1;
        out.set(
          [voltage[at], spikes[at], since <= held ? 1 : 0, Math.exp(-since / MEMORY)],
          offset + k * names.length,
        );
      }
    },
  };
}
