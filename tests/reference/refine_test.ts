import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { simulateJoint } from "../../lib/dataset.ts";
import { lifPrior } from "../../lib/priors/lif.ts";
import { type Key, key, normals } from "../../lib/random.ts";
import { lifProblem } from "../../lib/reference/lif_problem.ts";
import { referencePosterior } from "../../lib/reference/reference_posterior.ts";
import { type Estimator, type ExactProblem, refine } from "../../lib/reference/refine.ts";
import { standardNormal } from "../../lib/reference/target.ts";
import { lif, simConfig } from "../../lib/simulators/lif.ts";
import { normalLogDensity } from "../../lib/special.ts";
import { mean, sd } from "../../lib/stats.ts";

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

/** Normal draws around the posterior's mean, moved by `shift` and widened by `width`, in its sds. */
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

Deno.test("refine() says no to the weights of a narrow estimate, and repairs it", async () => {
  const { method, paretoK } = await refined(normalEstimate(0, 0.5));
  assert(paretoK > 0.7, `k ${paretoK}`);
  assertEquals(method, "from estimate");
});

Deno.test("refine() repairs an estimate that is elsewhere", async () => {
  const { method, efficiency } = await refined(normalEstimate(12, 1));
  assert(method !== "importance");
  assert(efficiency < 0.05);
});

Deno.test("refine() says when nothing can be found", async () => {
  const dead: ExactProblem = {
    ...CONJUGATE,
    target: {
      ...CONJUGATE.target,
      logLikelihood: (points) => new Float64Array(points.length / 2).fill(-Infinity),
    },
  };
  const { problems, draws } = await refine(key(1), normalEstimate(0, 1), dead, 100);
  assert(problems.length > 0);
  assert(draws.values.every(Number.isNaN));
});

Deno.test("refine() gives the same draws for the same key", async () => {
  const run = () => refine(key(7), normalEstimate(0, 1.2), CONJUGATE, 50);
  assertEquals(await run(), await run());
});

Deno.test("refine() finds the evidence of the LIF neuron from the prior as an estimate", async () => {
  const config = simConfig({ T: 4 });
  const prior = lifPrior();
  const { recordings } = simulateJoint(key(2), { prior, simulator: lif(config) }, 1);
  const problem = lifProblem(prior, config, recordings);
  const { prior: normal } = problem.target;
  const estimate: Estimator = (key, count) => {
    const points = normal.sample(key, count);
    return Promise.resolve({ points, logDensity: normal.logDensity(points) });
  };
  const { draws, logEvidence, problems } = await refine(key(3), estimate, problem, 200);
  const reference = referencePosterior(prior, config).infer(key(4), recordings, 200);
  assertEquals(problems, []);
  assert(prior.logProb(draws).every((value) => value > -Infinity));
  assertAlmostEquals(logEvidence, reference.logEvidence, 0.1);
});

Deno.test("refine() refuses to draw nothing", async () => {
  await assertRejects(
    () => refine(key(1), normalEstimate(0, 1), CONJUGATE, 0),
    RangeError,
    "count must be an integer >= 1",
  );
});
