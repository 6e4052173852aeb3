import { assert, assertEquals } from "@std/assert";
import { key } from "../../../../lib/core/random.ts";
import { simulateJoint } from "../../../../lib/model/dataset.ts";
import { adexPrior } from "../../../../lib/models/adex/prior/adex.ts";
import { adex } from "../../../../lib/models/adex/simulator/adex.ts";
import { hasAdexRows } from "../../../../lib/models/adex/simulator/adex_rows.ts";
import type { AdexConfig } from "../../../../lib/models/adex/simulator/config.ts";
import { spikeCounts } from "../../../../lib/models/neuron/spikes.ts";

const EXPERIMENTS: readonly Partial<AdexConfig>[] = [
  {},
  { T: 30, dt: 0.05 },
  { T: 100, dt: 0.5, V_peak: -20 },
  { T: 20, tau_noise: 0, obs_noise_std: 0 },
  { T: 0.4 },
];

for (const config of EXPERIMENTS) {
  Deno.test(`adexRows() gives the bits of one row after another: ${JSON.stringify(config)}`, () => {
    assert(hasAdexRows);
    const simulator = adex(config);
    const { simulateRows: _, ...plain } = simulator;
    const prior = adexPrior();
    // From a row on that is no multiple of four, and with a last group that is not full.
    const fast = simulateJoint(key(7), { prior, simulator }, 61, { from: 5 });
    const slow = simulateJoint(key(7), { prior, simulator: plain }, 61, { from: 5 });
    assertEquals(fast.observations.values, slow.observations.values);
    if (!config.T) assert(spikeCounts(fast.observations).some((count) => count > 10));
  });
}
