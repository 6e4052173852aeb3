import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { simulateJoint } from "../../lib/model/dataset.ts";
import { lifPrior } from "../../lib/models/lif/prior/lif.ts";
import { type Key, key, normals } from "../../lib/core/random.ts";
import { lifProblem } from "../../lib/models/lif/likelihood/lif_problem.ts";
import { referencePosterior } from "../../lib/models/lif/likelihood/reference_posterior.ts";
import { type Estimator, type ExactProblem, refine } from "../../lib/posterior/refine.ts";
import { standardNormal } from "../../lib/posterior/target.ts";
import { lif, simConfig } from "../../lib/models/lif/simulator/lif.ts";
import { normalLogDensity } from "../../lib/core/special.ts";
import { mean, sd } from "../../lib/core/stats.ts";

/**
 * z ~ N(0, I₂), x = z + 0.1 ε, x = (1, −0.5): the posterior is normal with mean x / 1.01 and
 * variance 0.01 / 1.01, the evidence N(x; 0, 1.01).
 */
const X = [1, -0.5];
const CONJUGATE: ExactProblem<"a" | "b"> = {
  target: {
    prior: standardNormal(2),
    logLikelihood: (points) =>
      Float64Array.from({ length: points.length / 2 }, (_, i) => {
        const logDensity = (j: number) =>
          normalLogDensity((X[j] - points[2 * i + j]) / 0.1) - Math.log(0.1);
        return logDensity(0) + logDensity(1);
      }),
  },
  theta: (values) => ({ names: ["a", "b"], count: values.length / 2, values }),
};
const MEAN = X.map((x) => x / 1.01);
const SD = 0.1 / Math.sqrt(1.01);
const LOG_EVIDENCE = X.reduce(
  (sum, x) => sum + normalLogDensity(x / Math.sqrt(1.01)) - Math.log(1.01) / 2,
  0,
);

/**
 * Normal draws around the posterior's mean, moved by `shift` and widened by `width`, in its sds.
 */
function normalEstimate(shift: number, width: number): Estimator {
  return (key: Key, count: number) => {
    const noise = normals(key, 2 * count);
    const points = noise.map((z, i) => MEAN[i % 2] + SD * (shift + width * z));
    const logDensity = Float64Array.from(
      { length: count },
      (_, i) =>
        normalLogDensity(noise[2 * i]) + normalLogDensity(noise[2 * i + 1]) -
        2 * Math.log(SD * width),
    );
    return Promise.resolve({ points, logDensity });
  };
}

async function refined(estimate: Estimator) {
  const result = await refine(key(1), estimate, CONJUGATE, 2000);
  assertEquals(result.problems, []);
  assert(result.exact);
  assertAlmostEquals(result.logEvidence, LOG_EVIDENCE, 0.05);
  for (const j of [0, 1]) {
    const values = result.draws.values.filter((_, i) => i % 2 === j);
    assertAlmostEquals(mean(values), MEAN[j], 4 * SD / Math.sqrt(1000));
    assertAlmostEquals(sd(values) / SD, 1, 0.1);
  }
  return result;
}

Deno.test("refine() finds nothing to repair in the exact posterior", async () => {
  const { method, efficiency, paretoK } = await refined(normalEstimate(0, 1));
  assertEquals(method, "importance");
  assertAlmostEquals(efficiency, 1, 1e-9);
  assert(!(paretoK > 0.7));
});

Deno.test("refine() weighs a wide and a shifted estimate into exact draws", async () => {
  const wide = await refined(normalEstimate(0, 1.5));
  assertEquals(wide.method, "importance");
  // 1 / E[w²] for a normal proposal whose sd is 1.5 times the target's, in two dimensions.
  assertAlmostEquals(wide.efficiency, (2 * 1.5 ** 2 - 1) / 1.5 ** 4, 0.03);
  assertEquals((await refined(normalEstimate(0.3, 1.2))).method, "importance");
});

Deno.test("refine() rejects the weights of a narrow estimate, and samples anew", async () => {
  const { method, paretoK } = await refined(normalEstimate(0, 0.5));
  assert(paretoK > 0.7, `k ${paretoK}`);
  assertEquals(method, "from estimate");
});

Deno.test("refine() repairs an estimate that is elsewhere", async () => {
  const { method, efficiency } = await refined(normalEstimate(12, 1));
  assert(method !== "importance");
  assert(efficiency < 0.05);
});

Deno.test("refine() keeps to a good estimate however many draws are wanted", async () => {
  const { draws, exact, method } = await refine(key(2), normalEstimate(0, 1.1), CONJUGATE, 30_000);
  assertEquals([draws.count, exact, method], [30_000, true, "importance"]);
  assertAlmostEquals(sd(draws.values.filter((_, i) => i % 2 === 0)) / SD, 1, 0.02);
});

Deno.test("refine() goes on from an estimate that the likelihood is a needle to", async () => {
  // The largest weight is all that a double can hold: the others are 0 beside it.
  const width = 1e-3;
  const needle: ExactProblem<"a" | "b"> = {
    ...CONJUGATE,
    target: {
      prior: standardNormal(2),
      logLikelihood: (points) =>
        Float64Array.from(
          { length: points.length / 2 },
          (_, i) =>
            normalLogDensity((points[2 * i] - X[0]) / width) +
            normalLogDensity((points[2 * i + 1] - X[1]) / width),
        ),
    },
  };
  const { prior } = needle.target;
  const estimate: Estimator = (key, count) => {
    const points = prior.sample(key, count);
    return Promise.resolve({ points, logDensity: prior.logDensity(points) });
  };
  const { draws, exact, paretoK, logEvidence } = await refine(key(3), estimate, needle, 500);
  assert(exact && paretoK > 0.7);
  assertAlmostEquals(mean(draws.values.filter((_, i) => i % 2 === 0)), X[0], width);
  const expected = X.reduce((sum, x) => sum + normalLogDensity(x), 0) + 2 * Math.log(width);
  assertAlmostEquals(logEvidence, expected, 0.05);
});

Deno.test("refine() refuses an estimate that is no distribution", async () => {
  const fixed =
    (change: (points: Float64Array) => Float64Array): Estimator => async (key, count) => {
      const { points, logDensity } = await normalEstimate(0, 1)(key, count);
      return { points: change(points), logDensity };
    };
  const still = fixed((points) => points.map((x, i) => i % 2 === 0 ? x : -0.3));
  await assertRejects(
    () => refine(key(1), still, CONJUGATE, 100),
    RangeError,
    "every parameter must vary among the draws of the estimate: b never does in 2000",
  );
  const equal = fixed((points) => points.map((_, i) => points[i % 2]));
  await assertRejects(() => refine(key(1), equal, CONJUGATE, 100), RangeError, "a, b never does");
  await assertRejects(
    () => refine(key(1), fixed((points) => points.fill(NaN, 7, 8)), CONJUGATE, 100),
    RangeError,
    "estimate.points[7] must be finite: current value is NaN",
  );
  await assertRejects(
    () => refine(key(1), fixed((points) => points.slice(2)), CONJUGATE, 100),
    RangeError,
    "estimate.points must have 4000 values: it has 3998",
  );
  await assertRejects(
    () =>
      refine(
        key(1),
        async (key, count) => ({
          ...await normalEstimate(0, 1)(key, count),
          logDensity: new Float64Array(count).fill(NaN),
        }),
        CONJUGATE,
        100,
      ),
    RangeError,
    "estimate.logDensity[0] must be finite: current value is NaN",
  );
});

Deno.test("refine() refuses a likelihood that is no number", async () => {
  const broken: ExactProblem = {
    ...CONJUGATE,
    target: {
      ...CONJUGATE.target,
      logLikelihood: (points) => new Float64Array(points.length / 2).fill(NaN, 3, 4),
    },
  };
  await assertRejects(
    () => refine(key(1), normalEstimate(0, 1), broken, 100),
    RangeError,
    "the log likelihood must be a number below Infinity: it is NaN at point 3 of 2000",
  );
});

Deno.test("refine() reports when nothing can be found", async () => {
  const dead: ExactProblem = {
    ...CONJUGATE,
    target: {
      ...CONJUGATE.target,
      logLikelihood: (points) => new Float64Array(points.length / 2).fill(-Infinity),
    },
  };
  const { exact, problems, draws } = await refine(key(1), normalEstimate(0, 1), dead, 100);
  assert(!exact);
  assertEquals(problems, ["the likelihood is 0 at all of 400 draws from the prior"]);
  assert(draws.values.every(Number.isNaN));
});

Deno.test("refine() gives the same draws for the same key", async () => {
  const run = () => refine(key(7), normalEstimate(0, 1.2), CONJUGATE, 50);
  assertEquals(await run(), await run());
});

Deno.test("refine() finds the evidence of the LIF neuron from the prior as an estimate", async () => {
  const config = simConfig({ T: 4 });
  const prior = lifPrior();
  const { observations } = simulateJoint(key(2), { prior, simulator: lif(config) }, 1);
  const problem = lifProblem(prior, config, observations);
  const { prior: normal } = problem.target;
  const estimate: Estimator = (key, count) => {
    const points = normal.sample(key, count);
    return Promise.resolve({ points, logDensity: normal.logDensity(points) });
  };
  const { draws, logEvidence, problems } = await refine(key(3), estimate, problem, 200);
  const reference = referencePosterior(prior, config).infer(key(4), observations, 200);
  assertEquals(problems, []);
  assert(prior.logProb(draws).every((value) => value > -Infinity));
  assertAlmostEquals(logEvidence, reference.logEvidence, 0.1);
});

Deno.test("refine() refuses to draw nothing, or more than memory holds", async () => {
  await assertRejects(
    () => refine(key(1), normalEstimate(0, 1), CONJUGATE, 1e9),
    RangeError,
    "count must be in [1, 1000000]: current value is 1000000000",
  );
  await assertRejects(
    () => refine(key(1), normalEstimate(0, 1), CONJUGATE, 0),
    RangeError,
    "count must be an integer >= 1",
  );
});
