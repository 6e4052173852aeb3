/**
 * Prior, simulator and statistics on one core: deno bench bench/simulator_bench.ts
 *
 * @module
 */
import { simulateJoint } from "../lib/dataset.ts";
import { lifPrior } from "../lib/priors/lif.ts";
import { key } from "../lib/random.ts";
import { lif, simConfig } from "../lib/simulators/lif.ts";
import { lifStatistics } from "../lib/statistics/lif.ts";
import { summarise } from "../lib/statistics/summary_variables.ts";

const model = { prior: lifPrior(), simulator: lif() };
const { recordings } = simulateJoint(key(1), model, 1000);
const statistics = lifStatistics(simConfig());

Deno.bench("prior: 1,000 draws", () => void model.prior.sample(key(1), 1000));
Deno.bench("prior and simulator: 1,000 traces", () => void simulateJoint(key(1), model, 1000));
Deno.bench("statistics: 1,000 traces", () => void summarise(statistics, recordings));
