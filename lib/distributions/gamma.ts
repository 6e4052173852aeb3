/**
 * The gamma law, with density rate^shape x^(shape − 1) exp(−rate x) / Γ(shape). Its distribution
 * function and quantiles are stdlib's, each taken in the nearer tail.
 *
 * @module
 */
import gammainc from "@stdlib/gammainc";
import gammaincinv from "@stdlib/gammaincinv";
import { between, positive } from "../core/check.ts";
import { logGamma, normalCdf, normalQuantile } from "../core/special.ts";
import type { Distribution } from "./distribution.ts";

/** The mean is shape / rate, the variance shape / rate². */
export interface GammaOptions {
  readonly shape: number;
  /** One over the unit of the parameter. */
  readonly rate: number;
}

/**
 * Below, a double is too coarse for draws of z = −8, which are of the order of Φ(−8)^(1 / shape);
 * above, gammainc 0.3.1 is wrong in the second digit in the upper tail, from x = 1000 on.
 */
const SHAPES = [0.05, 500] as const;

/**
 * The gamma law.
 *
 * @throws {RangeError} If shape is not in [0.05, 500], or rate ≤ 0.
 *
 * @example Usage
 * ```ts
 * import { gamma } from "./gamma.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const law = gamma({ shape: 2, rate: 0.5 });
 * assertAlmostEquals(law.logProb(4), Math.log(0.25 * 4 * Math.exp(-2)), 1e-12);
 * assertAlmostEquals(law.toNormal(law.fromNormal(-3)), -3, 1e-12);
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
    fromNormal: (z) => gammaincinv(normalCdf(-Math.abs(z)), shape, z > 0) / rate,
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
