/** The prior of the neuron as its posterior estimate: one that uses no data. */
import type { Subject } from "../../lib/diagnostics/diagnose.ts";
import {
  type LifDiagnosticParts,
  lifDiagnosticParts,
} from "../../lib/models/lif/checks/lif_parts.ts";
import { lifPrior } from "../../lib/models/lif/prior/lif.ts";
import {
  lif,
  type LifFields,
  type LifParameter,
  type SimConfig,
} from "../../lib/models/lif/simulator/lif.ts";

export type LifSubject = Subject<LifParameter, LifFields>;

/** The prior as a posterior, whatever the observation. */
export function priorAsPosterior(
  sim: SimConfig,
): LifSubject & { readonly parts: LifDiagnosticParts } {
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
    parts: lifDiagnosticParts(sim),
  };
}
