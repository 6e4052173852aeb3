/**
 * A multivariate normal distribution: its truncation by a linear inequality, and its factorisation
 * into a chain of conditional distributions.
 *
 * @module
 */
import { factorInPlace } from "../core/linear_algebra.ts";
import { logNormalCdf, normalLogDensity } from "../core/special.ts";

/** Mean and covariance of a normal distribution. */
export interface MultivariateNormal {
  /** [n]. */
  readonly mean: Float64Array;
  /** [n, n]. */
  readonly covariance: Float64Array;
}

/**
 * A distribution whose mean is further beyond a bound than this, in sd, is treated as if it were
 * there.
 */
const BEYOND = 8;

/**
 * Changes `distribution` to the normal distribution with the moments that it has where offset +
 * weights · x > 0: a step of assumed density filtering (Minka 2001).
 *
 * @param weights [n]
 *
 * @example Half a normal distribution
 * ```ts
 * import { truncate } from "./multivariate_normal.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const distribution = { mean: Float64Array.of(0), covariance: Float64Array.of(1) };
 * truncate(distribution, Float64Array.of(1), 0);
 * assertAlmostEquals(distribution.mean[0], Math.sqrt(2 / Math.PI), 1e-12);
 * ```
 */
export function truncate(
  { mean, covariance }: MultivariateNormal,
  weights: Float64Array,
  offset: number,
): void {
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

/** The distributions of variables one after another, each normal given those before. */
export interface NormalChain {
  /** The sd of each link, [n], in the order of the chain. */
  readonly sds: Float64Array;
  /** The mean of a link, given the values of all links before. */
  mean(link: number): number;
  /** Conditions on the value of a link, once those before are conditioned on. */
  condition(link: number, value: number): void;
}

/** The least variance of a link: rounding must not make it negative. */
const LEAST = 1e-10;

/**
 * The chain of a normal distribution's variables in this order.
 *
 * @example Usage
 * ```ts
 * import { normalChain } from "./multivariate_normal.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const distribution = { mean: Float64Array.of(0, 1), covariance: Float64Array.of(4, 2, 2, 2) };
 * const chain = normalChain(distribution, [0, 1]);
 * chain.condition(0, 2);
 * assertEquals([chain.mean(1), chain.sds[1]], [2, 1]);
 * ```
 */
export function normalChain(
  { mean: means, covariance }: MultivariateNormal,
  order: readonly number[],
): NormalChain {
  const n = order.length;
  const factor = Float64Array.from(
    { length: n * n },
    (_, at) => covariance[order[Math.floor(at / n)] * n + order[at % n]],
  );
  factorInPlace(factor, n, (rest) => Math.max(rest, LEAST));
  const deviations = new Float64Array(n);
  const mean = (link: number) => {
    let shift = 0;
    for (let j = 0; j < link; j++) shift += factor[link * n + j] * deviations[j];
    return means[order[link]] + shift;
  };
  return {
    sds: Float64Array.from({ length: n }, (_, link) => factor[link * n + link]),
    mean,
    condition(link, value) {
      deviations[link] = (value - mean(link)) / factor[link * n + link];
    },
  };
}
