/**
 * Features made by hand of recordings of the adaptive exponential neuron, read by a perceptron; for
 * comparison with the network that learns what to look at.
 *
 * @module
 */
import { adexFamily } from "../../lib/models/adex/kit.ts";
import {
  type AdexFields,
  adexFields,
  type AdexParameter,
} from "../../lib/models/adex/simulator/config.ts";
import { neuronFeatures } from "../../lib/models/neuron/features.ts";
import { mlpSummary } from "../../lib/networks/mlp.ts";
import type { KitFamily } from "../../lib/workflow/kit.ts";

/** The kit of features. */
const adexFeatures: KitFamily<AdexParameter, AdexFields> = adexFamily({
  name: "adex_features",
  summaries: (config) => neuronFeatures(adexFields(config)),
  network: () => (scope, [inputs]) => mlpSummary(scope, { inputs, dim: 64, widths: [256, 256] }),
});
export default adexFeatures;
