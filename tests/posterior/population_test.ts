import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { column } from "../../lib/core/draws.ts";
import { fold, key, normals } from "../../lib/core/random.ts";
import { logSumExp, normalCdf } from "../../lib/core/special.ts";
import { mean, sd } from "../../lib/core/stats.ts";
import { chain } from "../../lib/distributions/chain.ts";
import { clipped } from "../../lib/distributions/clipped.ts";
import { normal } from "../../lib/distributions/normal.ts";
import { populationPrior } from "../../lib/distributions/population_prior.ts";
import { weighPopulation } from "../../lib/posterior/population.ts";
import { memberLikelihood, tailAtoms } from "../../lib/posterior/population_likelihood.ts";
import { exactPopulation, normalMember } from "./population_exact.ts";

const standard = normal({ mean: 0, sd: 1 });
const NOISE = { a: 0.3, b: 1 };
const X = [[1.2, -0.5], [0.4, 1], [0.9, -1.8], [1.6, 0.3], [0.7, -0.2]];

/** Draws of p(z | x) under the single prior, for x = z + noise. */
function conjugateDraws(
  x: readonly number[],
  noise: readonly number[],
  seed: number,
  count = 2000,
) {
  const dim = x.length;
  return {
    points: normals(key(seed), count * dim).map((e, at) => {
      const variance = 1 / (1 + noise[at % dim] ** -2);
      return x[at % dim] * variance / noise[at % dim] ** 2 + Math.sqrt(variance) * e;
    }),
  };
}

const members = X.map((x, i) => conjugateDraws(x, [NOISE.a, NOISE.b], i));
const population = populationPrior(chain({ a: standard, b: standard }));

Deno.test("weighPopulation() finds the exact posterior of normal populations", async () => {
  const found = await weighPopulation(key(1), population, members, 1000);
  assertEquals(found.problems, []);
  let logBayesFactor = 0;
  (["a", "b"] as const).forEach((name, j) => {
    const own = X.map((x) => normalMember(x[j], NOISE[name]));
    const exact = exactPopulation(
      population,
      (mean, sd) => own.reduce((sum, member) => sum + member(mean, sd), 0),
    );
    logBayesFactor += exact.logEvidence - own.reduce((sum, member) => sum + member(0, 1), 0);
    const means = column(found.population, `${name}_mean`);
    const logSds = column(found.population, `${name}_sd`).map(Math.log);
    for (const [draws, truth] of [[means, exact.mean], [logSds, exact.logSd]] as const) {
      assertAlmostEquals(mean(draws), truth.mean, 0.1 * truth.sd);
      assertAlmostEquals(sd(draws) / truth.sd, 1, 0.08);
    }
  });
  assertAlmostEquals(found.logBayesFactor, logBayesFactor, 0.15);
});

Deno.test("weighPopulation() draws members given their population", async () => {
  const { population: hyper, members: found, z } = await weighPopulation(
    key(2),
    population,
    members,
    1500,
  );
  assertEquals(found.values, z); // theta = z under this prior
  // z − E[z | population, x] must be independent of the population, with the exact variance.
  const means = column(hyper, "b_mean"), sds = column(hyper, "b_sd");
  for (const i of [0, 2]) {
    const scores = means.map((m, k) => {
      const precision = sds[k] ** -2 + NOISE.b ** -2;
      const center = (m * sds[k] ** -2 + X[i][1] * NOISE.b ** -2) / precision;
      return (z[(i * 1500 + k) * 2 + 1] - center) * Math.sqrt(precision);
    });
    assertAlmostEquals(mean(scores), 0, 0.08);
    assertAlmostEquals(sd(scores), 1, 0.05);
  }
});

Deno.test("weighPopulation() gives the same bits in any order of the members", async () => {
  const few = X.map((x, i) => conjugateDraws(x, [NOISE.a, NOISE.b], i, 200));
  const order = [3, 0, 4, 2, 1];
  const one = await weighPopulation(key(3), population, few, 50);
  const other = await weighPopulation(key(3), population, order.map((i) => few[i]), 50);
  assertEquals(other.population, one.population);
  order.forEach((i, at) => {
    assertEquals(
      other.members.values.subarray(at * 100, (at + 1) * 100),
      one.members.values.subarray(i * 100, (i + 1) * 100),
    );
    assertEquals(other.effectiveSizes[at], one.effectiveSizes[i]);
  });
});

Deno.test("weighPopulation() integrates over the tail of an atom", async () => {
  const single = chain({ x: clipped(standard, { low: -3, high: 1.5 }) });
  const clippedPopulation = populationPrior(single);
  // Two members that are at the upper end for certain, and one that is known to ± 0.2.
  const tail = (seed: number) => normals(key(seed), 30_000).filter((z) => z >= 1.5);
  const points = [tail(1), tail(2), conjugateDraws([1], [0.2], 3).points];
  const found = await weighPopulation(
    key(4),
    clippedPopulation,
    points.map((points) => ({ points, atoms: tailAtoms(single, points) })),
    2000,
  );
  assertEquals(found.problems, []);
  const inside = normalMember(1, 0.2);
  const exact = exactPopulation(
    clippedPopulation,
    (mean, sd) => inside(mean, sd) + 2 * Math.log(normalCdf((mean - 1.5) / sd)),
  );
  const means = column(found.population, "x_mean");
  assertAlmostEquals(mean(means), exact.mean.mean, 0.1 * exact.mean.sd);
  assertAlmostEquals(sd(means) / exact.mean.sd, 1, 0.1);
  assert(found.z.subarray(0, 4000).every((z) => z >= 1.5));
  assertEquals(new Set(found.members.values.subarray(0, 4000)), new Set([1.5]));
});

Deno.test("weighPopulation() warns of a member whose draws are off its population", async () => {
  const alike = Array.from({ length: 12 }, (_, i) => conjugateDraws([0], [0.05], i, 300));
  const vague = conjugateDraws([0], [20], 99, 100); // its draws are those of the single prior
  const far = { points: vague.points.map((z) => z + 5) };
  const single = populationPrior(chain({ x: standard }), { spread: 0.05, logSd: 0.1 });
  const { problems } = await weighPopulation(key(5), single, [...alike, far], 100);
  assertEquals(problems.length, 1);
  assert(
    /^the effective size of every member's draws must be >= 20: .* of member 12$/.test(problems[0]),
  );
});

Deno.test("weighPopulation() refuses what is no set of draws", async () => {
  await assertRejects(() => weighPopulation(key(6), population, [], 10), RangeError, "members");
  const odd = { points: Float64Array.of(1, NaN) };
  await assertRejects(
    () => weighPopulation(key(6), population, [odd], 10),
    RangeError,
    "points of member 0[1] must be finite",
  );
});

Deno.test("memberLikelihood() weighs draws by their own weights", () => {
  const points = normals(fold(key(7), "wide"), 20_000).map((z) => 2 * z);
  // Drawn from N(0, 4), weighted to be N(0.5, 0.25).
  const logWeights = points.map((z) => z * z / 8 - 2 * (z - 0.5) ** 2);
  const weighted = memberLikelihood({ points, logWeights }, 1);
  const plain = memberLikelihood({ points: normals(key(8), 20_000).map((e) => 0.5 + 0.5 * e) }, 1);
  const normals1 = { mean: [0.3], sd: [0.4] };
  assertAlmostEquals(weighted.logRatio(normals1), plain.logRatio(normals1), 0.03);
  const own = new Float64Array(20_000);
  weighted.logWeights(normals1, own);
  assertAlmostEquals(weighted.logRatio(normals1), logSumExp(own), 1e-9);
});
