/**
 * A joint distribution over named parameters, together with its map from the standard normal, theta
 * = T(z) with z ~ N(0, I), and back.
 *
 * @module
 */
import type { Key } from "../core/random.ts";
import type { Draws } from "../core/draws.ts";

/** A prior over the parameters `names`, in the order used everywhere. */
export interface Prior<Name extends string = string> {
  /** The parameters, in the order of the columns. */
  readonly names: readonly Name[];
  /** Physical units, one a parameter, e.g. "mV". */
  readonly units: readonly string[];
  /** `count` draws, T of {@linkcode normalRows}; row i depends on the key and i only. */
  sample(key: Key, count: number): Draws<Name>;
  /**
   * log p(theta) per row, natural log, with respect to Lebesgue measure plus, in each coordinate
   * with atoms, the counting measure on these: at an atom the log of its mass in that coordinate.
   * −∞ off the support. Columns of theta are matched by name, here and below.
   */
  logProb(theta: Draws<Name>): Float64Array;
  /**
   * The summands of logProb, [count, dim]: log p(theta_k | the parameters before it in the chain),
   * in the order of the columns; −∞ from the first impossible one on.
   */
  logFactors(theta: Draws<Name>): Float64Array;
  /**
   * theta = T(z) per row of z, [count, dim] row-major: increasing in each z when the others stay.
   */
  fromNormal(z: Float64Array): Draws<Name>;
  /**
   * z = T⁻¹(theta) per row, [count, dim]; at an atom the end of the interval that it merges, ±∞ on
   * a bound, NaN from the first impossible parameter of the chain on.
   */
  toNormal(theta: Draws<Name>): Float64Array;
  /** For each row, 1 where some coordinate sits on an atom, else 0. */
  atoms(theta: Draws<Name>): Uint8Array;
  /**
   * log density of theta = T(z) before it is clipped, per row of z: that of theta where there is no
   * atom, and a density where there is one.
   */
  unclippedLogProb(z: Float64Array): Float64Array;
}
