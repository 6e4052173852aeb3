/**
 * Several sweeps without a likelihood: event-aligned pooling of voltage, spikes and known current,
 * whose sums run over all sweeps, and a spline coupling flow in the prior's normal coordinates.
 *
 * @module
 */
import { eventSeries } from "../../lib/model/event_series.ts";
import { sweepsFamily } from "../../lib/models/lif/kits/sweeps_family.ts";
import { refractorySteps } from "../../lib/models/lif/simulator/lif.ts";
import { sweepFields, type SweepsConfig } from "../../lib/models/lif/sweeps/config.ts";
import { EVENT_TRAIN, eventEstimator, eventSummary } from "../../lib/workflow/event_network.ts";

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
  network: ({ sim }) => eventSummary(seriesOf(sim)),
  architecture: (summary) => ({ summary, estimator: eventEstimator }),
  // An observation has 30 places of 1000 samples, 600 kB: few are held at a time, and each seen once.
  train: { ...EVENT_TRAIN, n_train: 2_000, n_val: 250, epochs: 60, batch_size: 64 },
});
