import { assert, assertEquals } from "@std/assert";
import { simulateJoint } from "../../../../lib/model/dataset.ts";
import { lifPrior } from "../../../../lib/models/lif/prior/lif.ts";
import { key, stream } from "../../../../lib/core/random.ts";
import { lif, type SimConfig, simConfig } from "../../../../lib/models/lif/simulator/lif.ts";
import { lifStatistics } from "../../../../lib/models/lif/statistics/lif.ts";
import { hasLifStatisticsRows } from "../../../../lib/models/lif/statistics/lif_rows.ts";
import { summarise } from "../../../../lib/model/summary_variables.ts";

/** The statistics of the same recordings by WebAssembly and, one by one, by TypeScript. */
function bothWays(overrides: Partial<SimConfig>, count: number, extraSpikes = 0) {
  const model = { prior: lifPrior(), simulator: lif(overrides) };
  const { observations } = simulateJoint(key(6), model, count);
  const { spikes } = observations.values;
  const rng = stream(key(7));
  for (let i = 0; i < count * extraSpikes; i++) {
    spikes[Math.floor(rng.uniform() * spikes.length)] = 1;
  }
  const statistics = lifStatistics(simConfig(overrides));
  assert(statistics.writeRows);
  const { writeRows: _, ...plain } = statistics;
  return [summarise(statistics, observations), summarise(plain, observations)];
}

Deno.test("lifStatisticsRows() work in this engine", () => assert(hasLifStatisticsRows));

Deno.test("lifStatisticsRows() give the bits of lifStatisticsWriter()", () => {
  const [fast, plain] = bothWays({}, 500);
  assertEquals(fast, plain);
});

Deno.test("lifStatisticsRows() give the same bits on any time grid", () => {
  const experiments: Partial<SimConfig>[] = [
    { T: 0.4 },
    { T: 1.4 },
    { T: 50, dt: 0.1, tref: 1 },
    { T: 33.4, dt: 0.2, tref: 0, I_mean: 600 },
    { T: 210.6, dt: 0.2 },
  ];
  for (const experiment of experiments) {
    const [fast, plain] = bothWays(experiment, 7);
    assertEquals(fast, plain);
    assert(plain.every(Number.isFinite));
  }
});

Deno.test("lifStatisticsRows() give the same bits for trains no neuron would fire", () => {
  for (const extraSpikes of [1, 60, 3000]) {
    const [fast, plain] = bothWays({}, 20, extraSpikes);
    assertEquals(fast, plain);
  }
});
