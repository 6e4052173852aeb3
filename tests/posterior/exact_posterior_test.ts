import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { fold, key } from "../../lib/core/random.ts";
import { normalLogDensity } from "../../lib/core/special.ts";
import { chain } from "../../lib/distributions/chain.ts";
import { normal } from "../../lib/distributions/normal.ts";
import { type Batch, observation, seriesBatch } from "../../lib/model/batch.ts";
import { exactPosterior } from "../../lib/posterior/exact_posterior.ts";
import { standardNormal } from "../../lib/posterior/target.ts";

/** mu ~ N(10, 2²), x = mu + noise of sd 1: the posterior is normal, and so is p(x). */
const prior = chain({ mu: normal({ mean: 10, sd: 2 }) });
const theta = (points: Float64Array) => prior.fromNormal(points);
const problem = ({ values: { x } }: Batch) => ({
  target: {
    prior: standardNormal(1),
    logLikelihood: (z: Float64Array) => theta(z).values.map((mu) => normalLogDensity(x[0] - mu)),
  },
  theta,
});
const observed: Batch = seriesBatch({ x: Float32Array.of(12, 9) }, { count: 2, step: 1 });
const posterior = exactPosterior(prior, problem);

Deno.test("exactPosterior() has the draws, the evidence and the density of a conjugate model", async () => {
  const draws = await posterior.sample(key(6), observed, 2000);
  const logProb = await posterior.logProb(
    { names: ["mu"], datasets: 2, count: 2, values: Float64Array.of(11, 12, 9, 14) },
    observed,
  );
  [12, 9].forEach((x, i) => {
    const mean = 10 + 0.8 * (x - 10), sd = Math.sqrt(0.8);
    const own = draws.values.subarray(i * 2000, (i + 1) * 2000);
    assertAlmostEquals(own.reduce((a, b) => a + b) / 2000, mean, 0.1);
    [[11, 12], [9, 14]][i].forEach((mu, l) => {
      assertAlmostEquals(
        logProb[2 * i + l],
        normalLogDensity((mu - mean) / sd) - Math.log(sd),
        0.04,
      );
    });
  });
});

Deno.test("exactPosterior() samples in the coordinates that suit, and finds the same", () => {
  // z = 3 u, in which the prior is N(0, 1/9).
  const suited = exactPosterior(prior, (one) => {
    const { target } = problem(one);
    const logPrior = (u: number) => normalLogDensity(3 * u) + Math.log(3);
    return {
      target,
      theta,
      sampling: {
        target: {
          prior: {
            dim: 1,
            sample: (key, count) => target.prior.sample(key, count).map((z) => z / 3),
            logDensity: (points: Float64Array) => points.map(logPrior),
          },
          logLikelihood: (points: Float64Array) => target.logLikelihood(points.map((u) => 3 * u)),
        },
        from: (z: Float64Array) => z.map((value) => value / 3),
        theta: (points: Float64Array) => theta(points.map((u) => 3 * u)),
      },
    };
  });
  const one = observation(observed, 0);
  const found = suited.infer(key(2), one, 1000), other = posterior.infer(key(3), one, 1000);
  assertAlmostEquals(found.logEvidence, other.logEvidence, 0.06);
  assertAlmostEquals(found.draws.values.reduce((a, b) => a + b) / 1000, 11.6, 0.12);
  assertAlmostEquals(found.logEvidence, normalLogDensity(2 / Math.sqrt(5)) - Math.log(5) / 2, 0.04);
});

Deno.test("exactPosterior() has the density of z of the prior's normal coordinates", async () => {
  const z = Float64Array.of(0.3, -1), draws = { ...theta(z), datasets: 1 };
  const one = observation(observed, 0);
  const ofZ = await posterior.logProbNormal?.(z, draws, one);
  const ofTheta = await posterior.logProb(draws, one);
  assert(ofZ);
  ofZ.forEach((value, i) => assertAlmostEquals(value, ofTheta[i] + Math.log(2), 1e-9));
});

Deno.test("exactPosterior() draws for each observation by its own key, and reports what it has not found", async () => {
  const both = await posterior.sample(key(4), observed, 50);
  const second = posterior.infer(fold(key(4), 1), observation(observed, 1), 50);
  assertEquals(both.values.slice(50), second.draws.values);
  const impossible = exactPosterior(prior, (one: Batch) => ({
    ...problem(one),
    target: {
      prior: standardNormal(1),
      logLikelihood: (z: Float64Array) => z.map(() => -Infinity),
    },
  }));
  const { problems } = impossible.infer(key(5), observation(observed, 0), 10);
  assertEquals(problems, ["the likelihood is 0 at all of 400 draws from the prior"]);
  await assertRejects(
    () => impossible.sample(key(5), observed, 10),
    Error,
    "Cannot find exact posterior of recording 0: the likelihood is 0",
  );
});
