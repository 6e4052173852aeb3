/**
 * Features made by hand of recordings of the adaptive exponential neuron, read by a perceptron; for
 * comparison with the network that learns what to look at.
 *
 * @module
 */
import { couplingFlow } from "../../lib/flows/coupling_flow.ts";
import { rationalQuadraticSpline } from "../../lib/flows/rational_quadratic_spline.ts";
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
  architecture: () => ({
    summary: (scope, [inputs]) => mlpSummary(scope, { inputs, dim: 64, widths: [256, 256] }),
    estimator: couplingFlow({
      depth: 4,
      family: rationalQuadraticSpline({ bins: 8, bound: 5 }),
      widths: [96, 96],
    }),
  }),
  train: {
    n_train: 20_480,
    n_val: 2_000,
    epochs: 30,
    refresh: 1,
    batch_size: 128,
    seed: 45,
    learning_rate: 5e-3,
    weight_decay: 0.1,
    warmup: 0.05,
    clip_norm: 1.5,
    muon: 1,
  },
});
export default adexFeatures;
