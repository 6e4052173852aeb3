/**
 * What event-aware networks of the neuron read.
 *
 * @module
 */
import { type EventSeries, eventSeries } from "../../model/event_series.ts";
import { currentFields, neuronFields } from "../neuron/fields.ts";
import { type GifConfig, gridOf } from "./config.ts";
import type { GifFields } from "./simulator/gif.ts";

/** All three series, each sample with its time since the last spike and until the next. */
export function gifSeries(config: GifConfig): EventSeries<GifFields> {
  const { steps, refractory } = gridOf(config);
  return eventSeries<GifFields>({
    ...neuronFields(steps, config.dt),
    ...currentFields(steps, config.dt),
  }, { series: ["voltage", "spikes", "current"], events: "spikes", dead: refractory });
}
