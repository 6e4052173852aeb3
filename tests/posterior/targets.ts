/** Targets with known answers. */
import { studentMixture } from "../../lib/posterior/student_mixture.ts";
import type { BayesianTarget, Proposal } from "../../lib/posterior/target.ts";
import { normalRows } from "../../lib/core/random.ts";
import { normalLogDensity } from "../../lib/core/special.ts";

/** N(0, I). */
export function standardNormal(dim: number): Proposal {
  return {
    dim,
    sample: (key, count) => normalRows(key, dim, { to: count }),
    logDensity: (points) =>
      Float64Array.from(
        { length: points.length / dim },
        (_, i) =>
          points.subarray(i * dim, (i + 1) * dim).reduce((sum, x) => sum + normalLogDensity(x), 0),
      ),
  };
}

/** The value of `f` at each of the points. */
export function pointwise(dim: number, f: (point: Float64Array) => number) {
  return (points: Float64Array) =>
    Float64Array.from(
      { length: points.length / dim },
      (_, i) => f(points.subarray(i * dim, (i + 1) * dim)),
    );
}

/** N(0, I) seen at `shift` with standard deviation `sd` in each coordinate. */
export function conjugate(dim: number, shift: number, sd: number) {
  const precision = 1 + 1 / (sd * sd);
  const target: BayesianTarget = {
    prior: standardNormal(dim),
    logLikelihood: pointwise(
      dim,
      (x) => x.reduce((sum, v) => sum + normalLogDensity((v - shift) / sd) - Math.log(sd), 0),
    ),
  };
  const total = Math.sqrt(1 + sd * sd);
  return {
    target,
    mean: shift / (sd * sd) / precision,
    sd: 1 / Math.sqrt(precision),
    logEvidence: dim * (normalLogDensity(shift / total) - Math.log(total)),
  };
}

/** The banana of Haario, Saksman & Tamminen 1999: sharp in x₁ + curve (x₀² − 1). */
export const banana: BayesianTarget = {
  prior: standardNormal(2),
  logLikelihood: pointwise(2, ([x, y]) => normalLogDensity((y + 0.5 * (x * x - 1)) / 0.1)),
};

/** A distribution that is nothing like a normal one: two peaks. */
export const twoPeaks: BayesianTarget = {
  prior: standardNormal(2),
  logLikelihood: (points) =>
    studentMixture(
      2,
      [-1.5, 1.5].map((x) => ({
        weight: 1,
        mean: Float64Array.of(x, 0),
        scale: Float64Array.of(0.01, 0, 0, 0.01),
        freedom: 5,
      })),
    ).logDensity(points),
};
