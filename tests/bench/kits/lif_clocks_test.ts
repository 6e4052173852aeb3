import { assertAlmostEquals, assertEquals } from "@std/assert";
import { simulateJoint } from "../../../lib/model/dataset.ts";
import { summarise } from "../../../lib/model/summary_variables.ts";
import { lifPrior } from "../../../lib/models/lif/prior/lif.ts";
import { lif, simConfig } from "../../../lib/models/lif/simulator/lif.ts";
import { lifClocks } from "../../../bench/kits/lif_clocks.ts";
import { lifSeries } from "../../../bench/kits/lif_series.ts";
import { key } from "../../../lib/core/random.ts";

const config = simConfig();
const ROWS = 5;
const { observations } = simulateJoint(key(1), { prior: lifPrior(), simulator: lif() }, ROWS);

/** A channel of a recording. */
function channel(variables: ReturnType<typeof lifClocks>, row: number, name: string): number[] {
  const values = summarise(variables, observations);
  const { names } = variables;
  const at = names.indexOf(name);
  return Array.from({ length: 1000 }, (_, k) => values[(row * 1000 + k) * names.length + at]);
}

Deno.test("lifClocks() has the channels of lifSeries(), but for recency", () => {
  for (const name of ["voltage", "spikes", "refractory"]) {
    for (let row = 0; row < ROWS; row++) {
      assertEquals(
        channel(lifClocks(config), row, name),
        channel(lifSeries(config), row, name),
      );
    }
  }
});

Deno.test("lifClocks() says when the last spike was and the next will be", () => {
  for (let row = 0; row < ROWS; row++) {
    const [spikes, since, spiked, until, will] = [
      "spikes",
      "since",
      "spiked",
      "until",
      "will spike",
    ].map((name) => channel(lifClocks(config), row, name));
    for (let k = 0; k < 1000; k++) {
      const last = spikes.lastIndexOf(1, k), next = spikes.indexOf(1, k);
      assertEquals([spiked[k], will[k]], [Number(last >= 0), Number(next >= 0)]);
      assertAlmostEquals(since[k], Math.log1p(last >= 0 ? k - last : k), 1e-6);
      assertAlmostEquals(until[k], Math.log1p(next >= 0 ? next - k : 1000 - k), 1e-6);
    }
  }
});
