/**
 * The simultaneous band of a histogram: N values fall into B equally likely bins, and the band is
 * where all counts lie with at least the probability asked for. Exact: the counts are independent
 * Poisson variables on condition of their total, so
 *
 *     P(all in [l, u]) = P(total = N, all in [l, u]) / P(total = N),
 *
 * a convolution of B truncated Poisson distributions (Levin 1981, Ann. Stat. 9, 1123–1126).
 *
 * @module
 */
import { logBinomialCdf, logFactorials } from "../../core/special.ts";
import { bisect } from "./simultaneous.ts";

/** P(all counts in [low, high]) for `size` values in `bins` bins. */
function inside(size: number, bins: number, low: number, high: number): number {
  const table = logFactorials(size);
  const mass = (mean: number, k: number) => Math.exp(k * Math.log(mean) - mean - table[k]);
  const single = Float64Array.from(
    { length: Math.min(high, size) + 1 },
    (_, k) => k < low ? 0 : mass(size / bins, k),
  );
  let totals = Float64Array.of(1);
  for (let bin = 0; bin < bins; bin++) {
    const next = new Float64Array(Math.min(size + 1, totals.length + single.length - 1));
    for (let a = 0; a < totals.length; a++) {
      for (let k = low; k < single.length && a + k < next.length; k++) {
        next[a + k] += totals[a] * single[k];
      }
    }
    totals = next;
  }
  return (totals[size] ?? 0) / mass(size, size);
}

/**
 * The least and greatest count of the band: those with tails above the greatest limit, the same on
 * both sides, that keeps the level.
 *
 * @example Usage
 * ```ts
 * import { histogramBand } from "./histogram_band.ts";
 * import { assertEquals } from "@std/assert";
 *
 * // Of 9 values in 3 bins, all counts lie in 0 to 6 with probability 0.975, in 1 to 6 with 0.911.
 * assertEquals(histogramBand(9, 3, 0.95), [0, 6]);
 * ```
 */
export function histogramBand(size: number, bins: number, level: number): [number, number] {
  const logCdf = logBinomialCdf(size);
  const bounds = (limit: number): [number, number] => {
    let low = 0, rest = 0;
    while (logCdf(low, 1 / bins) <= limit) low++;
    while (logCdf(rest, 1 - 1 / bins) <= limit) rest++;
    return [low, size - rest];
  };
  const outside = (limit: number) => {
    const [low, high] = bounds(limit);
    return low > high ? 1 : 1 - inside(size, bins, low, high);
  };
  const alpha = 1 - level;
  // Bonferroni below; above, one tail of one bin.
  return bounds(bisect(outside, alpha, Math.log(alpha / (2 * bins)) - 1, Math.log(alpha)));
}
