import { assert, assertEquals, assertThrows } from "@std/assert";
import { simulateJoint } from "../../../lib/model/dataset.ts";
import { simulateAlike } from "../../../lib/diagnostics/checks/simulate_alike.ts";
import { lifPrior } from "../../../lib/models/lif/prior/lif.ts";
import { key } from "../../../lib/core/random.ts";
import { lif } from "../../../lib/models/lif/simulator/lif.ts";
import { observationsOf } from "../../../lib/model/batch.ts";
import { SPIKE_KINDS } from "../../../lib/models/neuron/spikes.ts";

const model = { prior: lifPrior(), simulator: lif({ T: 40 }) };
const kindsOf = SPIKE_KINDS.of;

Deno.test("simulateAlike() keeps the first simulations of the kind, beyond one batch", () => {
  const all = simulateJoint(key(1), model, 5000).observations;
  const rows = SPIKE_KINDS.of(all).flatMap((kind, i) => kind === 0 ? [i] : []);
  const count = rows.length - 1;
  assert(rows[count - 1] > 2000);
  const { observations, simulated } = simulateAlike(key(1), model, {
    kindsOf,
    kind: 0,
    count,
    most: 5000,
  });
  assertEquals(simulated, rows[count - 1] + 1);
  assertEquals(observations.values, observationsOf(all, rows.slice(0, count)).values);
});

Deno.test("simulateAlike() gives up on a kind that is too rare, and reports after how many", () => {
  const rare = { kindsOf, kind: 4, count: 10, most: 2500 };
  const { observations, simulated } = simulateAlike(key(1), model, rare);
  assertEquals([observations.count, simulated], [0, 2500]);
  assertEquals(observations.values.voltage.length, 0);
});

Deno.test("simulateAlike() refuses to simulate none", () => {
  assertThrows(
    () => simulateAlike(key(1), model, { kindsOf, kind: 0, count: 0, most: 10 }),
    RangeError,
    "Cannot simulate observations of one kind as count must be an integer >= 1",
  );
});
