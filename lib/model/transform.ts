/**
 * Transforms: invertible maps of one point between the parameters and the coordinates c in which a
 * flow learns them. Their Jacobian belongs in the density, log q(theta | x) = log q(c | x) +
 * log |det dc/dtheta|. What is the same for all of them, rows, bounds and atoms, is in
 * {@link ./coordinates.ts | coordinates}.
 *
 * @module
 */
import type { Draws } from "../core/draws.ts";
import { columnMoments } from "../core/stats.ts";

/** One point of the parameter space, in two ways. */
export interface Point {
  /** The parameters in physical units, in the order of the prior's names. */
  readonly theta: Float64Array;
  /**
   * The prior's standard normal coordinates, theta = T(z). Where the prior is clipped they tell more
   * than theta: every z beyond the end of the interval has the same theta.
   */
  readonly z: Float64Array;
}

/**
 * What a transform maps to all real numbers, and so what its log-determinant is of:
 *
 * - `"normal"`: z, log |det dc/dz|. The prior keeps its bounds by itself.
 * - `"support"`: the thetas that the prior allows, log |det dc/dtheta|. Where the prior is clipped,
 *   this is theta before it was clipped: z tells it.
 * - `"reals"`: all theta, log |det dc/dtheta|. Draws can leave the prior's support, where their density
 *   is what it is, and an atom of the prior is a number like any other.
 */
export type Domain = "normal" | "support" | "reals";

/**
 * An invertible map of one point.
 *
 * @example A transform of one's own: z that is centred and scaled
 * ```ts
 * import type { Transform } from "./transform.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const nearTwo: Transform<"normal"> = {
 *   domain: "normal",
 *   forward({ z }, out) {
 *     out[0] = (z[0] - 2) / 0.1;
 *     return -Math.log(0.1);
 *   },
 *   inverse: ([c], { z }) => z[0] = 2 + 0.1 * c,
 * };
 * const point = { theta: new Float64Array(1), z: new Float64Array(1) };
 * nearTwo.inverse(Float64Array.of(3), point);
 * assertEquals([...point.z], [2.3]);
 * ```
 */
export interface Transform<D extends Domain = Domain> {
  /** What it maps, and so what its log-determinant is of. */
  readonly domain: D;
  /** Writes c of a point to `out`, and returns the log-determinant that {@linkcode Domain} says. */
  forward(point: Point, out: Float64Array): number;
  /**
   * Writes the point of c: `"normal"` z, the others theta, and `"support"` also those z that theta does
   * not tell, of parameters whose prior is clipped. What is not written is found from the rest.
   */
  inverse(c: Float64Array, point: Point): void;
}

/**
 * The prior's standard normal coordinates, c = z: every c is a theta inside all bounds, and the prior
 * is N(0, I).
 */
export const normalTransform: Transform<"normal"> = Object.freeze({
  domain: "normal",
  forward({ z }: Point, out: Float64Array): number {
    out.set(z);
    return 0;
  },
  inverse: (c: Float64Array, { z }: Point): void => z.set(c),
});

/** The mean and the standard deviation of each parameter, in physical units. */
export interface Moments {
  /** One for each parameter. */
  readonly mean: readonly number[];
  /** One for each parameter. */
  readonly sd: readonly number[];
}

/**
 * The moments of the columns of theta.
 *
 * @example Usage
 * ```ts
 * import { momentsOf } from "./transform.ts";
 * import { drawsOf } from "../core/draws.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(momentsOf(drawsOf(["mu"], [{ mu: 1 }, { mu: 3 }])), { mean: [2], sd: [Math.SQRT2] });
 * ```
 */
export function momentsOf<Name extends string>({ names, values }: Draws<Name>): Moments {
  const columns = columnMoments(values, names.length);
  return { mean: columns.map(({ mean }) => mean), sd: columns.map(({ sd }) => sd) };
}

/**
 * The original study's coordinates: each parameter minus its mean, over its sd.
 *
 * @example Usage
 * ```ts
 * import { standardised } from "./transform.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const { forward } = standardised({ mean: [10, -70], sd: [2, 4] });
 * const theta = Float64Array.of(12, -72), c = new Float64Array(2);
 * assertAlmostEquals(forward({ theta, z: new Float64Array(2) }, c), -Math.log(8));
 * assertEquals([...c], [1, -0.5]);
 * ```
 */
export function standardised({ mean, sd }: Moments): Transform<"reals"> {
  const logDet = -sd.reduce((sum, s) => sum + Math.log(s), 0);
  return {
    domain: "reals",
    forward({ theta }, out) {
      for (let j = 0; j < sd.length; j++) out[j] = (theta[j] - mean[j]) / sd[j];
      return logDet;
    },
    inverse(c, { theta }) {
      for (let j = 0; j < sd.length; j++) theta[j] = mean[j] + sd[j] * c[j];
    },
  };
}
