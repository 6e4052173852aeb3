import { assertAlmostEquals, assertEquals } from "@std/assert";
import { simulateJoint } from "../../../../lib/model/dataset.ts";
import { lifPrior } from "../../../../lib/models/lif/prior/lif.ts";
import { key, stream } from "../../../../lib/core/random.ts";
import { lif } from "../../../../lib/models/lif/simulator/lif.ts";
import {
  CENTRE,
  lifStatisticsWriter,
  UNIT,
} from "../../../../lib/models/lif/statistics/lif_writer.ts";
import { mean, quantiles } from "../../../../lib/core/stats.ts";

const plan = {
  steps: 1000,
  refractory: 10,
  edges: [0, 7, 7, 40, 1000],
  leads: [[1, 3], [5, 30]] as const,
  lags: [1, 6, 50],
  windows: [4, 31],
};
const { observations } = simulateJoint(key(3), { prior: lifPrior(), simulator: lif() }, 30);
{ // Some spikes where no neuron could fire them.
  const rng = stream(key(4));
  const { spikes } = observations.values;
  for (let i = 0; i < 150; i++) spikes[Math.floor((15 + 15 * rng.uniform()) * 1000)] = 1;
}

/** The statistics sample by sample, as their definition reads. */
function byDefinition(row: number): number[] {
  const cut = (values: Float32Array) => values.slice(1000 * row, 1000 * (row + 1));
  const x = Array.from(cut(observations.values.voltage), (v) => (v - CENTRE) / UNIT);
  const times = Array.from(cut(observations.values.spikes).keys()).filter((k) =>
    observations.values.spikes[1000 * row + k] > 0
  );
  const all = [...x.keys()];
  const age = all.map((k) => {
    const last = times.findLast((time) => time <= k);
    return last === undefined ? k : k - last - plan.refractory - 1;
  });
  const average = (samples: number[], value = (k: number) => x[k]) =>
    samples.length > 0 ? mean(samples.map(value)) : 0;
  const early = (k: number) => times.length === 0 || k < times[0];
  const binOf = (k: number) => plan.edges.findLastIndex((edge) => age[k] >= edge);
  const count = times.length;
  const interval = count > 1 ? (times[count - 1] - times[0]) / (count - 1) / 1000 : 1;
  const out = [count / 10, count === 0 ? 1 : 0];
  out.push(count > 0 ? count ** -0.5 : 0, count > 0 ? 1 / count : 0);
  out.push(average(all.filter((k) => age[k] < 0)));
  out.push(count > 0 ? times[0] / 1000 : 1, count > 0 ? 1 - times[count - 1] / 1000 : 1);
  out.push(interval, Math.log(interval));
  for (const phase of [true, false]) {
    for (const bin of [0, 1, 2, 3]) {
      const those = all.filter((k) => age[k] >= 0 && early(k) === phase && binOf(k) === bin);
      out.push(average(those), Math.sqrt(those.length) / 10);
    }
  }
  for (const [nearest, farthest] of plan.leads) {
    out.push(
      average(
        times.flatMap((time) =>
          all.filter((k) => age[k] >= 0 && k >= time - farthest && k <= time - nearest)
        ),
      ),
    );
  }
  for (const lag of plan.lags) {
    const those = all.filter((k) => age[k] >= lag);
    out.push(3 * average(those, (k) => x[k] - x[k - lag]));
    out.push(Math.log(average(those, (k) => (x[k] - x[k - lag]) ** 2) + 1e-3));
    out.push(Math.sqrt(those.length) / 20);
  }
  for (const width of plan.windows) {
    const averages = all.slice(width - 1).map((k) => mean(x.slice(k + 1 - width, k + 1)));
    const sparse = averages.filter((_, k) => k % Math.ceil(width / 2) === 0);
    const rank = Math.floor(0.9 * (sparse.length - 1));
    out.push(Math.max(...averages), quantiles(sparse, [rank / (sparse.length - 1)])[0]);
  }
  return out;
}

Deno.test("lifStatisticsWriter() writes what the statistics are by definition", () => {
  const write = lifStatisticsWriter(plan);
  for (let row = 0; row < observations.count; row++) {
    const expected = byDefinition(row);
    const written = new Float32Array(expected.length + 2);
    write(observations, row, written, 1);
    expected.forEach((value, i) => assertAlmostEquals(written[1 + i], value, 2e-6, `${row} ${i}`));
    assertEquals([written[0], written[expected.length + 1]], [0, 0]);
  }
});
