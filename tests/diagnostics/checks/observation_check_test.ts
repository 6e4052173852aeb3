import { assert, assertEquals } from "@std/assert";
import {
  CHECK_LEVEL,
  observationCheck,
} from "../../../lib/diagnostics/checks/observation_check.ts";
import { dataset } from "../../../lib/core/draws.ts";
import { fold, key, normals } from "../../../lib/core/random.ts";
import { observation } from "../../../lib/model/batch.ts";
import { simulateJoint } from "../../../lib/model/dataset.ts";
import { chain } from "../../../lib/distributions/chain.ts";
import { normal } from "../../../lib/distributions/normal.ts";
import { uniform } from "../../../lib/distributions/uniform.ts";
import { vector } from "../../../lib/model/field.ts";
import { model } from "../../../lib/model/model.ts";
import { toy, toyPosterior } from "../toy.ts";

const { check } = observationCheck(key(1), toy);
const { observations } = simulateJoint(key(2), toy, 20);
const sampled = await toyPosterior().sample(key(3), observations, 50);
/** An observation of which every field has something to tell. */
const row = observations.sizes?.events.findIndex((size) => size > 5) ?? NaN;
const one = observation(observations, row), draws = dataset(sampled, row);

Deno.test("observationCheck() keeps its level, by what it makes of the fields itself", () => {
  const shifted = model({
    name: "shifted",
    prior: chain({ a: normal({ mean: 0, sd: 1 }) }),
    observables: { x: vector(["x"]) },
    simulate: (rng, { a }) => ({ x: [a + rng.normal()] }),
  });
  const count = 250;
  const { observations } = simulateJoint(key(2), shifted, count);
  const few = observationCheck(key(1), shifted);
  const found = Array.from({ length: count }, (_, i) => {
    const [x] = observations.values.x.subarray(i);
    const values = normals(fold(key(3), i), 50).map((z) => x / 2 + Math.SQRT1_2 * z);
    const draws = { names: shifted.prior.names, count: 50, values };
    return few.check(fold(key(4), i), observation(observations, i), draws);
  });
  const share = (level: number) =>
    found.filter(({ pValue }) => pValue <= level).length / found.length;
  // P(more than 5 of 250 at 0.005) is 0.001.
  assert(share(CHECK_LEVEL) <= 5 / count, `${share(CHECK_LEVEL)}`);
  assert(share(0.1) <= 0.1 + 3 * Math.sqrt(0.09 / count), `${share(0.1)}`);
  assert(share(0.1) > 0.01, `${share(0.1)}`);
  assert(found.every(({ leastP }) => leastP < CHECK_LEVEL / 2));
  assertEquals([found[0].kind, found[0].alike], [undefined, { count: 1800, simulated: 1800 }]);
  assertEquals(JSON.parse(JSON.stringify(found[0])), found[0]);
});

Deno.test("observationCheck() rejects a misfit of each field, and a condition never trained with", () => {
  const change = (name: keyof typeof one.values, f: (value: number, k: number) => number) => {
    const values = { ...one.values, [name]: one.values[name].map(f) };
    return check(key(5), { ...one, values }, draws).rejected;
  };
  assertEquals(check(key(5), one, draws).rejected, []);
  assertEquals(change("point", (x) => x + 9), ["distances", "replicates"]);
  assertEquals(change("trace", (x, k) => x + 8 * (k % 2)), ["distances", "replicates"]);
  assertEquals(change("events", (x) => 9 * x), ["distances", "replicates"]);
  assert(change("gain", (gain) => gain + 40).includes("distances"));
});

Deno.test("observationCheck() rejects a posterior on a bound of the prior", () => {
  const far = { ...draws, values: draws.values.map((value, i) => i % 2 === 0 ? 6 : value) };
  assert(check(key(5), one, far).rejected.includes("bounds"));
});

Deno.test("observationCheck() does not break on a simulator without noise, nor on sets that stay empty", () => {
  const still = model({
    name: "still",
    prior: chain({ a: uniform({ low: 0, high: 1 }) }),
    observables: { x: vector(["x", "always"]) },
    simulate: (_, { a }) => ({ x: [a, 3] }),
  });
  const own = observationCheck(key(1), still);
  const { theta, observations } = simulateJoint(key(2), still, 1);
  assertEquals(own.check(key(3), observations, theta).rejected, []);
  const impossible = { ...observations, values: { x: Float32Array.of(0.5, 4) } };
  assert(own.check(key(3), impossible, theta).rejected.includes("replicates"));
});
