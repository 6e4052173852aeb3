/**
 * The kit of the neuron: event-aligned pooling of voltage, spikes and known current.
 *
 * @module
 */
import { type EventSeries, eventSeries } from "../../../model/event_series.ts";
import { eventSummary } from "../../../workflow/event_network.ts";
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
  network: (config) => eventSummary(seriesOf(config)),
});
export default adexKit;
