/**
 * A likelihood-free kit: event-aligned pooling of voltage, spikes and current, and a spline coupling
 * flow.
 *
 * @module
 */
import { EVENT_TRAIN, eventArchitecture } from "../../../workflow/event_network.ts";
import type { KitFamily } from "../../../workflow/kit.ts";
import { gifFamily } from "../kit.ts";
import type { GifParameter } from "../parameters.ts";
import { gifSeries } from "../series.ts";
import type { GifFields } from "../simulator/gif.ts";

/** The kit without a likelihood. */
const learnedGifKit: KitFamily<GifParameter, GifFields> = gifFamily({
  name: "gif_learned",
  summaries: gifSeries,
  architecture: (config) => eventArchitecture(gifSeries(config)),
  train: { ...EVENT_TRAIN, n_train: 10_240, epochs: 60 },
});
export default learnedGifKit;
