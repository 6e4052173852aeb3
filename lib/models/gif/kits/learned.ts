/**
 * A likelihood-free kit: event-aligned pooling of voltage, spikes and current, and a spline coupling
 * flow.
 *
 * @module
 */
import { type EventSeries, eventSeries } from "../../../model/event_series.ts";
import { EVENT_TRAIN, eventArchitecture } from "../../../workflow/event_network.ts";
import type { KitFamily } from "../../../workflow/kit.ts";
import { currentFields, neuronFields } from "../../neuron/fields.ts";
import { type GifConfig, gridOf } from "../config.ts";
import { gifFamily } from "../kit.ts";
import type { GifParameter } from "../parameters.ts";
import type { GifFields } from "../simulator/gif.ts";

/** All three series, each sample with its time since the last spike and until the next. */
function seriesOf(config: GifConfig): EventSeries<GifFields> {
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
  architecture: (config) => eventArchitecture(seriesOf(config)),
  train: { ...EVENT_TRAIN, n_train: 10_240, n_val: 2_000, epochs: 60, batch_size: 128, seed: 45 },
});
export default learnedGifKit;
