/**
 * Is an empirical distribution function what chance makes of a known distribution? Exact for
 * discrete distributions, and for all points at once.
 *
 * N independent values fall into m + 1 classes; Rᵢ of them lie below the point with probability zᵢ,
 * 0 < z₁ < … < zₘ < 1, so that Rᵢ ~ Binomial(N, zᵢ). The statistic is the least pointwise tail
 *
 *     γ = 2 minᵢ min{P(X ≤ Rᵢ), P(X ≥ Rᵢ)},  X ~ Binomial(N, zᵢ),
 *
 * and the band of level 1 − α is where every Rᵢ stays with γ above its α-quantile (Säilynoja,
 * Bürkner & Vehtari 2022, arXiv:2103.10522). The distribution of γ is computed, not simulated: N
 * values are a Poisson process on condition of its total (Moscovich & Nadler 2017,
 * arXiv:1503.04363), and that is a Markov chain of independent increments.
 *
 * @module
 */
import { logBinomialCdf, logFactorials } from "../../core/special.ts";

/** Where counts lie, all at once, with at least the probability asked for. */
export interface SimultaneousBand {
  /** The least and greatest Rᵢ inside, one a point. */
  readonly lower: Int32Array;
  /** The upper end. */
  readonly upper: Int32Array;
  /** log γ of what is just outside. */
  readonly logGamma: number;
}

/** Tests of N values against one distribution. */
export interface SimultaneousTest {
  /** log γ of counts Rᵢ, one a point. */
  logGamma(counts: ArrayLike<number>): number;
  /** P(γ as small or smaller) under the distribution. */
  pValue(logGamma: number): number;
  /** The band that holds everywhere with probability `level`. */
  band(level: number): SimultaneousBand;
  /** E[log γ] under the distribution. */
  meanLogGamma(): number;
}

/** What rounding may do to the logarithm of a tail. */
const ROUNDING = 1e-9;

/**
 * The masses of a Poisson distribution up to `most`, without the negligible ones above the mean.
 */
function poissonMasses(mean: number, most: number, table: Float64Array): Float64Array {
  const masses: number[] = [];
  for (let k = 0; k <= most; k++) {
    const mass = Math.exp(k * Math.log(mean) - mean - table[k]);
    if (k > mean && mass < 1e-18) break;
    masses.push(mass);
  }
  return Float64Array.from(masses);
}

/**
 * The greatest x in [low, high] with f(x) ≤ limit, for f that never falls; low if there is none.
 */
export function bisect(f: (x: number) => number, limit: number, low: number, high: number): number {
  for (let i = 0; i < 30; i++) {
    const middle = (low + high) / 2;
    if (f(middle) <= limit) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * The tests of `size` independent values against the distribution with distribution function
 * `points`.
 *
 * @param points zᵢ, rising, in (0, 1).
 *
 * @example Usage
 * ```ts
 * import { simultaneousTest } from "./simultaneous.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * // Four tosses of a coin: the binomial distribution. No head has two tails of 1 / 16.
 * const test = simultaneousTest(4, Float64Array.of(0.5));
 * assertAlmostEquals(Math.exp(test.logGamma([0])), 2 / 16);
 * assertAlmostEquals(test.pValue(test.logGamma([0])), 2 / 16);
 * const { lower, upper } = test.band(0.8);
 * assertEquals([lower[0], upper[0]], [1, 3]);
 * ```
 */
export function simultaneousTest(size: number, points: Float64Array): SimultaneousTest {
  const logCdf = logBinomialCdf(size);
  const table = logFactorials(size);
  const m = points.length;
  const kernels = new Map<string, Float64Array>();
  const kernel = (step: number): Float64Array => {
    const name = step.toFixed(12);
    const known = kernels.get(name) ?? poissonMasses(size * step, size, table);
    kernels.set(name, known);
    return known;
  };

  /** The counts with log γ above `logGamma`; Rᵢ has the tails of N − Rᵢ at 1 − zᵢ, turned round. */
  const bounds = (logGamma: number): Omit<SimultaneousBand, "logGamma"> => {
    const least = logGamma - Math.LN2 + ROUNDING;
    const lower = new Int32Array(m), upper = new Int32Array(m);
    let k = 0;
    for (let i = 0; i < m; i++) {
      while (logCdf(k, points[i]) <= least) k++;
      lower[i] = k;
    }
    k = 0;
    for (let i = m - 1; i >= 0; i--) {
      while (logCdf(k, 1 - points[i]) <= least) k++;
      upper[i] = size - k;
    }
    return { lower, upper };
  };

  /** P(some Rᵢ is outside). */
  const outside = (logGamma: number): number => {
    if (logGamma >= 0) return 1;
    const { lower, upper } = bounds(logGamma);
    let from = 0, masses = Float64Array.of(1);
    for (let i = 0; i <= m; i++) {
      const low = i === m ? size : lower[i], high = i === m ? size : upper[i];
      if (low > high) return 1;
      const steps = kernel((i === m ? 1 : points[i]) - (i === 0 ? 0 : points[i - 1]));
      const next = new Float64Array(high - low + 1);
      for (let a = 0; a < masses.length; a++) {
        const end = Math.min(steps.length - 1, high - from - a);
        for (let j = Math.max(0, low - from - a); j <= end; j++) {
          next[from + a + j - low] += masses[a] * steps[j];
        }
      }
      [from, masses] = [low, next];
    }
    const total = Math.exp(size * Math.log(size) - size - table[size]);
    return Math.min(1, Math.max(0, 1 - masses[0] / total));
  };

  return {
    logGamma(counts) {
      let least = -Math.LN2;
      for (let i = 0; i < m; i++) {
        const expected = size * points[i];
        if (counts[i] < expected + 1) least = Math.min(least, logCdf(counts[i], points[i]));
        if (counts[i] > expected - 1) {
          least = Math.min(least, logCdf(size - counts[i], 1 - points[i]));
        }
      }
      return Math.LN2 + least;
    },
    // One point's tail is a lower bound, also where the difference from 1 is lost in rounding.
    pValue: (logGamma) => Math.max(outside(logGamma), Math.exp(logGamma) / 2),
    band(level) {
      const alpha = 1 - level;
      // Bonferroni below; above, two tails of one point.
      const logGamma = bisect(outside, alpha, Math.log(alpha / (2 * m)) - 1, Math.log(2 * alpha));
      return { ...bounds(logGamma), logGamma };
    },
    meanLogGamma() {
      // −∫ P(log γ ≤ t) dt by trapezoids, fine where the mass is; below −20 nothing is left.
      let sum = 0, last = 1;
      for (let t = 0; t > -20;) {
        const step = t > -8 ? 0.25 : 1;
        const next = outside(t -= step);
        sum += step * (last + next) / 2;
        last = next;
      }
      return -sum;
    },
  };
}

/** How many of the values 0 … points lie below each class border: Rᵢ for i = 1 … points. */
export function countsBelow(values: ArrayLike<number>, points: number): Int32Array {
  const classes = new Int32Array(points + 1);
  for (let i = 0; i < values.length; i++) classes[values[i]]++;
  for (let i = 1; i <= points; i++) classes[i] += classes[i - 1];
  return classes.subarray(0, points);
}
