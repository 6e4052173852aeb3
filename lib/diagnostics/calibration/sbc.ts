/**
 * Simulation-based calibration: if theta ~ p(theta), x ~ p(x | theta) and the draws come from
 * p(theta | x), the rank of theta among them is uniform. Talts et al. 2018, arXiv:1804.06788.
 *
 * Uniform ranks of parameters are needed, not enough: the prior itself passes, and so does a wrong
 * correlation. `sbcQuantities` and `tarp` detect those.
 *
 * @module
 */
import { integer } from "../../core/check.ts";
import { column, dataset, type Draws, type PosteriorDraws } from "../../core/draws.ts";
import { fold, type Key, stream } from "../../core/random.ts";
import { chiSquareTail, normalCdf } from "../../core/special.ts";
import { holm, mean } from "../../core/stats.ts";
import { histogramBand } from "./histogram_band.ts";
import { checkPairing } from "./pairing.ts";
import { checkRanks, rankAmong } from "./ranks.ts";
import { bisect } from "./simultaneous.ts";
import type { Finding } from "../verdict.ts";

/**
 * The rank of each truth among the draws for its observation: how many lie below it, in 0 … count.
 * Draws equal to the truth, as at the atom of a clipped prior, count below with a number chosen
 * at random, which keeps the ranks uniform.
 *
 * @returns [datasets, names.length]; row i depends on the key and observation i only.
 * @throws {RangeError} If the two don't belong together or a value is not finite.
 *
 * @example Usage
 * ```ts
 * import { sbcRanks } from "./sbc.ts";
 * import { key } from "../../core/random.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const names = ["g_L"] as const;
 * const truth = { names, count: 1, values: Float64Array.of(9.5) };
 * const posterior = { names, datasets: 1, count: 3, values: Float64Array.of(9, 10, 8) };
 * assertEquals([...sbcRanks(key(45), posterior, truth).values], [2]);
 * ```
 */
export function sbcRanks<Name extends string>(
  key: Key,
  posterior: PosteriorDraws<Name>,
  truth: Draws<NoInfer<Name>>,
): Draws<Name> {
  checkPairing("rank truths", posterior, truth);
  const dim = truth.names.length;
  const ranks = new Float64Array(truth.values.length);
  for (let i = 0; i < truth.count; i++) {
    const { values } = dataset(posterior, i);
    const rng = stream(fold(key, i));
    for (let j = 0; j < dim; j++) {
      const value = truth.values[i * dim + j];
      ranks[i * dim + j] = rankAmong(rng, value, values, { from: j, stride: dim });
    }
  }
  return { names: truth.names, count: truth.count, values: ranks };
}

/** The ranks of one parameter. */
export interface ParameterCalibration<Name extends string = string> {
  /** The parameter. */
  readonly name: Name;
  /** Ranks in each of the equally wide bins of 0 … draws. */
  readonly counts: readonly number[];
  /** Σ (count − expected)² / expected. */
  readonly chiSquare: number;
  /** Its test by the χ² distribution; good to trust from an expected count of 5 a bin. */
  readonly pValue: number;
  /** The same after Holm's correction for testing every parameter. */
  readonly adjustedPValue: number;
  /** Mean rank, as a z-score: positive if the posterior lies too low, negative if too high. */
  readonly location: number;
  /**
   * Squared distance from the middle rank, as a z-score: positive if the posterior is too narrow,
   * negative if too wide.
   */
  readonly dispersion: number;
}

/** The ranks of all parameters. Plain data, ready for JSON. */
export interface SbcReport<Name extends string = string> {
  /** Observations. */
  readonly datasets: number;
  /** Posterior draws an observation. */
  readonly draws: number;
  /** Bars of each histogram. */
  readonly bins: number;
  /** Expected ranks a bin. */
  readonly expected: number;
  /**
   * Where all counts of a parameter lie with probability ≥ 0.95, if the posterior is calibrated.
   */
  readonly band: readonly [number, number];
  /** One a parameter. */
  readonly parameters: readonly ParameterCalibration<Name>[];
}

/**
 * First and second moment of ranks about their middle, as z-scores under uniformity on 0 … draws.
 * The two ranks of a single draw are equally far from the middle: their dispersion is what it must
 * be.
 */
function momentScores(ranks: readonly number[], draws: number): [number, number] {
  const points = (draws + 1) ** 2;
  const second = (points - 1) / 12;
  const fourth = second * (3 * points - 7) / 20;
  const centered = ranks.map((rank) => rank - draws / 2);
  const root = Math.sqrt(ranks.length);
  return [
    mean(centered) * root / Math.sqrt(second),
    draws === 1
      ? 0
      : (mean(centered.map((c) => c * c)) - second) * root / Math.sqrt(fourth - second ** 2),
  ];
}

/**
 * Tests ranks for uniformity, parameter by parameter.
 *
 * @param ranks From {@linkcode sbcRanks}.
 * @param options.draws Posterior draws an observation; (draws + 1) must be a multiple of `bins`,
 * otherwise the bins hold unequal numbers of ranks and an exact posterior looks wrong.
 * @param options.bins 20 if not given.
 * @throws {RangeError} If the bins don't fit, there are no ranks or a rank is not in 0 … draws.
 *
 * @example Usage
 * ```ts
 * import { sbc } from "./sbc.ts";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const ranks = { names: ["g_L"] as const, count: 100, values: new Float64Array(100).fill(3) };
 * const { expected, parameters: [{ adjustedPValue }] } = sbc(ranks, { draws: 99, bins: 10 });
 * assertEquals(expected, 10);
 * assert(adjustedPValue < 1e-3);
 * ```
 */
export function sbc<Name extends string>(
  ranks: Draws<Name>,
  { draws, bins = 20 }: { readonly draws: number; readonly bins?: number },
): SbcReport<Name> {
  const action = "test calibration";
  checkRanks(action, ranks, draws);
  integer(action, "bins", bins, 2);
  if ((draws + 1) % bins !== 0) {
    throw new RangeError(
      `Cannot ${action} as draws + 1 must be a multiple of bins = ${bins}: current value is ${
        draws + 1
      }`,
    );
  }
  const expected = ranks.count / bins;
  const width = (draws + 1) / bins;
  const tests = ranks.names.map((name) => {
    const own = Array.from(column<string>(ranks, name));
    const counts = new Array<number>(bins).fill(0);
    for (const rank of own) counts[Math.floor(rank / width)]++;
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    const [location, dispersion] = momentScores(own, draws);
    const pValue = chiSquareTail(chiSquare, bins - 1);
    return { name, counts, chiSquare, pValue, location, dispersion };
  });
  const adjusted = holm(tests.map((test) => test.pValue));
  const parameters = tests.map((test, j) => ({ ...test, adjustedPValue: adjusted[j] }));
  return {
    datasets: ranks.count,
    draws,
    bins,
    expected,
    band: histogramBand(ranks.count, bins, 0.95),
    parameters,
  };
}

const sideOf = (location: number) => location > 0 ? "too low" : "too high";
const widthOf = (dispersion: number) => dispersion > 0 ? "too narrow" : "too wide";

/** The direction of a misfit, from the moments of the ranks. */
function unevenness({ location, dispersion }: ParameterCalibration): string {
  const [score, fault] = Math.abs(location) > Math.abs(dispersion)
    ? [location, sideOf(location)]
    : [dispersion, widthOf(dispersion)];
  return Math.abs(score) < 3
    ? "the ranks are uneven, but lean neither to a side nor to a width"
    : `the posterior is ${fault}`;
}

/**
 * A finding a parameter and test: the histogram by χ², location and dispersion by their
 * z-scores, whose limit is one of absolute values.
 *
 * @example Usage
 * ```ts
 * import { sbc, sbcFindings } from "./sbc.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const ranks = { names: ["g_L"], count: 100, values: new Float64Array(100).fill(3) };
 * const [{ fault }] = sbcFindings(sbc(ranks, { draws: 99, bins: 10 }));
 * assertEquals(fault, "the posterior is too narrow");
 * ```
 */
export function sbcFindings({ bins, parameters }: SbcReport): Finding[] {
  const limit = bisect((x) => 1 - chiSquareTail(x, bins - 1), 0.95, 0, 10 * bins);
  return parameters.flatMap((parameter): Finding[] => [
    {
      diagnostic: "SBC histogram, χ²",
      quantity: parameter.name,
      value: parameter.chiSquare,
      floor: { mean: bins - 1, limit },
      pValue: parameter.pValue,
      reading: "above its limit: the ranks are not equally frequent",
      fault: unevenness(parameter),
    },
    ...(["location", "dispersion"] as const).map((score) => ({
      diagnostic: `SBC ${score}, z-score`,
      quantity: parameter.name,
      value: parameter[score],
      floor: { mean: 0, limit: 1.96 },
      pValue: 2 * normalCdf(-Math.abs(parameter[score])),
      reading: score === "location"
        ? "positive: the posterior lies too low; negative: too high"
        : "positive: the posterior is too narrow; negative: too wide",
      fault: `the posterior is ${(score === "location" ? sideOf : widthOf)(parameter[score])}`,
    })),
  ]);
}
