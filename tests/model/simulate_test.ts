import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { drawsOf } from "../../lib/core/draws.ts";
import { key, type Rng } from "../../lib/core/random.ts";
import { type Batch, blankBatch, observation, observationsOf } from "../../lib/model/batch.ts";
import { simulate, simulateBatches, simulateJoint } from "../../lib/model/dataset.ts";
import { series, vector } from "../../lib/model/field.ts";
import { numbersOf, walk } from "./walk.ts";

Deno.test("simulateJoint() gives a model's row i however the run is cut", () => {
  const { theta, observations } = simulateJoint(key(2), walk, 70);
  for (const [from, count] of [[0, 1], [33, 7], [69, 1]]) {
    const cut = simulateJoint(key(2), walk, count, { from });
    const rows = Array.from({ length: count }, (_, i) => from + i);
    assertEquals(cut.theta.values, theta.values.slice(from, from + count));
    assertEquals(numbersOf(cut.observations), numbersOf(observationsOf(observations, rows)));
  }
  let from = 0;
  for (const batch of simulateBatches(key(2), walk, { from: 0, to: 70 })) {
    const rows = Array.from({ length: batch.theta.count }, (_, i) => from + i);
    assertEquals(
      numbersOf(batch.observations),
      numbersOf(observationsOf(observations, rows)),
    );
    from += batch.theta.count;
  }
  assertEquals(from, 70);
});

Deno.test("simulate() into observations that are written over gives the same as into new ones", () => {
  const into = simulateJoint(key(3), walk, 40).observations;
  const fresh = simulateJoint(key(4), walk, 40).observations;
  const { observations } = simulateJoint(key(4), walk, 40, { into });
  assert(observations === into);
  assertEquals(numbersOf(into), numbersOf(fresh));
  // A simulator of its own that writes only what is not 0.
  const sparse = {
    ...walk.simulator,
    simulate: (rng: Rng, _theta: unknown, row: { x: Float32Array }) => {
      if (rng.uniform() < 0.5) row.x[0] = 1;
    },
  };
  const { theta } = simulateJoint(key(5), walk, 40);
  const over = simulate(key(5), sparse, theta, { into });
  assertEquals(numbersOf(over), numbersOf(simulate(key(5), sparse, theta)));
  assert(over.values.x.includes(0) && over.values.x.includes(1));
});

const theta = drawsOf(["mu"], [{ mu: 0 }, { mu: 1 }, { mu: 2 }]);
const given = simulateJoint(key(6), walk, 3).observations;

Deno.test("simulate() under given conditions takes one for all rows, or one a row", () => {
  const { simulator } = walk;
  const each = simulate(key(7), simulator, theta, { given });
  assertEquals(each.values.current, given.values.current);
  assertEquals(each.values.cues, given.values.cues);
  assertEquals(each.sizes?.cues, given.sizes?.cues);
  const one = observation(given, 1);
  const all = simulate(key(7), simulator, theta, { given: one });
  for (const i of [0, 1, 2]) {
    assertEquals(observation(all, i).values.current, one.values.current);
    assertEquals(all.values.x[2 * i + 1], one.sizes?.cues[0]);
  }
  const rows = (batch: Batch) => numbersOf(observation(batch, 1));
  assertEquals(rows(all), rows(each));
  assertNotEquals(simulate(key(7), simulator, theta).values.current, each.values.current);
  const joint = simulateJoint(key(7), walk, 3, { given });
  assertEquals(joint.observations.values.current, given.values.current);
});

Deno.test("simulate() under given conditions may write over them", () => {
  const into = observationsOf(given, [0, 1, 2]);
  const over = simulate(key(7), walk.simulator, theta, { given: into, into });
  assertEquals(numbersOf(over), numbersOf(simulate(key(7), walk.simulator, theta, { given })));
});

Deno.test("simulate() refuses conditions of another form or number", () => {
  const under = (given: Batch<typeof walk.simulator.fields>) => () =>
    simulate(key(7), walk.simulator, theta, { given });
  const two = observationsOf(given, [0, 1]);
  assertThrows(under(two), RangeError, "Cannot simulate as given must have 3 values: it has 2");
  const longer = { ...given.fields, current: series({ length: 4, step: 1 }) };
  assertThrows(
    under(blankBatch(longer, 3)),
    RangeError,
    "Cannot simulate under conditions as observations.fields.current must be a series of 2 samples",
  );
  const { current } = given.values;
  const broken = { ...given, values: { ...given.values, current: current.with(3, NaN) } };
  assertThrows(
    under(broken),
    RangeError,
    "current must be finite: sample 1 of observation 1 is NaN",
  );
});

Deno.test("simulate() refuses to write over observations of another form or number", () => {
  const over = (into: Batch<typeof walk.simulator.fields>) => () =>
    simulate(key(7), walk.simulator, theta, { into });
  const { fields } = walk.simulator;
  assertThrows(
    over(blankBatch(fields, 2)),
    RangeError,
    "into.values.x must have 6 values: it has 4",
  );
  const { sizes: _, ...without } = blankBatch(fields, 3);
  assertThrows(over(without), RangeError, "into.sizes.trials must have 3 values: it has 0");
  const other = { ...fields, x: vector(["b", "a"]) };
  assertThrows(
    over(blankBatch(other, 3)),
    RangeError,
    "Cannot simulate into batch as observations.fields.x must be a vector of a, b",
  );
});
