import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { drawsOf } from "../../lib/core/draws.ts";
import { key, normals } from "../../lib/core/random.ts";
import { mean } from "../../lib/core/stats.ts";
import { chain } from "../../lib/distributions/chain.ts";
import { normal } from "../../lib/distributions/normal.ts";
import { populationPrior } from "../../lib/distributions/population_prior.ts";
import { observationsOf } from "../../lib/model/batch.ts";
import { checkModel } from "../../lib/model/check_model.ts";
import { simulate, simulateJoint } from "../../lib/model/dataset.ts";
import { vector } from "../../lib/model/field.ts";
import { model } from "../../lib/model/model.ts";
import { memberGuide } from "../../lib/model/population_guide.ts";
import { populationModels } from "../../lib/model/population_models.ts";

const { prior, simulator } = model({
  name: "doubled",
  prior: chain({ mu: normal({ mean: 3, sd: 2 }) }),
  observables: { x: vector(["x"]) },
  simulate: (rng, { mu }) => ({ x: [2 * mu + 1e-3 * rng.normal()] }),
});
const models = populationModels({
  name: "many",
  population: populationPrior(prior),
  simulator,
  features: {
    shape: [2],
    names: ["x", "x²"],
    write({ values: { x } }, row, out, offset) {
      out[offset] = x[row];
      out[offset + 1] = x[row] ** 2;
    },
  },
  most: 5,
});

Deno.test("populationModels() makes models that are sound", () => {
  checkModel(key(1), models.population);
  checkModel(key(2), models.member);
});

Deno.test("populationModels() simulates sets of 1 to most members of one population", () => {
  const same = Array.from({ length: 2000 }, () => ({ mu_mean: 1, mu_sd: 0.5 }));
  const many = drawsOf(["mu_mean", "mu_sd"], same);
  const { values, sizes } = simulate(key(3), models.population.simulator, many);
  const counts = [...sizes!.members];
  assertEquals([Math.min(...counts), Math.max(...counts)], [1, 5]);
  // P(1 member) = log 2 / log 6.
  const ones = counts.filter((count) => count === 1).length / 2000;
  assertAlmostEquals(ones, Math.log(2) / Math.log(6), 0.03);
  const all = counts.flatMap((count, i) =>
    Array.from({ length: count }, (_, k) => values.members[i * 10 + 2 * k] / 2)
  );
  assertAlmostEquals(mean(all), 3 + 2 * 1, 0.05);
});

Deno.test("populationModels() reads observations in any order as the same set", () => {
  const { observations } = simulateJoint(key(4), { prior, simulator }, 4);
  const one = models.populationOf(observations);
  assertEquals(models.populationOf(observationsOf(observations, [2, 0, 3, 1])), one);
  assertEquals(one.sizes!.members[0], 4);
  const six = observationsOf(observations, [0, 1, 2, 3, 0, 1]);
  assertThrows(() => models.populationOf(six), RangeError, "members.size");
});

Deno.test("populationModels() places a member at its deviation from the population", () => {
  const { theta, observations } = simulateJoint(key(5), models.member, 50);
  theta.values.forEach((deviation, i) => {
    const [mean, sd] = observations.values.population.subarray(2 * i, 2 * i + 2);
    assertAlmostEquals(observations.values.own[2 * i], 2 * (3 + 2 * (mean + sd * deviation)), 0.02);
  });
});

Deno.test("memberGuide() takes deviations to z and back", () => {
  const { observations } = simulateJoint(key(6), models.member, 3);
  const guide = memberGuide(models.population.prior.names);
  const z = normals(key(7), 3);
  for (let row = 0; row < 3; row++) {
    const [mean, sd] = observations.values.population.subarray(2 * row, 2 * row + 2);
    const { features, transform } = guide.of(observations, row);
    assertAlmostEquals(features[1], Math.log(sd), 1e-6);
    const c = new Float64Array(1), back = new Float64Array(1);
    const own = { theta: z, z: z.subarray(row, row + 1) };
    assertAlmostEquals(transform().forward(own, c), Math.log(sd), 1e-6);
    assertAlmostEquals(c[0], mean + sd * z[row], 1e-6);
    transform().inverse(c, { theta: new Float64Array(1), z: back });
    assertAlmostEquals(back[0], z[row], 1e-6);
  }
});
