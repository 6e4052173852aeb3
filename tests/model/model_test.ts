import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { drawsOf } from "../../lib/core/draws.ts";
import { key, type Rng } from "../../lib/core/random.ts";
import type { Batch } from "../../lib/model/batch.ts";
import { checkBatch } from "../../lib/model/check_batch.ts";
import { simulate, simulateJoint } from "../../lib/model/dataset.ts";
import { vector } from "../../lib/model/field.ts";
import { type FieldValues, model } from "../../lib/model/model.ts";
import { numbersOf, observables, parts, prior, stimulus, walk } from "./walk.ts";

type Values = FieldValues<typeof observables>;

/** The walk with some of what it returns changed. */
function simulateWith(change: (rng: Rng) => object): Batch {
  const changed = model({
    ...parts,
    simulate: (rng, theta, given) =>
      ({ ...parts.simulate(rng, theta, given), ...change(rng) }) as Values,
  });
  return simulate(key(1), changed.simulator, drawsOf(["mu"], [{ mu: 0.5 }]));
}
const refuse = (values: object, words: string) =>
  assertThrows(
    () => simulateWith(() => values),
    RangeError,
    `Cannot simulate walk as ${words}, for mu = 0.5`,
  );

Deno.test("model() makes observations of its fields, conditions among them", () => {
  assertEquals(Object.keys(walk.simulator.fields), ["x", "events", "trials", "current", "cues"]);
  const { theta, observations } = simulateJoint(key(1), walk, 200);
  checkBatch("test", walk.simulator.fields, observations);
  const { values: { x }, sizes } = observations;
  assertEquals(Array.from({ length: 200 }, (_, i) => x[2 * i + 1]), [...sizes?.cues ?? []]);
  assertEquals([...new Set(sizes?.cues)].sort(), [0, 1, 2, 3, 4]);
  assertEquals([...new Set(sizes?.trials)].sort(), [0, 1, 2, 3]);
  assertNotEquals(theta.values[0], theta.values[1]);
});

Deno.test("model() refuses values of another number", () => {
  refuse({ x: [1] }, "x must have 2 values: it has 1");
  refuse({ x: [1, 2, 3] }, "x must have 2 values: it has 3");
  refuse({ trials: [[1, 1], [1]] }, "trials[1] must have 2 values: it has 1");
  refuse({ trials: [1] }, "trials[0] must have 2 values: it has 1");
});

Deno.test("model() refuses values that are no numbers, or not in single precision", () => {
  for (const value of [NaN, -Infinity, 1e39]) {
    refuse({ x: [0, value] }, `x must be finite in single precision: value 1 is ${value}`);
  }
  refuse({ x: [0, null] }, "x must be finite in single precision: value 1 is null");
  refuse({ x: ["0", 0] }, "x must be finite in single precision: value 0 is 0");
  refuse({ x: new Array(2) }, "x must be finite in single precision: value 0 is undefined");
  refuse({ trials: [[0, NaN]] }, "trials[0] must be finite in single precision: value 1 is NaN");
  assertEquals([...simulateWith(() => ({ x: [1e-60, -1e38] })).values.x], [
    0,
    Math.fround(-1e38),
  ]);
});

Deno.test("model() refuses events that are neither there nor not", () => {
  refuse({ events: [0, 1, 0.5] }, "events must be 0 or 1: value 2 is 0.5");
  refuse({ events: [0, -1, 0] }, "events must be 0 or 1: value 1 is -1");
});

Deno.test("model() refuses what is no list", () => {
  refuse({ x: 3 }, "x must be a list of numbers: it is 3");
  refuse({ x: undefined }, "x must be a list of numbers: it is undefined");
  refuse({ trials: "none" }, "trials must be a list: it is none");
  refuse({ trials: [null] }, "trials[0] must be a list of numbers: it is null");
});

Deno.test("model() refuses sets larger than most, and takes those as large", () => {
  const trial = [0.5, 1];
  const four = "trials must have at most 3 elements: it has 4";
  refuse({ trials: [trial, trial, trial, trial] }, four);
  assertEquals(simulateWith(() => ({ trials: [trial, trial, trial] })).sizes?.trials[0], 3);
  assertEquals(simulateWith(() => ({ trials: [] })).sizes?.trials[0], 0);
});

Deno.test("model() refuses fields that are missing or unknown", () => {
  const returning = (values: unknown) => () =>
    simulateJoint(key(1), model({ ...parts, simulate: () => values as Values }), 1);
  const wish = "Cannot simulate walk as it must return x, events, trials";
  const whole = { x: [0, 0], events: [0, 0, 0], trials: [] };
  returning(whole)();
  assertThrows(returning({ x: [0, 0], trials: [] }), RangeError, `${wish}: events is missing`);
  assertThrows(returning(undefined), RangeError, `${wish}: x is missing`);
  assertThrows(returning(Promise.resolve(whole)), RangeError, `${wish}: x is missing`);
  const event = { ...whole, event: [0] };
  assertThrows(returning(event), RangeError, '"event" is none, did you mean "events"?');
});

Deno.test("model() refuses conditions that are not as they are declared", () => {
  const wrong = model({
    ...parts,
    conditions: { fields: stimulus, sample: () => ({ current: [0, NaN], cues: [] }) },
  });
  assertThrows(
    () => simulateJoint(key(1), wrong, 1),
    RangeError,
    "Cannot sample the conditions of walk as current must be finite in single precision: value 1",
  );
});

Deno.test("model() refuses no observable, and one name for two fields", () => {
  assertThrows(
    () => model({ name: "mute", prior, observables: {}, simulate: () => ({}) }),
    RangeError,
    "Cannot make model mute as it must have observables: there are none",
  );
  const x = vector(["x"]);
  assertThrows(
    () =>
      model({
        name: "same",
        prior,
        observables: { x },
        conditions: { fields: { x }, sample: () => ({ x: [0] }) },
        simulate: () => ({ x: [0] }),
      }),
    RangeError,
    'Cannot make model same as every field must have a name of its own: "x" is an observable and',
  );
});

Deno.test("model() gives a simulator copies of its conditions, and nothing else", () => {
  let seen: string[] = [];
  const rough = model({
    ...parts,
    simulate: (rng, theta, given) => {
      seen = Object.keys(given);
      const values = parts.simulate(rng, theta, given);
      given.current.fill(99);
      given.cues.values.fill(99);
      given.cues.size = 0;
      return values;
    },
  });
  const { observations } = simulateJoint(key(1), rough, 20);
  assertEquals(numbersOf(observations), numbersOf(simulateJoint(key(1), walk, 20).observations));
  assertEquals(seen, ["current", "cues"]);
});
