/**
 * One univariate law: what it is, and the increasing map that makes it from a standard normal.
 *
 * @module
 */
export interface Distribution {
  /** The smallest closed interval that holds all mass. */
  readonly support: readonly [number, number];
  /** log density at x, or log mass where x is an atom; −∞ off the support. */
  logProb(x: number): number;
  /** x = F⁻¹(Φ(z)): increasing, and a draw from the law when z ~ N(0, 1). */
  fromNormal(z: number): number;
  /** The inverse of {@linkcode fromNormal}; at an atom, the end of the interval that it merges. */
  toNormal(x: number): number;
  /** Whether P(X = x) > 0. */
  isAtom(x: number): boolean;
  /** The law before it was clipped, where that made atoms: it has a density everywhere. */
  readonly unclipped?: Distribution;
}
