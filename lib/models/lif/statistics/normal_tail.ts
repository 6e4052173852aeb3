/**
 * The normal distribution's tail, fast: to 1e-8, which is enough for a statistic.
 *
 * @module
 */

/**
 * erfcx(x) / t as a polynomial in t = 1 / (1 + x / 2), x ≥ 0: interpolated at the Chebyshev nodes of
 * [0, 1], relative error 1.2e-8.
 */
const COEFFICIENTS = [
  0.2820947950644284,
  0.28209377678965436,
  0.2468838798505184,
  0.17532407504753905,
  0.09341475095002227,
  -0.059050919465160945,
  0.13185006173273095,
  -0.4545637481746354,
  0.4933857669616941,
  -0.23460550223353493,
  0.043173068206669996,
];

/** exp(x²) erfc(x), for x ≥ 0. */
function scaledErfc(x: number): number {
  const t = 1 / (1 + 0.5 * x);
  let sum = COEFFICIENTS[10];
  for (let i = 9; i >= 0; i--) sum = sum * t + COEFFICIENTS[i];
  return sum * t;
}

/**
 * Below this Laplace's continued fraction of the Mills ratio (Abramowitz and Stegun 26.2.14), so many
 * terms of it: m (m + z), near 1, needs more digits there than the polynomial has.
 */
const FAR = -6, TERMS = 16;

/** Where {@linkcode normalTail} writes: its derivative, the inverse Mills ratio, φ(z) / Φ(z). */
export const tail = { mills: 0 };

/**
 * log Φ(z); its derivative φ(z) / Φ(z) is left in {@linkcode tail}, as both cost as much as one.
 *
 * @example Usage
 * ```ts
 * import { normalTail, tail } from "./normal_tail.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(normalTail(0), Math.log(0.5), 1e-7);
 * assertAlmostEquals(tail.mills, Math.sqrt(2 / Math.PI), 1e-7);
 * ```
 */
export function normalTail(z: number): number {
  if (z < FAR) {
    let mills = -z;
    for (let n = TERMS; n > 0; n--) mills = n / mills - z;
    tail.mills = mills;
    return -0.5 * z * z - 0.9189385332046727 - Math.log(mills); // log √(2 π)
  }
  if (z < 0) {
    const scaled = scaledErfc(-z * Math.SQRT1_2);
    tail.mills = 0.7978845608028654 / scaled; // √(2 / π)
    return Math.log(0.5 * scaled) - 0.5 * z * z;
  }
  const density = Math.exp(-0.5 * z * z);
  const mass = 1 - 0.5 * density * scaledErfc(z * Math.SQRT1_2);
  tail.mills = 0.3989422804014327 * density / mass; // 1 / √(2 π)
  return Math.log(mass);
}
