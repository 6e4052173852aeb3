/**
 * Importance sampling of the exact posterior with an approximate one q as the proposal. Draws of q
 * are weighted by exact posterior / q; Pareto k̂ and the efficiency ESS / N measure the quality of
 * q, the mean weight estimates the evidence, and resampling by the weights (SIR) gives exact draws.
 * Where the weights are bad, sequential Monte Carlo starts from them, then from the prior; what
 * still fails is reported in `problems`. Workflow: Schmitt et al. 2024, arXiv:2409.04332.
 *
 * @module
 */
import { concatenate } from "../core/arrays.ts";
import { allFinite, between, integer, ofLength } from "../core/check.ts";
import type { Draws } from "../core/draws.ts";
import { fold, type Key } from "../core/random.ts";
import { MOST_DRAWS, sampleBayes } from "./bayes_sampler.ts";
import { fitProposal } from "./fit_proposal.ts";
import { merge, resample, weigh, type WeightedSample } from "./importance.ts";
import { momentsOf } from "../core/linear_algebra.ts";
import { PARETO_K_LIMIT } from "./pareto_smoothing.ts";
import { type BayesianTarget, joint, takeRows } from "./target.ts";

/** Points drawn from an estimate, with its log density at each. */
export interface EstimateDraws {
  /** [count, dim]. */
  readonly points: Float64Array;
  /** Of the estimate at each point, [count]. */
  readonly logDensity: Float64Array;
}

/** Draws from an estimate of one recording's posterior: amortised or not. */
export type Estimator = (key: Key, count: number) => Promise<EstimateDraws>;

/** The exact posterior of one recording, up to its evidence. */
export interface ExactProblem<Name extends string = string> {
  /** Prior × likelihood in the coordinates of the estimate. */
  readonly target: BayesianTarget;
  /** theta of points in the coordinates of the estimate. */
  theta(points: Float64Array): Draws<Name>;
  /** The same posterior in coordinates that are easier to sample, where there are such. */
  readonly sampling?: {
    /** Prior × likelihood in these coordinates. */
    readonly target: BayesianTarget;
    /** The points in these coordinates of points in the estimate's. */
    from(points: Float64Array): Float64Array;
    /** theta of points in these coordinates. */
    theta(points: Float64Array): Draws<Name>;
  };
}

/**
 * Draws of the posterior, how they were found, and how efficient the estimate was as a proposal.
 */
export interface Refinement<Name extends string = string> {
  /**
   * Exact if `exact` is true. If not, the best found, not to be trusted; NaN if there are none.
   */
  readonly draws: Draws<Name>;
  /** Whether the draws are from the exact posterior: there are no problems. */
  readonly exact: boolean;
  /** Weighted draws of the estimate, or sequential Monte Carlo from them, or from the prior. */
  readonly method: "importance" | "from estimate" | "from prior";
  /** Effective sample size over size of the estimate's weighted draws, ESS / N, in [0, 1]. */
  readonly efficiency: number;
  /** Pareto k̂ of the estimate's weights; above 0.7 they can't be trusted. */
  readonly paretoK: number;
  /** log p(x), in nats. */
  readonly logEvidence: number;
  /** Its standard error, in nats. */
  readonly logEvidenceSe: number;
  /** Reasons not to trust the draws, a sentence each; empty if there is none. */
  readonly problems: readonly string[];
}

const ACTION = "refine posterior";
/** Draws of the estimate that are weighted at a time. */
const BATCH = 2000;
/** Effective draws behind each draw returned, so that few are returned twice. */
const SPARE = 2;
/**
 * Draws of the estimate at most, in all and for each effective one: beyond, sampling anew is
 * cheaper.
 */
const MOST = { all: 16_000, each: 4 };
/** Components of the mixture that stands for the estimate when sampling goes on from it. */
const COMPONENTS = 4;

/** Draws of an estimate, weighted by the exact posterior. */
async function weighBatches(
  key: Key,
  estimate: Estimator,
  target: BayesianTarget,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<WeightedSample> {
  const { dim, logDensity } = joint(target);
  const points: Float64Array[] = [], logWeights: Float64Array[] = [];
  for (let index = from; index < to; index++) {
    const drawn = await estimate(fold(key, index), BATCH);
    ofLength(ACTION, "estimate.points", drawn.points, BATCH * dim);
    ofLength(ACTION, "estimate.logDensity", drawn.logDensity, BATCH);
    allFinite(ACTION, "estimate.points", drawn.points);
    allFinite(ACTION, "estimate.logDensity", drawn.logDensity);
    const exact = logDensity(drawn.points);
    points.push(drawn.points);
    logWeights.push(exact.map((value, i) => value - drawn.logDensity[i]));
  }
  return weigh(concatenate(Float64Array, points), concatenate(Float64Array, logWeights));
}

/** Refuses draws with a degenerate covariance: they have no density. */
function checkSpread(points: Float64Array, problem: ExactProblem): void {
  const { dim } = problem.target.prior;
  const { mean, covariance } = momentsOf(points, new Float64Array(BATCH).fill(1 / BATCH), dim);
  const { names } = problem.theta(points.slice(0, dim));
  const constant = [...mean.keys()].filter((j) =>
    !(covariance[j * (dim + 1)] > (1e-12 * mean[j]) ** 2)
  )
    .map((j) => names.length === dim ? names[j] : `coordinate ${j}`);
  if (constant.length === 0) return;
  throw new RangeError(
    `Cannot ${ACTION} as every parameter must vary among the draws of the estimate: ${
      constant.join(", ")
    } never does in ${BATCH}`,
  );
}

/**
 * Weights draws of the estimate until their ESS is `SPARE` times `count`, or too many are needed.
 */
async function weighEstimate(
  key: Key,
  estimate: Estimator,
  problem: ExactProblem,
  count: number,
): Promise<WeightedSample> {
  const { target } = problem;
  const goal = SPARE * count;
  const most = Math.floor((MOST.all + MOST.each * goal) / BATCH);
  let sample = await weighBatches(key, estimate, target, { from: 0, to: 1 });
  checkSpread(sample.points, problem);
  for (let batches = 1; sample.effectiveSize < goal;) {
    const each = sample.effectiveSize / batches;
    const wanted = Math.min(most, Math.ceil(goal / each));
    if (wanted <= batches || !(sample.paretoK <= PARETO_K_LIMIT) || each * most < count) break;
    const more = await weighBatches(key, estimate, target, { from: batches, to: wanted });
    [sample, batches] = [merge(sample, more), wanted];
  }
  return sample;
}

/** The same posterior with a mixture fitted to the estimate's draws in the prior's place. */
function withFittedPrior(key: Key, target: BayesianTarget, points: Float64Array): BayesianTarget {
  const count = points.length / target.prior.dim;
  const prior = fitProposal(key, points, new Float64Array(count).fill(1 / count), COMPONENTS);
  const exact = joint(target);
  return {
    prior,
    logLikelihood(points) {
      const logPrior = prior.logDensity(points);
      return exact.logDensity(points).map((value, i) => value - logPrior[i]);
    },
  };
}

/**
 * Turns an estimate of a posterior into exact draws by importance sampling.
 *
 * @param count Draws wanted.
 * @throws {RangeError} If count is not an integer from 1 to a million; if the estimate is no
 * distribution: its draws or their log densities are not finite, or a coordinate is the same in all
 * draws; if a log prior or a log likelihood is NaN or +∞.
 *
 * @example Usage
 * ```ts
 * import { refine } from "./refine.ts";
 * import { standardNormal } from "./target.ts";
 * import { key } from "../core/random.ts";
 * import { normalLogDensity } from "../core/special.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * // z ~ N(0, 1), x = z + noise of sd 1, x = 1: the posterior is N(0.5, 0.5); the estimate, the prior.
 * const prior = standardNormal(1);
 * const estimate = async (key: Parameters<typeof prior.sample>[0], count: number) => {
 *   const points = prior.sample(key, count);
 *   return await { points, logDensity: prior.logDensity(points) };
 * };
 * const { draws, logEvidence, method } = await refine(key(1), estimate, {
 *   target: { prior, logLikelihood: (z) => z.map((value) => normalLogDensity(1 - value)) },
 *   theta: (values) => ({ names: ["z"], count: values.length, values }),
 * }, 1000);
 * assertEquals(method, "importance");
 * assertAlmostEquals(draws.values.reduce((a, b) => a + b) / 1000, 0.5, 0.1);
 * assertAlmostEquals(logEvidence, normalLogDensity(Math.SQRT1_2) - Math.log(2) / 2, 0.05);
 * ```
 */
export async function refine<Name extends string>(
  key: Key,
  estimate: Estimator,
  problem: ExactProblem<Name>,
  count: number,
): Promise<Refinement<Name>> {
  integer(ACTION, "count", count, 1);
  between(ACTION, "count", count, [1, MOST_DRAWS]);
  const { target } = problem;
  const weighted = await weighEstimate(fold(key, "estimate"), estimate, problem, count);
  const { effectiveSize, paretoK } = weighted;
  const quality = { efficiency: effectiveSize / weighted.logWeights.length, paretoK };
  if (paretoK <= PARETO_K_LIMIT && effectiveSize >= count) {
    const rows = resample(fold(key, "resample"), weighted.weights, count);
    const { logEvidence, logEvidenceSe } = weighted;
    return {
      draws: problem.theta(takeRows(weighted.points, rows, target.prior.dim)),
      exact: true,
      method: "importance",
      ...quality,
      logEvidence,
      logEvidenceSe,
      problems: [],
    };
  }

  const { target: suited, from, theta } = problem.sampling ??
    { target, from: (points: Float64Array) => points, theta: problem.theta };
  const near = withFittedPrior(fold(key, "mixture"), suited, from(weighted.points));
  const repaired = sampleBayes(fold(key, "from estimate"), near, count);
  const anew = repaired.problems.length === 0
    ? undefined
    : sampleBayes(fold(key, "from prior"), suited, count);
  // Of two that can't be trusted, the one of larger effective size.
  const [method, found] =
    !anew || (anew.problems.length > 0 && anew.effectiveSize < repaired.effectiveSize)
      ? ["from estimate" as const, repaired]
      : ["from prior" as const, anew];
  const { points, logEvidence, logEvidenceSe, problems } = found;
  return {
    draws: theta(points),
    exact: problems.length === 0,
    method,
    ...quality,
    logEvidence,
    logEvidenceSe,
    problems,
  };
}
