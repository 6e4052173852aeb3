/**
 * The kit of the neuron: event-aligned pooling of voltage, spikes and known current, and a spline
 * coupling flow, trained on simulations alone.
 *
 * @module
 */
import { type EventSeries, eventSeries } from "../../../model/event_series.ts";
import { EVENT_TRAIN, eventArchitecture } from "../../../workflow/event_network.ts";
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
  architecture: (config) => eventArchitecture(seriesOf(config)),
  train: { ...EVENT_TRAIN, n_train: 20_480, n_val: 2_000, epochs: 30, batch_size: 128, seed: 45 },
});
export default adexKit;
