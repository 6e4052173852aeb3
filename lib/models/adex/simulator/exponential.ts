/**
 * The exponential function in few operations, each of them exactly rounded: the same bits on every
 * machine, and in the WebAssembly of `assembly/`.
 *
 * @module
 */

/** Arguments are kept within this distance of 0, so that nothing overflows. */
export const LARGEST = 40;
/** 1.5 · 2⁵²: what is added to a number of less than 2⁵¹ is rounded to an integer. */
export const ROUNDING = 6755399441055744;
/** Whole powers of 2, from 2^−64 on. */
const POWERS = Float64Array.from({ length: 129 }, (_, i) => 2 ** (i - 64));

/**
 * exp(x) for |x| ≤ 40, and exp(±40) beyond: 2ᵏ times a Taylor polynomial of degree 7 in the rest, whose
 * relative error is below 8e-9.
 *
 * @example Usage
 * ```ts
 * import { exponential } from "./exponential.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(exponential(1), Math.E, 2e-8);
 * ```
 */
export function exponential(x: number): number {
  const bounded = Math.min(LARGEST, Math.max(-LARGEST, x));
  const k = (bounded * Math.LOG2E + ROUNDING) - ROUNDING;
  const r = bounded - k * Math.LN2;
  const r2 = r * r;
  const low = (1 + r) + r2 * (1 / 2 + r * (1 / 6));
  const high = (1 / 24 + r * (1 / 120)) + r2 * (1 / 720 + r * (1 / 5040));
  return (low + r2 * r2 * high) * POWERS[k + 64];
}
