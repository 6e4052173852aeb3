/**
 * Summaries for the test for misspecification of recordings of the leaky integrate-and-fire
 * neuron: its statistics, and the tests of its residuals.
 *
 * @module
 */
import type { LifFields, SimConfig } from "../simulator/lif.ts";
import { fewestStepsBetweenSpikes, impossibleSpike } from "../simulator/lif_possible.ts";
import { type Batch, observation } from "../../../model/batch.ts";
import { lifStatistics } from "../statistics/lif.ts";
import { lifResiduals } from "../statistics/lif_residuals.ts";
import { SPIKE_KINDS } from "../../neuron/spikes.ts";
import { summarise } from "../../../model/summary_variables.ts";
import type { Summarised } from "../../../diagnostics/checks/summarised.ts";

/** Refuses spikes within a refractory time: between them nothing is left to test. */
function checkSpikes(observations: Batch<LifFields>, config: SimConfig): void {
  for (let i = 0; i < observations.count; i++) {
    const found = impossibleSpike(observation(observations, i).values.spikes, config);
    if (found?.kind !== "refractory") continue;
    throw new RangeError(
      `Cannot summarise LIF recording ${i} as spikes must be at least ${
        fewestStepsBetweenSpikes(config)
      } samples apart: there are spikes at ${found.previous} and ${found.sample}`,
    );
  }
}

/**
 * Makes the summaries for recordings of one experiment; about 0.5 ms a recording. Summaries that a
 * network has learned go beside them, as another of the sets. Without observation noise or random
 * current there are no residuals, and the statistics stand alone.
 *
 * @throws {RangeError} When called, if spikes of a recording are closer than the refractory time
 * allows.
 *
 * @example Usage
 * ```ts
 * import { lifSummaries } from "./lif_summaries.ts";
 * import { fitMisspecification, misspecification } from "../../../diagnostics/checks/misspecification.ts";
 * import { simulateJoint } from "../../../model/dataset.ts";
 * import { lifPrior } from "../prior/lif.ts";
 * import { key } from "../../../core/random.ts";
 * import { lif, simConfig } from "../simulator/lif.ts";
 * import { assert } from "@std/assert";
 *
 * const summariesOf = lifSummaries(simConfig());
 * const simulated = (seed: number, count: number, simulator = lif()) =>
 *   simulateJoint(key(seed), { prior: lifPrior(), simulator }, count).observations;
 * const fit = fitMisspecification(summariesOf(simulated(1, 900)));
 * const noisy = simulated(2, 1, lif({ obs_noise_std: 2 }));
 * assert(misspecification(fit, summariesOf(noisy)).pValue < 0.01);
 * ```
 */
export function lifSummaries(
  config: SimConfig,
): (observations: Batch<LifFields>) => Summarised {
  const noisy = config.obs_noise_std > 0 && config.I_std > 0;
  const variables = {
    statistics: lifStatistics(config),
    ...(noisy && { residuals: lifResiduals(config) }),
  };
  return (observations) => {
    checkSpikes(observations, config);
    const sets = Object.entries(variables).map(([label, one]) => [
      label,
      { names: one.names, count: observations.count, values: summarise(one, observations) },
    ]);
    return { sets: Object.fromEntries(sets), strata: SPIKE_KINDS.of(observations) };
  };
}
