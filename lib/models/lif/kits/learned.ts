/**
 * The best kit without a likelihood: a network that learns from simulations alone what to look at in
 * the voltage and the spikes.
 *
 * @module
 */
import { eventSeries } from "../../../model/event_series.ts";
import { EVENT_TRAIN, eventEstimator, eventSummary } from "../../../workflow/event_network.ts";
import type { KitFamily } from "../../../workflow/kit.ts";
import { neuronFields } from "../../neuron/fields.ts";
import { type Experiment, lifFamily } from "../kit.ts";
import { type LifFields, type LifParameter, refractorySteps, stepCount } from "../simulator/lif.ts";

/** Voltage and spikes, each sample with its time since the last spike and until the next. */
const seriesOf = ({ sim }: Experiment) =>
  eventSeries(neuronFields(stepCount(sim), sim.dt), {
    series: ["voltage", "spikes"],
    events: "spikes",
    dead: refractorySteps(sim),
  });

/** The kit without a likelihood: event-aligned pooling of the raw series, and a spline coupling flow. */
const learnedKit: KitFamily<LifParameter, LifFields> = lifFamily({
  name: "learned",
  summaries: seriesOf,
  network: (experiment) => eventSummary(seriesOf(experiment)),
  architecture: (summary) => ({ summary, estimator: eventEstimator }),
  train: { ...EVENT_TRAIN, n_train: 40_000, n_val: 4_000, epochs: 130, batch_size: 256 },
});
export default learnedKit;
