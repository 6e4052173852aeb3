/**
 * The best kit without a likelihood: a network that learns from simulations alone what to look at in
 * the voltage and the spikes.
 *
 * @module
 */
import { couplingFlow } from "../../../flows/coupling_flow.ts";
import { rationalQuadraticSpline } from "../../../flows/rational_quadratic_spline.ts";
import { eventSeries } from "../../../model/event_series.ts";
import { eventPooling } from "../../../networks/event_pooling.ts";
import type { KitFamily } from "../../../workflow/kit.ts";
import { neuronFields } from "../../neuron/fields.ts";
import { type Experiment, lifFamily } from "../kit.ts";
import { type LifFields, type LifParameter, refractorySteps, stepCount } from "../simulator/lif.ts";
import { SPLINE_TRAIN } from "./train.ts";

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
  network: (experiment) => {
    const { codes, bins } = seriesOf(experiment);
    return (scope, shape) =>
      eventPooling(scope, { shape, codes, bins, dim: 64, widths: [128, 128] });
  },
  architecture: (summary) => ({
    summary,
    estimator: couplingFlow({
      depth: 4,
      family: rationalQuadraticSpline({ bins: 8, bound: 5 }),
      widths: [96, 96],
    }),
  }),
  // Every pass has simulations of its own, so nothing is learned by heart.
  train: {
    ...SPLINE_TRAIN,
    n_train: 40_000,
    epochs: 130,
    refresh: 1,
    batch_size: 256,
    muon: 1,
    learning_rate: 5e-3,
    weight_decay: 0.1,
  },
});
export default learnedKit;
