import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { key } from "../../lib/core/random.ts";
import { chain } from "../../lib/distributions/chain.ts";
import { normal } from "../../lib/distributions/normal.ts";
import { populationPrior } from "../../lib/distributions/population_prior.ts";
import { seriesBatch } from "../../lib/model/batch.ts";
import { canonicalOrder } from "../../lib/model/canonical_order.ts";
import { set, vector } from "../../lib/model/field.ts";
import { model } from "../../lib/model/model.ts";
import { simulatePopulation } from "../../lib/model/population_dataset.ts";

const { prior, simulator } = model({
  name: "doubled",
  prior: chain({ mu: normal({ mean: 3, sd: 2 }) }),
  observables: { x: vector(["x"]) },
  simulate: (rng, { mu }) => ({ x: [2 * mu + 1e-3 * rng.normal()] }),
});
const population = populationPrior(prior);

Deno.test("simulatePopulation() keeps the first members of a larger population", () => {
  const small = simulatePopulation(key(1), population, simulator, 2);
  const large = simulatePopulation(key(1), population, simulator, 5);
  assertEquals(small.hyper, large.hyper);
  assertEquals(small.members.z, large.members.z.slice(0, 2));
  assertEquals(
    small.members.observations.values.x,
    large.members.observations.values.x.slice(0, 2),
  );
});

Deno.test("simulatePopulation() observes each member", () => {
  const { members: { theta, z, observations } } = simulatePopulation(
    key(2),
    population,
    simulator,
    4,
  );
  theta.values.forEach((mu, i) => {
    assertAlmostEquals(mu, 3 + 2 * z[i], 1e-9);
    assertAlmostEquals(observations.values.x[i], 2 * mu, 0.01);
  });
  assertThrows(() => simulatePopulation(key(2), population, simulator, 0), RangeError, "size");
});

Deno.test("canonicalOrder() lists the same observations in the same order", () => {
  const rows = [[3, 1], [2, 9], [3, 0], [2, 9]];
  const batchOf = (order: readonly number[]) =>
    seriesBatch({
      b: Float32Array.from(order.flatMap((i) => rows[i])),
      a: Float32Array.from(order.flatMap((i) => [rows[i][0] % 2, 0])),
    }, { count: 4, step: 1 });
  const sorted = (order: readonly number[]) => {
    const { values } = batchOf(order);
    return canonicalOrder(batchOf(order)).map((i) => [...values.b.subarray(2 * i, 2 * i + 2)]);
  };
  assertEquals(sorted([0, 1, 2, 3]), [[2, 9], [2, 9], [3, 0], [3, 1]]);
  assertEquals(sorted([2, 3, 0, 1]), sorted([0, 1, 2, 3]));
});

Deno.test("canonicalOrder() tells sets of other sizes apart", () => {
  const fields = { x: set(vector(["x"]), { most: 2 }) };
  const values = { x: Float32Array.of(0, 0, 0, 0) };
  const batch = { fields, count: 2, values, sizes: { x: Uint32Array.of(2, 1) } };
  assertEquals(canonicalOrder(batch), [1, 0]);
});
