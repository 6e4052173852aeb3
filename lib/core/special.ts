/**
 * Special functions of probability. The error function and the gamma functions are stdlib's; what is
 * here is their use in statistics.
 *
 * @module
 */
import erfc from "@stdlib/erfc";
import erfcinv from "@stdlib/erfcinv";
import gammainc from "@stdlib/gammainc";
import gammaln from "@stdlib/gammaln";

/** log √(2π). */
export const LOG_SQRT_2PI = 0.5 * Math.log(2 * Math.PI);

/** Φ(z), the standard normal distribution function; full relative precision in the lower tail. */
export function normalCdf(z: number): number {
  return 0.5 * erfc(-z * Math.SQRT1_2);
}

/** log Φ(z), also where Φ(z) is less than a double can hold. */
export function logNormalCdf(z: number): number {
  if (z > -30) return Math.log(normalCdf(z));
  // Φ(z) = φ(z) / |z| · (1 − 1/z² + 3/z⁴ − …), Abramowitz & Stegun 26.2.12.
  const t = 1 / (z * z);
  return normalLogDensity(z) - Math.log(-z) + Math.log1p(-t * (1 - 3 * t * (1 - 5 * t)));
}

/** Φ⁻¹(p) for p in [0, 1]; give small p: near 1 a double can't tell the tail. */
export function normalQuantile(p: number): number {
  return -Math.SQRT2 * erfcinv(2 * p);
}

/** log φ(z), the standard normal log density. */
export function normalLogDensity(z: number): number {
  return -0.5 * z * z - LOG_SQRT_2PI;
}

/** log N(z; 0, I) of each row of z, [rows, dim]. */
export function normalRowDensities(z: Float64Array, dim: number): Float64Array {
  const out = new Float64Array(z.length / dim);
  z.forEach((value, i) => out[Math.floor(i / dim)] += normalLogDensity(value));
  return out;
}

/** log Γ(x) for x > 0. */
export function logGamma(x: number): number {
  return gammaln(x);
}

/** P(X > x) for a χ² variable with `freedom` degrees of freedom. */
export function chiSquareTail(x: number, freedom: number): number {
  return x <= 0 ? 1 : gammainc(x / 2, freedom / 2, true, true);
}

/** log Σ exp(xᵢ), without overflow; −∞ for an empty list. */
export function logSumExp(values: ArrayLike<number>): number {
  let max = -Infinity;
  for (let i = 0; i < values.length; i++) max = Math.max(max, values[i]);
  if (!Number.isFinite(max)) return max;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.exp(values[i] - max);
  return max + Math.log(sum);
}

/** log 0!, log 1!, … log count!, by adding logarithms. */
export function logFactorials(count: number): Float64Array {
  const table = new Float64Array(count + 1);
  for (let k = 2; k <= count; k++) table[k] = table[k - 1] + Math.log(k);
  return table;
}

/**
 * log P(X ≤ k) for X ~ Binomial(trials, probability), for any number of k and probabilities in
 * (0, 1); full relative precision below the mean, where a sum from k down converges fast.
 *
 * @example Usage
 * ```ts
 * import { logBinomialCdf } from "./special.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(Math.exp(logBinomialCdf(3)(1, 0.5)), 4 / 8);
 * ```
 */
export function logBinomialCdf(trials: number): (k: number, probability: number) => number {
  const table = logFactorials(trials);
  return (k, probability) => {
    if (k < 0) return -Infinity;
    if (k >= trials) return 0;
    const odds = (1 - probability) / probability;
    let term = 1, sum = 1; // masses in units of the mass at k
    for (let j = k; j > 0 && term > 1e-17 * sum; j--) {
      term *= odds * j / (trials - j + 1);
      sum += term;
    }
    return table[trials] - table[k] - table[trials - k] + k * Math.log(probability) +
      (trials - k) * Math.log1p(-probability) + Math.log(sum);
  };
}
