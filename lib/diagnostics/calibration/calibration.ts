/**
 * Every calibration check at once, on fresh simulations with draws of their posteriors.
 *
 * @module
 */
import type { Draws, PosteriorDraws } from "../../core/draws.ts";
import { fold, type Key } from "../../core/random.ts";
import { coverageFindings, type CoverageReport, intervalCoverage } from "./interval_coverage.ts";
import { ecdfFindings, type EcdfReport, rankEcdf } from "./rank_ecdf.ts";
import { recovery, type RecoveryReport } from "./recovery.ts";
import { sbc, sbcFindings, sbcRanks, type SbcReport } from "./sbc.ts";
import {
  dataQuantities,
  defaultQuantities,
  knownQuantity,
  sbcQuantities,
  type SbcQuantity,
} from "./sbc_quantities.ts";
import { nearestReferences, type ReferenceSimulations, tarp } from "./tarp.ts";
import type { Finding } from "../verdict.ts";
import { zScoreFindings, type ZScoreReport, zScores } from "./z_scores.ts";

/** Simulations, draws of their posteriors, and what else is known of both. */
export interface CalibrationSet<Name extends string = string> {
  /** The parameters behind each simulation. */
  readonly truth: Draws<Name>;
  /** Draws of the posterior of each. */
  readonly posterior: PosteriorDraws<Name>;
  /** log q(theta | x) of draws and truths, NaN at an atom. */
  readonly logDensity: { readonly draws: Float64Array; readonly truth: Float64Array };
  /** Functions of parameters to be tested beside products and distances. */
  readonly functions?: readonly SbcQuantity<Name>[];
  /** Numbers that describe the observations, [datasets, K]. */
  readonly summaries: ArrayLike<number>;
  /** Other simulations with the same numbers, to find reference points among. */
  readonly references: ReferenceSimulations<Name>;
}

/** The report of each check, ready to be drawn. Plain data. */
export interface CalibrationReport<Name extends string = string> {
  /** Truths against posterior medians. */
  readonly recovery: RecoveryReport<Name>;
  /** Histograms of ranks. */
  readonly sbc: SbcReport<Name>;
  /** Distribution functions of ranks. */
  readonly ecdf: EcdfReport<Name>;
  /** Coverage of central intervals. */
  readonly coverage: CoverageReport<Name>;
  /** Z-scores and contraction. */
  readonly zScores: ZScoreReport<Name>;
  /** Expected coverage about reference points. */
  readonly tarp: EcdfReport;
  /** Of functions of parameters and observation, which see what single parameters don't. */
  readonly quantities: EcdfReport;
  /** All of it as rows of a verdict. */
  readonly findings: readonly Finding[];
}

/**
 * Behind the p-values of z-scores: enough that they can survive a correction for a hundred tests.
 */
const EXCHANGES = 4999;

/** Bars of each histogram outside the band that holds all of them in 95 of 100 panels. */
function bandFindings({ band: [low, high], parameters }: SbcReport): Finding[] {
  return parameters.map(({ name, counts }) => ({
    diagnostic: "SBC histogram, bars outside their band",
    quantity: name,
    value: counts.filter((count) => count < low || count > high).length,
    floor: { mean: 0, limit: 0 },
    reading: "0 in at least 95 of 100 calibrated panels",
  }));
}

/**
 * Runs them all.
 *
 * @throws {RangeError} If the parts don't belong together, or draws + 1 is no multiple of 20.
 *
 * @example Usage
 * ```ts
 * import { calibration } from "./calibration.ts";
 * import { key, normals } from "../../core/random.ts";
 * import { assertEquals } from "@std/assert";
 *
 * // theta ~ N(0, 1), and nothing is known of it: the posterior is the prior.
 * const names = ["theta"] as const, datasets = 100, count = 19;
 * const theta = (seed: number) => ({ names, count: 100, values: normals(key(seed), 100) });
 * const [truth, others] = [theta(1), theta(2)];
 * const posterior = { names, datasets, count, values: normals(key(3), datasets * count) };
 * const logDensity = (values: Float64Array) => values.map((z) => -z * z / 2);
 * const report = calibration(key(4), {
 *   truth,
 *   posterior,
 *   logDensity: { draws: logDensity(posterior.values), truth: logDensity(truth.values) },
 *   summaries: normals(key(5), datasets),
 *   references: { theta: others, summaries: normals(key(6), 100) },
 * });
 * assertEquals(report.recovery.datasets, 100);
 * ```
 */
export function calibration<Name extends string>(
  key: Key,
  { truth, posterior, logDensity, functions = [], summaries, references }: CalibrationSet<Name>,
): CalibrationReport<Name> {
  const draws = posterior.count;
  const ranks = sbcRanks(fold(key, "ranks"), posterior, truth);
  const histogram = sbc(ranks, { draws });
  const ecdf = rankEcdf(ranks, { draws });
  const coverage = intervalCoverage(fold(key, "coverage"), ranks, { draws });
  const scores = zScores(fold(key, "z-scores"), posterior, truth, { exchanges: EXCHANGES });
  const points = nearestReferences(references, summaries);
  const accuracy = tarp(fold(key, "TARP"), posterior, truth, points);
  const joint = sbcQuantities(fold(key, "quantities"), posterior, truth, [
    ...defaultQuantities(truth.names).slice(truth.names.length), // parameters are in `ecdf`
    ...dataQuantities(points),
    knownQuantity("log q(theta | x)", logDensity),
    ...functions,
  ]);
  const quantities = rankEcdf(joint, { draws });
  return {
    recovery: recovery(posterior, truth),
    sbc: histogram,
    ecdf,
    coverage,
    zScores: scores,
    tarp: accuracy,
    quantities,
    findings: [
      ...sbcFindings(histogram),
      ...bandFindings(histogram),
      ...ecdfFindings(ecdf),
      ...coverageFindings(coverage),
      ...zScoreFindings(scores),
      ...ecdfFindings(accuracy, "TARP, nearest references"),
      ...ecdfFindings(quantities, "SBC ECDF of functions"),
    ],
  };
}
