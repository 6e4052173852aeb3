import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { key } from "../../lib/core/random.ts";
import { sampleBayes } from "../../lib/posterior/bayes_sampler.ts";
import { logSumExp } from "../../lib/core/special.ts";
import { mean, sd } from "../../lib/core/stats.ts";
import { banana, conjugate, pointwise, standardNormal, twoPeaks } from "./targets.ts";

function coordinate(points: Float64Array, dim: number, j: number): number[] {
  return Array.from({ length: points.length / dim }, (_, i) => points[i * dim + j]);
}

Deno.test("sampleBayes() finds a conjugate posterior and its evidence", () => {
  const known = conjugate(6, 1.5, 0.05);
  const sample = sampleBayes(key(1), known.target, 1000);
  assertEquals(sample.problems, []);
  assert(sample.logEvidenceSe < 0.02);
  assertAlmostEquals(sample.logEvidence, known.logEvidence, 4 * sample.logEvidenceSe);
  for (let j = 0; j < 6; j++) {
    const draws = coordinate(sample.points, 6, j);
    assertAlmostEquals(mean(draws), known.mean, 0.15 * known.sd);
    assertAlmostEquals(sd(draws), known.sd, 0.1 * known.sd);
  }
});

Deno.test("sampleBayes() follows a banana", () => {
  // The evidence and the moments of x₀ by summing over a grid.
  const h = 0.02, grid: number[] = [];
  for (let x = -5; x < 5; x += h) for (let y = -8; y < 4; y += h) grid.push(x, y);
  const points = Float64Array.from(grid);
  const logPrior = banana.prior.logDensity(points);
  const logDensity = banana.logLikelihood(points).map((l, i) => l + logPrior[i]);
  const logEvidence = logSumExp(logDensity) + 2 * Math.log(h);
  let variance = 0;
  logDensity.forEach((l, i) => variance += Math.exp(l - logEvidence) * h * h * points[2 * i] ** 2);
  const sample = sampleBayes(key(2), banana, 1000);
  assertEquals(sample.problems, []);
  assertAlmostEquals(sample.logEvidence, logEvidence, 4 * sample.logEvidenceSe);
  assertAlmostEquals(sd(coordinate(sample.points, 2, 0)) / Math.sqrt(variance), 1, 0.1);
});

Deno.test("sampleBayes() keeps both of two peaks", () => {
  const { points, problems } = sampleBayes(key(3), twoPeaks, 1000);
  assertEquals(problems, []);
  const left = coordinate(points, 2, 0).filter((x) => x < 0).length / 1000;
  assertAlmostEquals(left, 0.5, 0.06);
});

Deno.test("sampleBayes() draws as many as it is asked for, from a sample that bears them", () => {
  const { target } = conjugate(2, 1, 0.3);
  const few = sampleBayes(key(4), target, 10);
  const many = sampleBayes(key(4), target, 40_000);
  assertEquals([few.points.length, many.points.length], [20, 80_000]);
  assertEquals(many.problems, []);
  assert(many.effectiveSize >= 80_000);
  assert(many.evaluations > few.evaluations);
});

Deno.test("sampleBayes() gives the same for the same key", () => {
  assertEquals(sampleBayes(key(5), banana, 50), sampleBayes(key(5), banana, 50));
});

Deno.test("sampleBayes() reports that there is nothing where the likelihood is 0 everywhere", () => {
  const target = { prior: standardNormal(2), logLikelihood: pointwise(2, () => -Infinity) };
  const { problems, logEvidence, points } = sampleBayes(key(6), target, 10);
  assertEquals(problems, ["the likelihood is 0 at all of 400 draws from the prior"]);
  assertEquals(logEvidence, -Infinity);
  assert(points.every(Number.isNaN));
});

Deno.test("sampleBayes() reports it when its particles die out", () => {
  // Possible on a shell so thin that a move hardly ever stays on it.
  const target = {
    prior: standardNormal(6),
    logLikelihood: pointwise(6, (x) => {
      const square = x.reduce((sum, v) => sum + v * v, 0);
      return square > 5 && square < 5.05 ? 0 : -Infinity;
    }),
  };
  const { problems } = sampleBayes(key(7), target, 1000);
  assert(problems.length > 0);
});

Deno.test("sampleBayes() reports it when its mixture can't follow the posterior", () => {
  // A spiral, thinner than any mixture of eight.
  const target = {
    prior: standardNormal(2),
    logLikelihood: pointwise(2, ([x, y]) => {
      const turn = Math.atan2(y, x) / (2 * Math.PI);
      const off = Math.hypot(x, y) / 0.05 - turn;
      return -0.5 * ((off - Math.round(off)) / 0.002) ** 2;
    }),
  };
  const { problems } = sampleBayes(key(8), target, 1000);
  assert(problems.length > 0);
});
