import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { fold, key } from "../../lib/core/random.ts";
import { momentsOf } from "../../lib/core/linear_algebra.ts";
import { temperedSmc } from "../../lib/posterior/smc.ts";
import { joint, jointDensity } from "../../lib/posterior/target.ts";
import { mean, sd } from "../../lib/core/stats.ts";
import { conjugate, pointwise, standardNormal } from "./targets.ts";

const options = { particles: 300, moves: 5 };

Deno.test("temperedSmc() finds the evidence and the moments of a sharp posterior", () => {
  const known = conjugate(3, 2, 0.05);
  const runs = Array.from(
    { length: 10 },
    (_, i) => temperedSmc(fold(key(1), i), known.target, options),
  );
  const evidence = runs.map((run) => run.logEvidence);
  assertAlmostEquals(mean(evidence), known.logEvidence, 4 * sd(evidence) / Math.sqrt(10));
  assert(sd(evidence) < 0.6);
  for (const { points, temperatures } of runs) {
    assertEquals(temperatures.at(-1), 1);
    assert(temperatures.every((t, i) => i === 0 || t > temperatures[i - 1]));
    const moments = momentsOf(points, new Float64Array(300).fill(1 / 300), 3);
    assertAlmostEquals(moments.mean[0], known.mean, 0.4 * known.sd);
    assertAlmostEquals(Math.sqrt(moments.covariance[0]), known.sd, 0.25 * known.sd);
  }
});

Deno.test("temperedSmc() accepts about a quarter of its moves", () => {
  const { acceptance } = temperedSmc(key(2), conjugate(6, 1, 0.1).target, options);
  acceptance.slice(1).forEach((rate) => assert(rate > 0.1 && rate < 0.5, `${acceptance}`));
});

Deno.test("temperedSmc() finds the part of the prior where the data are possible at all", () => {
  // The likelihood is 1 on an orthant that holds 1/8 of the prior, and 0 elsewhere.
  const target = {
    prior: standardNormal(3),
    logLikelihood: pointwise(3, (x) => x.every((v) => v > 0) ? 0 : -Infinity),
  };
  const { logEvidence, points } = temperedSmc(key(3), target, options);
  assertAlmostEquals(logEvidence, Math.log(1 / 8), 0.6);
  assert(points.every((x) => x > 0));
});

Deno.test("temperedSmc() stops where no particle is possible", () => {
  const target = { prior: standardNormal(2), logLikelihood: pointwise(2, () => -Infinity) };
  const { logEvidence, temperatures } = temperedSmc(key(4), target, options);
  assertEquals(logEvidence, -Infinity);
  assertEquals(temperatures, []);
});

Deno.test("temperedSmc() does not say that it arrived where the posterior is too small to reach", () => {
  const { target } = conjugate(20, 1, 1e-5); // 2³³⁰ times smaller than the prior
  const { temperatures } = temperedSmc(key(5), target, { particles: 50, moves: 1 });
  assertEquals(temperatures.length, 100);
  assert(temperatures[99] < 1);
});

Deno.test("jointDensity() refuses what is no log density", () => {
  const prior = standardNormal(1);
  const points = Float64Array.of(0, 1);
  for (
    const [values, problem] of [
      [[0, NaN], "the log likelihood must be a number below Infinity: it is NaN at point 1 of 2"],
      [[Infinity, 0], "it is Infinity at point 0 of 2"],
      [[0], "the log likelihood must have 2 values: it has 1"],
    ] as const
  ) {
    const logLikelihood = () => Float64Array.from(values);
    assertThrows(() => jointDensity({ prior, logLikelihood }, points), RangeError, problem);
  }
});

Deno.test("jointDensity() evaluates no likelihood off the prior's support", () => {
  let asked = 0;
  const target = {
    prior: {
      ...standardNormal(1),
      logDensity: (points: Float64Array) => points.map((x) => x > 0 ? -x : -Infinity),
    },
    logLikelihood: (points: Float64Array) => {
      asked += points.length;
      return points.map((x) => 10 * x);
    },
  };
  const points = Float64Array.of(-1, 2, 0, 3);
  assertEquals([...jointDensity(target, points).logLikelihood], [-Infinity, 20, -Infinity, 30]);
  assertEquals(asked, 2);
  assertEquals([...joint(target).logDensity(points)], [-Infinity, 18, -Infinity, 27]);
});
