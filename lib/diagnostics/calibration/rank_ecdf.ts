/**
 * The empirical distribution function of ranks, with a band that holds all of it at once and is
 * exact for ranks, which are discrete. Säilynoja, Bürkner & Vehtari 2022, arXiv:2103.10522.
 *
 * Rank r of a truth among S draws takes S + 1 values; Rᵢ counts the ranks below i, and
 * Rᵢ / N − i / (S + 1) is drawn and tested for i = 1 … S.
 *
 * @module
 */
import { between } from "../../core/check.ts";
import { column, type Draws } from "../../core/draws.ts";
import { holm } from "../../core/stats.ts";
import { checkRanks } from "./ranks.ts";
import { countsBelow, simultaneousTest } from "./simultaneous.ts";
import type { Finding } from "../verdict.ts";

/** The empirical distribution function of one quantity. */
export interface QuantityEcdf<Name extends string = string> {
  /** Of the parameter or function. */
  readonly name: Name;
  /** The observed share below each point. */
  readonly shares: readonly number[];
  /**
   * log(γ / its critical value): below 0 the function leaves the band, the farther the more so
   * (Modrák et al. 2023, arXiv:2211.02383).
   */
  readonly logGamma: number;
  /** P(a share leaves its line so far anywhere), exactly. */
  readonly pValue: number;
  /** The same after Holm's correction for testing every quantity. */
  readonly adjustedPValue: number;
}

/** Observed shares against expected ones. Plain data, ready for JSON. */
export interface EcdfReport<Name extends string = string> {
  /** Observations. */
  readonly datasets: number;
  /** Posterior draws an observation. */
  readonly draws: number;
  /** With this probability the band holds all shares of a calibrated posterior. */
  readonly level: number;
  /** Expected shares, rising. */
  readonly points: readonly number[];
  /** The ends of the band, one a point. */
  readonly lower: readonly number[];
  /** The upper end of the band. */
  readonly upper: readonly number[];
  /** What log γ would be: its mean, and the bound it keeps above with probability `level`. */
  readonly logGammaFloor: { readonly mean: number; readonly limit: number };
  /** One a parameter or function. */
  readonly quantities: readonly QuantityEcdf<Name>[];
}

/**
 * Holds classes, which are 0 … points.length, against the distribution whose distribution function
 * is `points`, column by column.
 */
export function ecdfAgainst<Name extends string>(
  classes: Draws<Name>,
  points: Float64Array,
  { draws, level }: { readonly draws: number; readonly level: number },
): EcdfReport<Name> {
  const { names, count } = classes;
  const test = simultaneousTest(count, points);
  const { lower, upper, logGamma: critical } = test.band(level);
  const shares = (counts: Int32Array) => Array.from(counts, (k) => k / count);
  const tests = names.map((name) => {
    const counts = countsBelow(column(classes, name), points.length);
    const logGamma = test.logGamma(counts);
    return {
      name,
      shares: shares(counts),
      logGamma: logGamma - critical,
      pValue: test.pValue(logGamma),
    };
  });
  const adjusted = holm(tests.map(({ pValue }) => pValue));
  return {
    datasets: count,
    draws,
    level,
    points: Array.from(points),
    lower: shares(lower),
    upper: shares(upper),
    logGammaFloor: { mean: test.meanLogGamma() - critical, limit: 0 },
    quantities: tests.map((own, j) => ({ ...own, adjustedPValue: adjusted[j] })),
  };
}

/** Expected shares of ranks below 1 … draws. */
export function rankPoints(draws: number): Float64Array {
  return Float64Array.from({ length: draws }, (_, i) => (i + 1) / (draws + 1));
}

/**
 * Tests ranks for uniformity by their empirical distribution function, quantity by quantity.
 *
 * @param ranks From `sbcRanks`, `sbcQuantities` or `tarpRanks`.
 * @param options.draws Posterior draws an observation.
 * @param options.level Of the band, 0.95 if not given.
 * @throws {RangeError} If there are no ranks, a rank is not in 0 … draws, or the level is not in
 * [0.5, 0.9999].
 *
 * @example Usage
 * ```ts
 * import { rankEcdf } from "./rank_ecdf.ts";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const ranks = { names: ["g_L"] as const, count: 100, values: new Float64Array(100).fill(3) };
 * const { points, quantities: [{ shares, pValue }] } = rankEcdf(ranks, { draws: 9 });
 * assertEquals(points.slice(2, 4), [0.3, 0.4]);
 * assertEquals(shares.slice(2, 4), [0, 1]);
 * assert(pValue < 1e-6);
 * ```
 */
export function rankEcdf<Name extends string>(
  ranks: Draws<Name>,
  { draws, level = 0.95 }: { readonly draws: number; readonly level?: number },
): EcdfReport<Name> {
  const action = "test ranks";
  checkRanks(action, ranks, draws);
  between(action, "level", level, [0.5, 0.9999]);
  return ecdfAgainst(ranks, rankPoints(draws), { draws, level });
}

/**
 * A finding a quantity: log γ, whose limit 0 a calibrated posterior keeps above.
 *
 * @param diagnostic What the ranks were made for, such as "TARP".
 *
 * @example Usage
 * ```ts
 * import { ecdfFindings, rankEcdf } from "./rank_ecdf.ts";
 * import { assert } from "@std/assert";
 *
 * const ranks = { names: ["g_L"], count: 100, values: new Float64Array(100).fill(3) };
 * const [{ value }] = ecdfFindings(rankEcdf(ranks, { draws: 9 }));
 * assert(value < 0);
 * ```
 */
export function ecdfFindings(
  { level, logGammaFloor, quantities }: EcdfReport,
  diagnostic = "SBC ECDF",
): Finding[] {
  return quantities.map(({ name, logGamma, pValue }) => ({
    diagnostic: `${diagnostic}, log γ`,
    quantity: name,
    value: logGamma,
    floor: logGammaFloor,
    pValue,
    reading: `below 0: leaves the ${100 * level} % band of this test`,
    fault: "the ranks are not uniform: the truths are not like the draws",
  }));
}
