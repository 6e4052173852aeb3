import { assertAlmostEquals, assertEquals } from "@std/assert";
import { column } from "../../lib/core/draws.ts";
import { fold, type Key, key, normals } from "../../lib/core/random.ts";
import { mean, sd } from "../../lib/core/stats.ts";
import { chain } from "../../lib/distributions/chain.ts";
import { normal } from "../../lib/distributions/normal.ts";
import { populationPrior } from "../../lib/distributions/population_prior.ts";
import { type Batch, observationsOf } from "../../lib/model/batch.ts";
import { simulateJoint } from "../../lib/model/dataset.ts";
import { vector } from "../../lib/model/field.ts";
import { model } from "../../lib/model/model.ts";
import {
  type MemberFields,
  type PopulationFields,
  populationModels,
} from "../../lib/model/population_models.ts";
import { timeSeriesOf } from "../../lib/model/summary_variables.ts";
import { directPopulation } from "../../lib/posterior/population_direct.ts";

const NOISE = 0.5;
const { prior, simulator } = model({
  name: "noisy",
  prior: chain({ mu: normal({ mean: 10, sd: 2 }) }),
  observables: { x: vector(["x"]) },
  simulate: (rng, { mu }) => ({ x: [(mu - 10) / 2 + NOISE * rng.normal()] }),
});
const population = populationPrior(prior);
const models = populationModels({
  name: "many",
  population,
  simulator,
  features: timeSeriesOf(["x"], 1),
  most: 8,
});
const { observations } = simulateJoint(key(1), { prior, simulator }, 4);

/** As if only the first place of the set were read, whatever stands there. */
const populationPosterior = {
  sample: (key: Key, { values: { members } }: Batch<PopulationFields>, count: number) =>
    Promise.resolve({
      names: population.hyper.names,
      datasets: 1,
      count,
      values: normals(key, 2 * count).map((e, at) =>
        at % 2 === 0 ? members[0] + e : 0.3 * Math.exp(e / 5)
      ),
    }),
};
/** The exact posterior of a deviation, given population and own observation. */
const memberPosterior = {
  sample: (key: Key, { count: datasets, values }: Batch<MemberFields>, count: number) =>
    Promise.resolve({
      names: prior.names,
      datasets,
      count,
      values: Float64Array.from({ length: datasets * count }, (_, at) => {
        const i = Math.floor(at / count);
        const [mean, sd] = values.population.subarray(2 * i, 2 * i + 2);
        const variance = 1 / (1 + (sd / NOISE) ** 2);
        const center = variance * sd * (values.own[i] - mean) / NOISE ** 2;
        return center + Math.sqrt(variance) * normals(fold(key, at), 1)[0];
      }),
    }),
};
const parts = {
  prior: population,
  models,
  population: populationPosterior,
  member: memberPosterior,
};

Deno.test("directPopulation() draws each member given its draw of the population", async () => {
  const { population: hyper, members } = await directPopulation(key(2), parts, observations, 4000);
  assertEquals([members.datasets, members.count], [4, 4000]);
  const means = column(hyper, "mu_mean"), sds = column(hyper, "mu_sd");
  for (const i of [0, 3]) {
    const x = observations.values.x[i];
    const scores = means.map((m, k) => {
      const precision = sds[k] ** -2 + NOISE ** -2;
      const center = (m * sds[k] ** -2 + x * NOISE ** -2) / precision;
      const z = (members.values[i * 4000 + k] - 10) / 2;
      return (z - center) * Math.sqrt(precision);
    });
    assertAlmostEquals(mean(scores), 0, 0.05);
    assertAlmostEquals(sd(scores), 1, 0.05);
  }
});

Deno.test("directPopulation() gives the same bits in any order of the observations", async () => {
  const one = await directPopulation(key(3), parts, observations, 20);
  const order = [2, 0, 3, 1];
  const other = await directPopulation(key(3), parts, observationsOf(observations, order), 20);
  assertEquals(other.population, one.population);
  order.forEach((i, at) =>
    assertEquals(
      other.members.values.slice(at * 20, (at + 1) * 20),
      one.members.values.slice(i * 20, (i + 1) * 20),
    )
  );
});
