import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { type Key, key, normals } from "../../lib/core/random.ts";
import { normalLogDensity } from "../../lib/core/special.ts";
import { mean } from "../../lib/core/stats.ts";
import { chain } from "../../lib/distributions/chain.ts";
import { clipped } from "../../lib/distributions/clipped.ts";
import { normal } from "../../lib/distributions/normal.ts";
import { populationPrior } from "../../lib/distributions/population_prior.ts";
import { type Batch, observationsOf, seriesBatch } from "../../lib/model/batch.ts";
import { populationPosterior } from "../../lib/posterior/population_posterior.ts";
import { standardNormal } from "../../lib/posterior/target.ts";

const single = chain({ mu: clipped(normal({ mean: 0, sd: 1 }), { low: -3, high: 3 }) });
const population = populationPrior(single);
/** The exact posterior of x = z + noise of sd 0.5. */
const posterior = {
  propose(key: Key, { values: { x } }: Batch, count: number) {
    const points = normals(key, count).map((e) => 0.8 * x[0] + Math.sqrt(0.2) * e);
    const logDensity = points.map((z) => -((z - 0.8 * x[0]) ** 2) / 0.4);
    return Promise.resolve({ points, logDensity });
  },
};
const observations: Batch = seriesBatch({ x: Float32Array.of(1, 0.2, 1.5, 1) }, {
  count: 4,
  step: 1,
});

Deno.test("populationPosterior() gives the same bits in any order of the observations", async () => {
  const options = { count: 60, draws: 300 };
  const one = await populationPosterior(key(1), population, posterior, observations, options);
  const order = [2, 3, 1, 0];
  const other = await populationPosterior(
    key(1),
    population,
    posterior,
    observationsOf(observations, order),
    options,
  );
  assertEquals(other.population, one.population);
  assertEquals(other.logBayesFactor, one.logBayesFactor);
  const rowsOf = ({ members: { values } }: typeof one, i: number) =>
    values.slice(i * 60, (i + 1) * 60);
  assertEquals(rowsOf(other, 0), rowsOf(one, 2));
  assertEquals(rowsOf(other, 2), rowsOf(one, 1));
  // Observations 0 and 3 are equal: which is which can't be told.
  assertEquals(
    [1, 3].map((at) => rowsOf(other, at)[0]).sort(),
    [0, 3].map((i) => rowsOf(one, i)[0]).sort(),
  );
});

Deno.test("populationPosterior() draws members towards their population", async () => {
  const { members } = await populationPosterior(key(2), population, posterior, observations, {
    count: 500,
    draws: 500,
  });
  const lowest = mean(members.values.subarray(500, 1000));
  // Alone 0.16; with a population of the mean of all, 0.925, and sd 0.4 about 0.5.
  assertAlmostEquals(lowest, 0.5, 0.15);
});

Deno.test("populationPosterior() refuses no observations", async () => {
  await assertRejects(
    () =>
      populationPosterior(key(3), population, posterior, { ...observations, count: 0 }, {
        count: 10,
      }),
    RangeError,
    "Cannot infer population as observations.count must be an integer >= 1",
  );
});

Deno.test("populationPosterior() draws more where few draws have weight in the population", async () => {
  const asked: number[] = [];
  const counted = {
    propose(key: Key, observation: Batch, count: number) {
      asked.push(count);
      return posterior.propose(key, observation, count);
    },
  };
  // Eleven members that agree, and one that is 3 sds away.
  const x = Float32Array.from({ length: 12 }, (_, i) => i === 0 ? 2 : -0.5 + i / 100);
  const narrow = populationPrior(single, { spread: 0.1, logSd: 0.1 });
  const { effectiveSizes } = await populationPosterior(
    key(4),
    narrow,
    counted,
    seriesBatch({ x }, { count: 12, step: 1 }),
    { count: 50, draws: 300 },
  );
  assertEquals(asked.slice(0, 12), new Array(12).fill(300));
  assertEquals(asked.slice(12).length >= 1 && asked.slice(12).every((count) => count > 300), true);
  assertEquals(effectiveSizes.filter((size) => size < 20).length <= 1, true);
});

/** The same posterior, but a third too wide and beside the truth. */
const wrong = {
  propose(key: Key, { values: { x } }: Batch, count: number) {
    const center = 0.8 * x[0] + 0.2, variance = 0.36;
    const points = normals(key, count).map((e) => center + Math.sqrt(variance) * e);
    const logDensity = points.map((z) =>
      normalLogDensity((z - center) / Math.sqrt(variance)) - Math.log(variance) / 2
    );
    return Promise.resolve({ points, logDensity });
  },
};
const exact = ({ values: { x } }: Batch) => ({
  target: {
    prior: standardNormal(1),
    logLikelihood: (points: Float64Array) => points.map((z) => -((x[0] - z) ** 2) / 0.5),
  },
});

Deno.test("populationPosterior() corrects a wrong posterior by the exact one", async () => {
  const options = { count: 400, draws: 1000 };
  const meanOf = async (own: typeof posterior, more = {}) => {
    const found = await populationPosterior(key(5), population, own, observations, {
      ...options,
      ...more,
    });
    assertEquals(found.problems, []);
    return mean(found.population.values.filter((_, at) => at % 2 === 0));
  };
  const right = await meanOf(posterior), uncorrected = await meanOf(wrong);
  assertAlmostEquals(await meanOf(wrong, { exact }), right, 0.05);
  assert(uncorrected > right + 0.08);
});

Deno.test("populationPosterior() warns of exact weights that can't be trusted", async () => {
  const narrow = {
    propose(key: Key, _: Batch, count: number) {
      const points = normals(key, count).map((e) => 3 + 0.1 * e);
      return Promise.resolve({ points, logDensity: points.map((z) => -50 * (z - 3) ** 2) });
    },
  };
  const { problems } = await populationPosterior(key(6), population, narrow, observations, {
    count: 20,
    draws: 200,
    exact,
  });
  assert(
    problems.some((problem) => problem.startsWith("Pareto k of the exact weights of member 0")),
  );
});
