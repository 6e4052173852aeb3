/**
 * A likelihood-free kit: event-aligned pooling of voltage, spikes and current, and a spline coupling
 * flow.
 *
 * @module
 */
import { couplingFlow } from "../../../flows/coupling_flow.ts";
import { rationalQuadraticSpline } from "../../../flows/rational_quadratic_spline.ts";
import { eventSeries } from "../../../model/event_series.ts";
import { eventPooling } from "../../../networks/event_pooling.ts";
import type { KitFamily } from "../../../workflow/kit.ts";
import { currentFields, neuronFields } from "../../neuron/fields.ts";
import { type GifConfig, gridOf } from "../config.ts";
import { gifFamily } from "../kit.ts";
import type { GifParameter } from "../parameters.ts";
import type { GifFields } from "../simulator/gif.ts";

/** All three series, each sample with its time since the last spike and until the next. */
function seriesOf(config: GifConfig) {
  const { steps, refractory } = gridOf(config);
  return eventSeries<GifFields>({
    ...neuronFields(steps, config.dt),
    ...currentFields(steps, config.dt),
  }, { series: ["voltage", "spikes", "current"], events: "spikes", dead: refractory });
}

/** The kit without a likelihood. */
const learnedGifKit: KitFamily<GifParameter, GifFields> = gifFamily({
  name: "gif_learned",
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
    n_train: 10_240,
    n_val: 2_000,
    epochs: 80,
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
export default learnedGifKit;
