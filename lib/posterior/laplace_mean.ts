/**
 * Laplace's approximation moved from the mode to the mean: that of a skewed posterior is elsewhere.
 *
 * @module
 */
import { solveLower, solveUpper } from "../core/linear_algebra.ts";
import { blankExpansion, type Expansion, factorDamped, type Laplace } from "./laplace.ts";

/** A normal approximation about a mean. */
export interface MovedLaplace {
  /** [dim]. */
  readonly mean: Float64Array;
  /** Lᵀ (mean − mode) of Laplace's approximation, [dim]. */
  readonly shift: Float64Array;
  /** L of the information at the mean, L Lᵀ, [dim, dim]. */
  readonly factor: Float64Array;
}

/** Expands a log density about a point; without its curvature if `curved` is false. */
export type ExpandDensity = (point: Float64Array, out: Expansion, curved?: boolean) => void;

/** L⁻ᵀ u, which has the covariance of the approximation if u has unit covariance. */
function spread(factor: Float64Array, u: Float64Array): Float64Array {
  const x = new Float64Array(u.length);
  solveUpper(factor, u, x);
  return x;
}

/** The mean is moved from the mode by no more than this in each direction, in sd. */
const LARGEST_SHIFT = 1.5;

/** Below so many squared sd the shift is not halved further. */
const LEAST_SHIFT = 1e-3;

/** Lᵀ (mean − mode), in the units of the approximation. */
function meanShift(
  expand: ExpandDensity,
  { mode, factor }: Pick<Laplace, "mode" | "factor">,
): Float64Array {
  const dim = mode.length;
  const here = blankExpansion(dim), there = blankExpansion(dim), sum = new Float64Array(dim);
  expand(mode, here, false);
  for (let k = 0; k < dim; k++) {
    const axis = spread(factor, new Float64Array(dim).fill(1, k, k + 1));
    for (const sign of [1, -1]) {
      expand(mode.map((value, j) => value + sign * axis[j]), there, false);
      for (let j = 0; j < dim; j++) sum[j] += 0.5 * (there.gradient[j] - here.gradient[j]);
    }
  }
  solveLower(factor, sum, sum);
  return sum.map((value) => Math.min(LARGEST_SHIFT, Math.max(-LARGEST_SHIFT, value)));
}

/**
 * Laplace's approximation about the mean, as the third derivatives of the log density put it: mean −
 * mode = ½ (L Lᵀ)⁻¹ Σₖ ∂²gradient / ∂aₖ² along the axes aₖ of the approximation (Lindley 1980,
 * Trabajos de Estadística 31, 223–245), as differences over 1 sd; halved as long as the density there
 * is far below that of the approximation.
 *
 * @param expand What the approximation was made with: 2 dim + 1 gradients, and one information.
 *
 * @example Usage
 * ```ts
 * import { laplace } from "./laplace.ts";
 * import { movedLaplace } from "./laplace_mean.ts";
 * import type { Expansion } from "./laplace.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * // A Gamma(30, 1): its mode is 29, its mean 30.
 * const expand = ([x]: Float64Array, out: Expansion) => {
 *   out.value = 29 * Math.log(x) - x;
 *   out.gradient[0] = 29 / x - 1;
 *   out.information[0] = 29 / (x * x);
 * };
 * const { mean } = movedLaplace(expand, laplace(expand, Float64Array.of(20)));
 * assertAlmostEquals(mean[0], 30, 0.05);
 * ```
 */
export function movedLaplace(
  expand: ExpandDensity,
  found: Pick<Laplace, "mode" | "factor" | "logDensity">,
): MovedLaplace {
  const { mode, factor, logDensity } = found;
  const there = blankExpansion(mode.length);
  for (let shift = meanShift(expand, found);; shift = shift.map((value) => value / 2)) {
    const mean = spread(factor, shift).map((value, j) => value + mode[j]);
    expand(mean, there);
    const squares = shift.reduce((sum, value) => sum + value * value, 0);
    // The approximation's own log density falls by half of this; a mean far below it is none.
    if (!(there.value > logDensity - squares) && squares > LEAST_SHIFT) continue;
    return { mean, shift, factor: factorDamped(there.information, mode.length) };
  }
}
