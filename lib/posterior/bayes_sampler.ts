/**
 * Draws and evidence of any posterior from its prior and likelihood alone: after sequential Monte
 * Carlo a Student mixture is fitted to the particles and refined by its own importance weights
 * (Cappé et al. 2008, arXiv:0710.4242), and importance sampling with the final mixture gives the
 * result, whose weights are checked, so that a failure is reported.
 *
 * @module
 */
import { between, integer } from "../core/check.ts";
import { fold, type Key } from "../core/random.ts";
import { fitProposal, POINTS_PER_DIM, refitProposal } from "./fit_proposal.ts";
import { importanceSample, merge, resample, type WeightedSample } from "./importance.ts";
import { PARETO_K_LIMIT } from "./pareto_smoothing.ts";
import { type SmcResult, temperedSmc } from "./smc.ts";
import { type BayesianTarget, joint, type Proposal, takeRows, type Target } from "./target.ts";

/** Draws of a posterior, with their diagnosis. */
export interface BayesSample {
  /** Posterior draws, [count, dim], in random order. */
  readonly points: Float64Array;
  /** log p(x), in nats. */
  readonly logEvidence: number;
  /** Its standard error, in nats. */
  readonly logEvidenceSe: number;
  /** Effective size of the importance sample. */
  readonly effectiveSize: number;
  /** Pareto k̂ of the importance weights. */
  readonly paretoK: number;
  /** log p(x) by sequential Monte Carlo alone, or the evidence of the surrogate if there is one. */
  readonly smcLogEvidence: number;
  /** Points at which the posterior was evaluated. */
  readonly evaluations: number;
  /** Reasons not to trust it, a sentence each; empty if there is none. */
  readonly problems: readonly string[];
}

/** Draws at most: with the weighted points behind them, they take some hundred MB. */
export const MOST_DRAWS = 1_000_000;

const SMC = { particles: 400, moves: 5 };
/** The rounds in which the mixture is refined: points drawn, and components fitted to them. */
const REFINEMENTS = [{ points: 1500, components: 4 }, { points: 3000, components: 8 }];
/**
 * Where the first batch has a smaller ESS / N than this, or a bad Pareto k̂, the mixture is
 * refined.
 */
const POOR_SHARE = 0.2;
const MORE_REFINEMENTS = 4;
/** Points drawn from the final mixture at a time, and how often beyond what the goal asks for. */
const BATCH = 4000;
const MAX_BATCHES = 16;
/** The evidence gets a standard error of about 0.01 nats. */
const EFFECTIVE_SIZE_GOAL = 3000;
const LEAST_EFFECTIVE_SIZE = 400;
/** How closely sequential and importance sampling must agree on the evidence, in nats. */
const AGREEMENT = 2;

/** The rows of points [n, dim] that differ, counted. */
function distinct(points: Float64Array, dim: number): number {
  const rows = Array.from(
    { length: points.length / dim },
    (_, i) => points.subarray(i * dim, (i + 1) * dim).join(),
  );
  return new Set(rows).size;
}

/** Importance sampling from a mixture that is refined until it is good enough. */
function sampleFrom(key: Key, target: Target, start: Proposal, goal: number): WeightedSample {
  let proposal = start;
  const refine = (key: Key, drawn: WeightedSample, components: number) => {
    proposal = refitProposal(key, drawn, target.dim, components) ?? proposal;
  };
  REFINEMENTS.forEach(({ points, components }, round) => {
    const here = fold(fold(key, "refine"), round);
    refine(here, importanceSample(fold(here, "draw"), target, proposal, points), components);
  });
  let sample: WeightedSample | undefined;
  let refinements = 0;
  const most = MAX_BATCHES + goal / (POOR_SHARE * BATCH);
  for (let batch = 0; batch < most; batch++) {
    const here = fold(fold(key, "batch"), batch);
    const drawn = importanceSample(fold(here, "draw"), target, proposal, BATCH);
    const poor = drawn.effectiveSize < POOR_SHARE * BATCH || !(drawn.paretoK <= PARETO_K_LIMIT);
    if (poor && !sample && refinements++ < MORE_REFINEMENTS) {
      refine(here, drawn, 8);
      continue;
    }
    sample = sample ? merge(sample, drawn) : drawn;
    if (sample.effectiveSize >= goal) break;
  }
  return sample!;
}

function problemsOf(
  smc: SmcResult,
  sample: WeightedSample,
  count: number,
  agreement: number,
): string[] {
  const { effectiveSize, paretoK, logEvidence } = sample;
  const least = Math.max(LEAST_EFFECTIVE_SIZE, count);
  const difference = logEvidence - smc.logEvidence;
  const problems: string[] = [];
  if (!(effectiveSize >= least)) {
    problems.push(`the effective size must be >= ${least}: it is ${Math.floor(effectiveSize)}`);
  }
  if (!(paretoK <= PARETO_K_LIMIT)) {
    problems.push(`Pareto k must be <= ${PARETO_K_LIMIT}: it is ${paretoK.toFixed(2)}`);
  }
  if (!(Math.abs(difference) <= agreement)) {
    problems.push(
      `sequential and importance sampling must agree on the log evidence to ${agreement} nats: ` +
        `they differ by ${difference.toFixed(1)}`,
    );
  }
  return problems;
}

/**
 * Draws from a posterior, with its evidence and a diagnosis.
 *
 * @param count How many draws. The importance sample behind them is made as large as they need.
 * @throws {RangeError} If count is not an integer from 1 to a million, or a log prior or a log
 * likelihood is NaN or +∞.
 *
 * @example Usage
 * ```ts
 * import { sampleBayes } from "./bayes_sampler.ts";
 * import { studentMixture } from "./student_mixture.ts";
 * import { key } from "../core/random.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const prior = studentMixture(1, [
 *   { weight: 1, mean: Float64Array.of(0), scale: Float64Array.of(1), freedom: 1 },
 * ]);
 * const logLikelihood = (x: Float64Array) => x.map((v) => -50 * (v - 1) ** 2);
 * const { points, problems } = sampleBayes(key(1), { prior, logLikelihood }, 1000);
 * assertAlmostEquals(points.reduce((a, b) => a + b) / 1000, 1, 0.02);
 * assertEquals(problems, []);
 * ```
 */
export function sampleBayes(key: Key, target: BayesianTarget, count: number): BayesSample {
  integer("sample posterior", "count", count, 1);
  between("sample posterior", "count", count, [1, MOST_DRAWS]);
  const { dim } = target.prior;
  let evaluations = 0;
  const counted: BayesianTarget = {
    prior: target.prior,
    logLikelihood(points) {
      evaluations += points.length / dim;
      return target.logLikelihood(points);
    },
  };
  const { prior, surrogate } = target;
  const tempered = surrogate ? { prior, logLikelihood: surrogate } : counted;
  const smc = temperedSmc(fold(key, "smc"), tempered, SMC);
  const different = distinct(smc.points, dim);
  const { length } = smc.temperatures;
  const temperature = smc.temperatures.at(-1) ?? 0;
  if (temperature < 1 || different < POINTS_PER_DIM * dim) {
    return {
      points: new Float64Array(count * dim).fill(NaN),
      logEvidence: smc.logEvidence,
      logEvidenceSe: Infinity,
      effectiveSize: 0,
      paretoK: Infinity,
      smcLogEvidence: smc.logEvidence,
      evaluations,
      problems: [
        length === 0
          ? `the likelihood is 0 at all of ${SMC.particles} draws from the prior`
          : temperature < 1
          ? `sequential Monte Carlo must raise the likelihood to the power 1: after ${length} steps ` +
            `it is at ${temperature.toPrecision(2)}`
          : `of ${SMC.particles} particles only ${different} differ: the others died out`,
      ],
    };
  }
  const equal = new Float64Array(SMC.particles).fill(1 / SMC.particles);
  const sample = sampleFrom(
    fold(key, "importance"),
    joint(counted),
    fitProposal(fold(key, "particles"), smc.points, equal, 2),
    Math.max(EFFECTIVE_SIZE_GOAL, 2 * count),
  );
  const rows = resample(fold(key, "resample"), sample.weights, count);
  return {
    points: takeRows(sample.points, rows, dim),
    logEvidence: sample.logEvidence,
    logEvidenceSe: sample.logEvidenceSe,
    effectiveSize: sample.effectiveSize,
    paretoK: sample.paretoK,
    smcLogEvidence: smc.logEvidence,
    evaluations,
    problems: problemsOf(smc, sample, count, surrogate ? Infinity : AGREEMENT),
  };
}
