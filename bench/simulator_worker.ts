/**
 * One of the workers whose speed bench/simulator_bench.ts measures: fills rows as training fills its
 * pools, and says when it is done.
 *
 * @module
 */
import { adapter, blankRows, fillRows } from "../lib/adapter.ts";
import { whitened } from "../lib/coordinates.ts";
import { simulateJoint } from "../lib/dataset.ts";
import { lifPrior } from "../lib/priors/lif.ts";
import { key } from "../lib/random.ts";
import { lif, simConfig } from "../lib/simulators/lif.ts";
import { fitStandardisation } from "../lib/standardisation.ts";
import { lifStatistics } from "../lib/statistics/lif.ts";

const model = { prior: lifPrior(), simulator: lif() };
const statistics = lifStatistics(simConfig());
const { recordings } = simulateJoint(key(1), model, 1000);
const standardisation = fitStandardisation(statistics, recordings);
const own = adapter(whitened(model.prior), statistics, standardisation, model.simulator);

self.onmessage = ({ data: { from, to } }: MessageEvent<{ from: number; to: number }>) => {
  fillRows(key(2), model, own, { from, to }, blankRows(own, to - from), 0);
  self.postMessage("done");
};
