/**
 * One of the workers whose speed bench/simulator_bench.ts measures: fills rows as training fills its
 * pools, and says when it is done.
 *
 * @module
 */
import { adapter } from "../lib/model/adapter.ts";
import { blankRows, fillRows } from "../lib/model/fill_rows.ts";
import { simulateJoint } from "../lib/model/dataset.ts";
import { lifPrior } from "../lib/models/lif/prior/lif.ts";
import { key } from "../lib/core/random.ts";
import { lif, simConfig } from "../lib/models/lif/simulator/lif.ts";
import { fitStandardisation } from "../lib/model/standardisation.ts";
import { lifStatistics } from "../lib/models/lif/statistics/lif.ts";

const model = { prior: lifPrior(), simulator: lif() };
const summaries = lifStatistics(simConfig());
const { observations } = simulateJoint(key(1), model, 1000);
const standardisation = fitStandardisation(summaries, observations);
const own = adapter({
  prior: model.prior,
  fields: model.simulator.fields,
  summaries,
  standardisation,
});

self.onmessage = ({ data: { from, to } }: MessageEvent<{ from: number; to: number }>) => {
  fillRows(key(2), model, own, { from, to }, blankRows(own, to - from), 0);
  self.postMessage("done");
};
