/**
 * The uniform distribution, x = low + Φ(z) (high − low).
 *
 * @module
 */
import { finite } from "../core/check.ts";
import { normalCdf, normalQuantile } from "../core/special.ts";
import type { Distribution } from "./distribution.ts";

/** The numbers of {@linkcode uniform}, in the unit of the parameter. */
export interface UniformOptions {
  /** The lower end. */
  readonly low: number;
  /** The upper end. */
  readonly high: number;
}

/**
 * The uniform distribution on [low, high]. Its map goes from the nearer end, where a double tells
 * tails apart: by as much as the end has digits to spare.
 *
 * @throws {RangeError} If low ≥ high, or a number is not finite.
 *
 * @example Usage
 * ```ts
 * import { uniform } from "./uniform.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const distribution = uniform({ low: -1, high: 1 });
 * assertEquals(distribution.fromNormal(0), 0);
 * assertAlmostEquals(distribution.toNormal(distribution.fromNormal(2.5)), 2.5, 1e-12);
 * ```
 */
export function uniform({ low, high }: UniformOptions): Distribution {
  finite("make uniform", "low", low);
  finite("make uniform", "high", high);
  const width = high - low;
  if (!(width > 0 && width < Infinity)) {
    throw new RangeError(
      `Cannot make uniform as low must be < high: current values are ${low}, ${high}`,
    );
  }
  const logDensity = -Math.log(width);
  return {
    support: [low, high],
    logProb: (x) => x >= low && x <= high ? logDensity : -Infinity,
    fromNormal: (z) => z <= 0 ? low + normalCdf(z) * width : high - normalCdf(-z) * width,
    toNormal(x) {
      if (!(x >= low && x <= high)) return NaN;
      const below = (x - low) / width, above = (high - x) / width;
      return below <= above ? normalQuantile(below) : -normalQuantile(above);
    },
    isAtom: () => false,
  };
}
