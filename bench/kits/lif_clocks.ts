/**
 * A leaky integrate-and-fire recording as a time series with two clocks: how long ago the last spike
 * was, and how soon the next one is.
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

/**
 * The channels voltage, spikes, refractory (1 while held at reset), log(1 + steps since the last
 * spike), whether there was one, log(1 + steps to the next spike), whether there is one: [T, 7].
 * Before the first spike the first clock runs since the start, behind the last the other runs to the
 * end.
 *
 * @example Usage
 * ```ts
 * import { lifClocks } from "./lif_clocks.ts";
 * import { simConfig } from "../../lib/models/lif/simulator/lif.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(lifClocks(simConfig()).shape, [1000, 7]);
 * ```
 */
export function lifClocks(config: SimConfig): SummaryVariables<LifFields> {
  const steps = stepCount(config);
  const held = refractorySteps(config);
  const names = ["voltage", "spikes", "refractory", "since", "spiked", "until", "will spike"];
  const width = names.length;
  return {
    shape: [steps, width],
    names,
    write({ values: { voltage, spikes } }, row, out, offset) {
      let last = 0, spiked = 0;
      for (let k = 0; k < steps; k++) {
        const at = row * steps + k, to = offset + k * width;
        if (spikes[at] > 0) [last, spiked] = [k, 1];
        out[to] = voltage[at];
        out[to + 1] = spikes[at];
        out[to + 2] = spiked === 1 && k - last <= held ? 1 : 0;
        out[to + 3] = Math.log1p(k - last);
        out[to + 4] = spiked;
      }
      let next = steps, follows = 0;
      for (let k = steps - 1; k >= 0; k--) {
        if (spikes[row * steps + k] > 0) [next, follows] = [k, 1];
        out[offset + k * width + 5] = Math.log1p(next - k);
        out[offset + k * width + 6] = follows;
      }
    },
  };
}
