/**
 * The gamma distribution, with density rate^shape x^(shape − 1) exp(−rate x) / Γ(shape). Its
 * distribution function is stdlib's; its quantiles are found by Newton's method in the nearer tail.
 *
 * @module
 */
import gammainc from "@stdlib/gammainc";
import { between, positive } from "../core/check.ts";
import { logGamma, logNormalCdf, normalQuantile } from "../core/special.ts";
import type { Distribution } from "./distribution.ts";

/** The numbers of {@linkcode gamma}: its mean is shape / rate, its variance shape / rate². */
export interface GammaOptions {
  /** From 0.05 to 500, without unit. */
  readonly shape: number;
  /** One over the unit of the parameter. */
  readonly rate: number;
}

/**
 * Below, a double is too coarse for draws of z = −8, which are of the order of Φ(−8)^(1 / shape);
 * above, gammainc 0.3.1 is wrong in the second digit in the upper tail, from x = 1000 on.
 */
const SHAPES = [0.05, 500] as const;

/** Steps of log x at most, rounds at most, and the last step: six rounds are usual. */
const NEWTON = { longest: 1, rounds: 60, last: 1e-15 };
/** Where a tail is less than a double can hold, log x moves inward by this. */
const INWARD = 0.25;
/** |z| at most: beyond, a double can't hold the tail. */
const LARGEST = 37;

/**
 * x with P(X ≤ x) = Φ(z) at rate 1. The density of log x is log-concave, and so are both tails in
 * log x: once a step of Newton's on the logarithm of a tail is on its outer side it stays there,
 * and the steps only shorten.
 */
function quantile(shape: number, z: number): number {
  const upper = z > 0, side = upper ? -1 : 1;
  const logTail = logNormalCdf(-Math.min(LARGEST, Math.abs(z)));
  // P(X ≤ x) < x^shape / Γ(shape + 1): below the quantile, and near it where that is small.
  let u = (logNormalCdf(Math.max(-LARGEST, z)) + logGamma(shape + 1)) / shape;
  const root = 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape));
  // Wilson & Hilferty 1931: x^(1/3) is nearly normal.
  if (upper && root > 0.1) u = Math.log(shape) + 3 * Math.log(root);
  for (let round = 0; round < NEWTON.rounds; round++) {
    const x = Math.exp(u);
    if (x === 0) break;
    const tail = gammainc(x, shape, true, upper);
    if (tail === 0) {
      u += side * INWARD;
      continue;
    }
    const slope = Math.exp(shape * u - x - logGamma(shape)) / tail;
    const step = side * (logTail - Math.log(tail)) / slope;
    u += Math.max(-NEWTON.longest, Math.min(NEWTON.longest, step));
    if (Math.abs(step) <= NEWTON.last * (1 + Math.abs(u))) break;
  }
  return Math.exp(u);
}

/**
 * The gamma distribution.
 *
 * @throws {RangeError} If shape is not in [0.05, 500], or rate ≤ 0.
 *
 * @example Usage
 * ```ts
 * import { gamma } from "./gamma.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const distribution = gamma({ shape: 2, rate: 0.5 });
 * assertAlmostEquals(distribution.logProb(4), Math.log(0.25 * 4 * Math.exp(-2)), 1e-12);
 * assertAlmostEquals(distribution.toNormal(distribution.fromNormal(-3)), -3, 1e-12);
 * ```
 */
export function gamma({ shape, rate }: GammaOptions): Distribution {
  between("make gamma", "shape", shape, SHAPES);
  positive("make gamma", "rate", rate);
  const logConstant = shape * Math.log(rate) - logGamma(shape);
  return {
    support: [0, Infinity],
    logProb: (x) =>
      x > 0 && x < Infinity ? logConstant + (shape - 1) * Math.log(x) - rate * x : -Infinity,
    fromNormal: (z) => quantile(shape, z) / rate,
    toNormal(x) {
      if (!(x >= 0)) return NaN;
      const lower = gammainc(rate * x, shape, true, false);
      return lower <= 0.5
        ? normalQuantile(lower)
        : -normalQuantile(gammainc(rate * x, shape, true, true));
    },
    isAtom: () => false,
  };
}
