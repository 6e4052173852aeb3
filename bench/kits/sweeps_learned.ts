/**
 * Several sweeps without a likelihood: event-aligned pooling of voltage, spikes and known current,
 * whose sums run over all sweeps, and a spline coupling flow in the prior's normal coordinates.
 *
 * @module
 */
import { couplingFlow } from "../../lib/flows/coupling_flow.ts";
import { rationalQuadraticSpline } from "../../lib/flows/rational_quadratic_spline.ts";
import { eventSeries } from "../../lib/model/event_series.ts";
import { sweepsFamily } from "../../lib/models/lif/kits/sweeps_family.ts";
import { SPLINE_TRAIN } from "../../lib/models/lif/kits/train.ts";
import { refractorySteps } from "../../lib/models/lif/simulator/lif.ts";
import { sweepFields, type SweepsConfig } from "../../lib/models/lif/sweeps/config.ts";
import { eventPooling } from "../../lib/networks/event_pooling.ts";

/** The series of all sweeps, each sample with its time since the last spike and until the next. */
const seriesOf = (sim: SweepsConfig) =>
  eventSeries(sweepFields(sim), {
    series: ["voltage", "spikes", "current"],
    events: "spikes",
    present: "present",
    dead: refractorySteps(sim),
  });

export default sweepsFamily({
  name: "sweeps_learned",
  summaries: ({ sim }) => seriesOf(sim),
  network: ({ sim }) => {
    const { codes, bins } = seriesOf(sim);
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
  // An observation has 30 places of 1000 samples, 600 kB: few are held at a time, and each seen once.
  train: {
    ...SPLINE_TRAIN,
    n_train: 2_000,
    n_val: 250,
    batch_size: 64,
    epochs: 60,
    refresh: 1,
    muon: 1,
    learning_rate: 5e-3,
    weight_decay: 0.1,
  },
});
