/** A patient that has learned nothing. */
import type { Patient } from "../../lib/diagnostics/diagnose.ts";
import { lifPrior } from "../../lib/models/lif/prior/lif.ts";
import { lif, type SimConfig } from "../../lib/models/lif/simulator/lif.ts";

/** The prior as a posterior, whatever the recording. */
export function ignorant(sim: SimConfig): Patient {
  const prior = lifPrior();
  return {
    posterior: {
      names: prior.names,
      sample: (key, { count: datasets }, count) =>
        Promise.resolve({ ...prior.sample(key, datasets * count), datasets, count }),
      logProb: ({ names, datasets, count, values }) =>
        Promise.resolve(prior.logProb({ names, count: datasets * count, values })),
    },
    model: { prior, simulator: lif(sim) },
    sim,
  };
}
