/**
 * The kit of the neuron: event-aligned pooling of voltage, spikes and known current, and a spline
 * coupling flow, trained on simulations alone.
 *
 * @module
 */
import { couplingFlow } from "../../../flows/coupling_flow.ts";
import { rationalQuadraticSpline } from "../../../flows/rational_quadratic_spline.ts";
import { type EventSeries, eventSeries } from "../../../model/event_series.ts";
import { eventPooling } from "../../../networks/event_pooling.ts";
import type { KitFamily } from "../../../workflow/kit.ts";
import { adexFamily } from "../kit.ts";
import {
  type AdexConfig,
  type AdexFields,
  adexFields,
  type AdexParameter,
} from "../simulator/config.ts";

/** All series, each sample with its time since the last spike and until the next. */
const seriesOf = (config: AdexConfig): EventSeries<AdexFields> =>
  eventSeries(adexFields(config), { series: ["voltage", "spikes", "current"], events: "spikes" });

/** The likelihood-free kit. */
const adexKit: KitFamily<AdexParameter, AdexFields> = adexFamily({
  name: "adex",
  summaries: seriesOf,
  architecture(config) {
    const { codes, bins } = seriesOf(config);
    return {
      summary: (scope, shape) =>
        eventPooling(scope, { shape, codes, bins, dim: 64, widths: [128, 128] }),
      estimator: couplingFlow({
        depth: 4,
        family: rationalQuadraticSpline({ bins: 8, bound: 5 }),
        widths: [96, 96],
      }),
    };
  },
  // Every pass has simulations of its own, so nothing is learned by heart.
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
export default adexKit;
