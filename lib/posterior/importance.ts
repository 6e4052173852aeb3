/**
 * Importance sampling with its own diagnosis: evidence, effective sample size and Pareto k̂.
 *
 * @module
 */
import { concatenate } from "../core/arrays.ts";
import { integer } from "../core/check.ts";
import { fold, type Key, shuffled, stream } from "../core/random.ts";
import { logSumExp } from "../core/special.ts";
import { LEAST_POSITIVE, normalisedWeights, paretoSmooth } from "./pareto_smoothing.ts";
import type { Proposal, Target } from "./target.ts";

/** Points weighted to be a sample of the target, with the diagnosis of the weights. */
export interface WeightedSample {
  /** [count, dim]. */
  readonly points: Float64Array;
  /** log target − log proposal. */
  readonly logWeights: Float64Array;
  /** Pareto smoothed; they sum to 1. */
  readonly weights: Float64Array;
  /** log of the integral of the target, and its standard error. */
  readonly logEvidence: number;
  readonly logEvidenceSe: number;
  /** 1 / Σ w², the effective sample size (Kong 1992). */
  readonly effectiveSize: number;
  /** Above 0.7 nothing here can be trusted; +∞ if too few weights are positive. */
  readonly paretoK: number;
}

/** (Σ w)² / Σ w², the effective size of weights given by their logarithms. */
export function effectiveSize(logWeights: Float64Array): number {
  return Math.exp(2 * logSumExp(logWeights) - logSumExp(logWeights.map((w) => 2 * w)));
}

/** The diagnosis of points drawn from the proposal, given their log weights. */
export function weigh(points: Float64Array, logWeights: Float64Array): WeightedSample {
  const count = logWeights.length;
  const raw = normalisedWeights(logWeights);
  // Of weights that differ by more than a double can hold, all but the largest are 0.
  const positive = raw.reduce((sum, w) => sum + (w > 0 ? 1 : 0), 0);
  const { weights, paretoK } = positive >= LEAST_POSITIVE
    ? paretoSmooth(logWeights)
    : { weights: raw, paretoK: Infinity };
  const squares = raw.reduce((sum, w) => sum + w * w, 0);
  return {
    points,
    logWeights,
    weights,
    logEvidence: logSumExp(logWeights) - Math.log(count),
    logEvidenceSe: Math.sqrt(Math.max(0, squares - 1 / count)),
    effectiveSize: positive > 0 ? 1 / squares : 0,
    paretoK,
  };
}

/**
 * Draws from the proposal and weighs by the target.
 *
 * @example Usage
 * ```ts
 * import { importanceSample } from "./importance.ts";
 * import { studentMixture } from "./student_mixture.ts";
 * import { key } from "../core/random.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const square = (x: number) => x * x;
 * const target = { dim: 1, logDensity: (x: Float64Array) => x.map((v) => -square(v) / 2) };
 * const proposal = studentMixture(1, [
 *   { weight: 1, mean: Float64Array.of(0), scale: Float64Array.of(1), freedom: 5 },
 * ]);
 * const { logEvidence } = importanceSample(key(1), target, proposal, 4000);
 * assertAlmostEquals(logEvidence, Math.log(2 * Math.PI) / 2, 0.03);
 * ```
 */
export function importanceSample(
  key: Key,
  target: Target,
  proposal: Proposal,
  count: number,
): WeightedSample {
  integer("sample by importance", "count", count, 1);
  const points = proposal.sample(key, count);
  const logProposal = proposal.logDensity(points);
  return weigh(points, target.logDensity(points).map((value, i) => value - logProposal[i]));
}

/** Two samples of one target from one proposal, as one. */
export function merge(a: WeightedSample, b: WeightedSample): WeightedSample {
  return weigh(
    concatenate(Float64Array, [a.points, b.points]),
    concatenate(Float64Array, [a.logWeights, b.logWeights]),
  );
}

/**
 * Row numbers drawn with probabilities proportional to the weights, by systematic resampling
 * (Kitagawa 1996), in random order.
 *
 * @param weights They sum to 1.
 */
export function resample(key: Key, weights: Float64Array, count: number): Uint32Array {
  const start = stream(fold(key, "start")).uniform();
  const chosen = new Uint32Array(count);
  let row = 0;
  let cumulative = weights[0];
  for (let i = 0; i < count; i++) {
    while (cumulative * count < i + start && row < weights.length - 1) cumulative += weights[++row];
    chosen[i] = row;
  }
  return shuffled(fold(key, "order"), count).map((i) => chosen[i]);
}
