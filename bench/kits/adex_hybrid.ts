/**
 * Features made by hand of recordings of the adaptive exponential neuron, beside the network that learns
 * what to look at.
 *
 * @module
 */
import { eventSeries } from "../../lib/model/event_series.ts";
import { beside } from "../../lib/model/summary_variables.ts";
import { adexFamily } from "../../lib/models/adex/kit.ts";
import {
  type AdexConfig,
  type AdexFields,
  adexFields,
  type AdexParameter,
} from "../../lib/models/adex/simulator/config.ts";
import { neuronFeatures } from "../../lib/models/neuron/features.ts";
import { mlpSummary } from "../../lib/networks/mlp.ts";
import { hybrid } from "../../lib/networks/parallel.ts";
import { eventSummary } from "../../lib/workflow/event_network.ts";
import type { KitFamily } from "../../lib/workflow/kit.ts";

/** What both parts read. */
const partsOf = (config: AdexConfig) => ({
  features: neuronFeatures(adexFields(config)),
  series: eventSeries(adexFields(config), {
    series: ["voltage", "spikes", "current"],
    events: "spikes",
  }),
});

/** The kit of both. */
const adexHybrid: KitFamily<AdexParameter, AdexFields> = adexFamily({
  name: "adex_hybrid",
  summaries(config) {
    const { features, series } = partsOf(config);
    return beside<AdexFields>([features, series]);
  },
  network(config) {
    const { features: { shape }, series } = partsOf(config);
    return (scope) => {
      const inputs = shape[0];
      const byHand = mlpSummary(scope.child("features"), { inputs, dim: 64, widths: [128, 128] });
      const learned = eventSummary(series)(scope.child("series"), series.shape);
      const parts = [{ network: byHand, shape }, { network: learned, shape: series.shape }];
      return hybrid(scope, { dim: 64, parts });
    };
  },
});
export default adexHybrid;
