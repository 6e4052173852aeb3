import { assert, assertAlmostEquals, assertThrows } from "@std/assert";
import { column } from "../../lib/core/draws.ts";
import { key, normals } from "../../lib/core/random.ts";
import { normalLogDensity } from "../../lib/core/special.ts";
import { mean, sd } from "../../lib/core/stats.ts";
import { chain } from "../../lib/distributions/chain.ts";
import { normal } from "../../lib/distributions/normal.ts";
import { populationPrior } from "../../lib/distributions/population_prior.ts";
import { populationMcmc } from "../../lib/posterior/population_mcmc.ts";
import { exactPopulation, normalMember } from "./population_exact.ts";

const standard = normal({ mean: 0, sd: 1 });
const population = populationPrior(chain({ a: standard, b: standard }));
const NOISE = [0.2, 1.5];
const X = [[1, -0.5], [0.4, 1.4], [1.3, -1.8]];
const logLikelihoods = X.map((x) => (z: Float64Array) =>
  Float64Array.from(
    { length: z.length / 2 },
    (_, i) => x.reduce((sum, x, j) => sum + normalLogDensity((x - z[2 * i + j]) / NOISE[j]), 0),
  )
);
const start = { population: population.hyper.sample(key(1), 40), z: normals(key(2), 3 * 40 * 2) };

Deno.test("populationMcmc() finds the exact posterior of normal populations", () => {
  const options = { burnIn: 200, sweeps: 3000, thin: 5 };
  const found = populationMcmc(key(3), population, logLikelihoods, start, options);
  (["a", "b"] as const).forEach((name, j) => {
    const own = X.map((x) => normalMember(x[j], NOISE[j]));
    const exact = exactPopulation(
      population,
      (mean, sd) => own.reduce((sum, member) => sum + member(mean, sd), 0),
    );
    const means = column(found.population, `${name}_mean`);
    const logSds = column(found.population, `${name}_sd`).map(Math.log);
    for (const [draws, truth] of [[means, exact.mean], [logSds, exact.logSd]] as const) {
      assertAlmostEquals(mean(draws), truth.mean, 0.08 * truth.sd);
      assertAlmostEquals(sd(draws) / truth.sd, 1, 0.06);
    }
  });
  assert(found.acceptance.members > 0.15 && found.acceptance.together > 0.1);
});

Deno.test("populationMcmc() refuses starts of other numbers", () => {
  const options = { burnIn: 0, sweeps: 10, thin: 3 };
  assertThrows(
    () => populationMcmc(key(4), population, logLikelihoods.slice(1), start, options),
    RangeError,
    "start.z must have 160 values: it has 240",
  );
  assertThrows(
    () => populationMcmc(key(4), population, logLikelihoods, start, options),
    RangeError,
    "sweeps / thin",
  );
});
