/**
 * A normal law, told that linear functions of its variables are positive: to each such truncation
 * the law is brought back by its two moments, as in assumed density filtering (Minka 2001).
 *
 * @module
 */
import { logNormalCdf, normalLogDensity } from "../special.ts";

/** So many sd beyond a bound at most: further out a linear function and a normal law say nothing. */
const BEYOND = 8;

/** Mean [n] and covariance [n, n] of a normal law. */
export interface NormalLaw {
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
}

/**
 * Changes `law` to the normal law with the moments that it has where offset + weights · x > 0.
 *
 * @param weights [n]
 */
export function truncate({ mean, covariance }: NormalLaw, weights: Float64Array, offset: number) {
  const n = mean.length;
  const shared = new Float64Array(n); // the covariance of each variable with the function
  let centre = offset, variance = 0;
  for (let i = 0; i < n; i++) {
    centre += weights[i] * mean[i];
    for (let j = 0; j < n; j++) shared[i] += covariance[i * n + j] * weights[j];
    variance += weights[i] * shared[i];
  }
  const sd = Math.sqrt(variance), z = Math.max(-BEYOND, centre / sd);
  const mills = Math.exp(normalLogDensity(z) - logNormalCdf(z));
  const shift = mills / sd, narrowing = mills * (mills + z) / variance;
  for (let i = 0; i < n; i++) {
    mean[i] += shared[i] * shift;
    for (let j = 0; j < n; j++) covariance[i * n + j] -= shared[i] * shared[j] * narrowing;
  }
}
