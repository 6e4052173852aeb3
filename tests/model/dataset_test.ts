import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { simulate, simulateBatches, simulateJoint } from "../../lib/model/dataset.ts";
import { blankBatch } from "../../lib/model/batch.ts";
import { inOrder } from "../../lib/core/columns.ts";
import { lifPrior } from "../../lib/models/lif/prior/lif.ts";
import { key } from "../../lib/core/random.ts";
import { lif } from "../../lib/models/lif/simulator/lif.ts";

const model = { prior: lifPrior(), simulator: lif() };
const data = simulateJoint(key(45), model, 12);

Deno.test("simulateJoint() gives row i whatever is drawn before and beside it", () => {
  const cut = simulateJoint(key(45), model, 5, { from: 7 });
  assertEquals(cut.theta.values, data.theta.values.slice(7 * 6));
  assertEquals(cut.z, data.z.slice(7 * 6));
  assertEquals(cut.observations.values.voltage, data.observations.values.voltage.slice(7000));
  assertEquals(cut.observations.values.spikes, data.observations.values.spikes.slice(7000));
  assertNotEquals(simulateJoint(key(46), model, 5).theta.values, data.theta.values.slice(0, 30));
});

Deno.test("simulateJoint() pairs theta with its coordinates z", () => {
  assertEquals(model.prior.fromNormal(data.z), data.theta);
});

Deno.test("simulateJoint() refuses a count that is none", () => {
  assertThrows(() => simulateJoint(key(1), model, 0), RangeError, "count must be an integer >= 1");
});

Deno.test("simulateJoint() writes over the recordings it is given", () => {
  const into = blankBatch(model.simulator.fields, 12);
  const { observations } = simulateJoint(key(45), model, 12, { into });
  assert(observations === into);
  assertEquals(observations, data.observations);
  assertThrows(
    () => simulateJoint(key(45), model, 11, { into }),
    RangeError,
    "into.values.voltage must have 11000 values: it has 12000",
  );
});

Deno.test("simulateBatches() are the rows of simulateJoint(), in memory that is used again", () => {
  const all = simulateJoint(key(45), model, 70);
  const batches = Array.from(
    simulateBatches(key(45), model, { from: 5, to: 70 }),
    ({ theta, observations: { values: { voltage } } }) => ({ theta, voltage, copy: [...voltage] }),
  );
  assertEquals(batches.map(({ theta }) => theta.count), [32, 32, 1]);
  assertEquals(batches.flatMap(({ theta }) => [...theta.values]), [
    ...all.theta.values.subarray(30),
  ]);
  assertEquals(batches.flatMap(({ copy }) => copy), [
    ...all.observations.values.voltage.subarray(5000),
  ]);
  assert(batches[0].voltage === batches[1].voltage);
});

Deno.test("simulate() matches parameters by name", () => {
  const { theta } = data;
  const turned = inOrder("turn", theta, [...theta.names].reverse());
  const { simulateRows: _, ...slow } = model.simulator;
  for (const simulator of [model.simulator, slow]) {
    assertEquals(simulate(key(1), simulator, turned), simulate(key(1), simulator, theta));
    const doubled = { ...theta, names: theta.names.with(1, "V_th") };
    assertThrows(() => simulate(key(1), simulator, doubled), RangeError, '"V_th" is there twice');
  }
});
