/**
 * The local classifier two-sample test (L-C2ST): is q(theta | x) right at this observation, without
 * a reference posterior? Linhart, Gramfort & Rodrigues 2023, arXiv:2306.03580.
 *
 * Simulations give pairs (theta, x) from the joint distribution; one draw of q(theta | x) for each
 * x gives pairs from its estimate. A classifier d is trained to distinguish them, in both variables
 * at once; where it can't at the observation x_o, q is right there. The statistic is the mean of
 * (d(theta, x_o) − ½)² over draws of q(theta | x_o), their MSE₀. If q is the posterior, the two
 * pairs of an x can be swapped, so that classifiers trained on labels swapped at random, pair by
 * pair, give the distribution of the statistic: the rank among them is an exact p-value whatever
 * the classifier.
 *
 * An observation that is none of the simulator's is beyond this test: see misspecification.ts.
 *
 * @module
 */
import { allFinite, integer, ofLength } from "../../core/check.ts";
import { inOrder } from "../../core/columns.ts";
import type { Draws } from "../../core/draws.ts";
import { fold, type Key, stream } from "../../core/random.ts";
import { columnMoments, mean, standardise } from "../../core/stats.ts";
import type { ProbabilityClassifier } from "../comparison/classifier.ts";
import { checkComparison } from "../comparison/check_comparison.ts";
import { leastSquaresClassifier } from "../comparison/least_squares_classifier.ts";
import { checkSummaries, type Summaries } from "./summary_distances.ts";

/** Simulations, and draws of the estimated posterior of each. */
export interface LocalC2stCalibration<Name extends string = string> {
  /** The parameters behind each simulation, [count, dim]. */
  readonly truth: Draws<Name>;
  /** One draw of q for each simulation, [count, dim]. */
  readonly draws: Draws<Name>;
  /**
   * Of each simulation: few, as each costs power, and such as a posterior depends on. Learned
   * summaries will do.
   */
  readonly summaries: Summaries;
}

/** An observation in question. */
export interface LocalC2stSubject<Name extends string = string> {
  /** Draws of q(theta | x_o). */
  readonly draws: Draws<Name>;
  /** [1, …]. */
  readonly summaries: Summaries;
}

/** How {@linkcode localC2st} tests. */
export interface LocalC2stOptions {
  /** {@linkcode leastSquaresClassifier} if not given. */
  readonly classifier?: ProbabilityClassifier;
  /** Random swaps of labels, 199 if not given. */
  readonly nulls?: number;
}

/** Whether an estimated posterior is right at one observation. Plain data, ready for JSON. */
export interface LocalC2stReport {
  /** Mean of (d − ½)² over the draws. */
  readonly statistic: number;
  /** The same under swapped labels, in ascending order. */
  readonly nulls: readonly number[];
  /** NaN where the classifier gives no finite number: then there is no test. */
  readonly pValue: number;
  /** Simulations that calibrate. */
  readonly simulations: number;
}

const ACTION = "test posterior at observation";

/** The scale of each column of [count, dim]; an sd of 1 where it never varies. */
const scaleOf = (values: ArrayLike<number>, dim: number) =>
  columnMoments(values, dim).map(({ mean, sd }) => ({ mean, sd: sd || 1 }));

/**
 * Tests the estimated posterior of one observation. With 2,000 simulations, six parameters and
 * eight summaries it takes about a second.
 *
 * @param key Swaps the labels, and gives each classifier a key of its own.
 * @throws {RangeError} If the parameters or the summaries differ, a value is not finite, there are
 * fewer than 50 simulations or no nulls, or the subject is not one observation.
 *
 * @example Usage
 * ```ts
 * import { localC2st } from "./local_c2st.ts";
 * import { key, normals } from "../../core/random.ts";
 * import { assert } from "@std/assert";
 *
 * // theta ~ N(0, 1) and x | theta ~ N(theta, 1): theta | x ~ N(x / 2, 1 / 2).
 * const names = ["theta"] as const;
 * const count = 300;
 * const truth = { names, count, values: normals(key(1), count) };
 * const x = normals(key(2), count).map((e, i) => truth.values[i] + e);
 * const noise = normals(key(3), count);
 * const shifted = x.map((x, i) => x / 2 + Math.SQRT1_2 * noise[i] + 0.5);
 * const report = localC2st(key(45), {
 *   truth,
 *   draws: { names, count, values: shifted },
 *   summaries: { names: ["x"], count, values: x },
 * }, {
 *   draws: { names, count, values: noise.map((z) => Math.SQRT1_2 * z + 0.5) },
 *   summaries: { names: ["x"], count: 1, values: [0] },
 * });
 * assert(report.pValue < 0.05);
 * ```
 */
export function localC2st<Name extends string>(
  key: Key,
  { truth, draws, summaries }: LocalC2stCalibration<Name>,
  subject: LocalC2stSubject<NoInfer<Name>>,
  { classifier = leastSquaresClassifier, nulls = 199 }: LocalC2stOptions = {},
): LocalC2stReport {
  integer(ACTION, "nulls", nulls, 1);
  integer(ACTION, "truth.count", truth.count, 50);
  checkComparison(ACTION, truth, draws);
  ofLength(ACTION, "draws", { length: draws.count }, truth.count);
  const count = truth.count;
  const parameters = truth.names.length;
  const extra = summaries.names.length;
  ofLength(ACTION, "summaries", { length: summaries.count }, count);
  checkSummaries(ACTION, "summaries", summaries);
  ofLength(ACTION, "subject.summaries", { length: subject.summaries.count }, 1);
  checkSummaries(ACTION, "subject.summaries", subject.summaries);
  if (subject.summaries.names.join() !== summaries.names.join()) {
    throw new RangeError(
      `Cannot ${ACTION} as subject.summaries.names must be ${summaries.names.join(", ")}: ` +
        `current value is ${subject.summaries.names.join(", ")}`,
    );
  }
  integer(ACTION, "subject.draws.count", subject.draws.count, 1);
  const own = inOrder(ACTION, subject.draws, truth.names).values;
  allFinite(ACTION, "subject.draws.values", own);

  const dim = parameters + extra;
  const thetaScale = scaleOf(truth.values, parameters);
  const summaryScale = scaleOf(summaries.values, extra);
  const put = (out: Float64Array, row: number, theta: Float64Array, summaries: Float64Array) => {
    out.set(theta, row * dim);
    out.set(summaries, row * dim + parameters);
  };
  const thetaOf = (values: Float64Array, i: number) =>
    values.subarray(i * parameters, (i + 1) * parameters);
  const [trueTheta, drawnTheta, ownTheta] = [truth.values, draws.values, own].map((values) =>
    standardise(values, thetaScale)
  );
  const [known, observed] = [summaries, subject.summaries].map(({ values }) =>
    standardise(values, summaryScale)
  );
  // Row 2 i is of the joint distribution, row 2 i + 1 of its estimate.
  const rows = new Float64Array(2 * count * dim);
  for (let i = 0; i < count; i++) {
    const given = known.subarray(i * extra, (i + 1) * extra);
    put(rows, 2 * i, thetaOf(trueTheta, i), given);
    put(rows, 2 * i + 1, thetaOf(drawnTheta, i), given);
  }
  const points = new Float64Array(subject.draws.count * dim);
  for (let i = 0; i < subject.draws.count; i++) put(points, i, thetaOf(ownTheta, i), observed);

  const learn = classifier(rows, dim);
  const statisticOf = (own: Key, labels: Uint8Array) =>
    mean(learn(own, labels)(points).map((d) => (d - 0.5) ** 2));
  const labels = Uint8Array.from({ length: 2 * count }, (_, i) => i % 2);
  const statistic = statisticOf(fold(key, "classifier"), labels);
  const swapped = Array.from({ length: nulls }, (_, h) => {
    const own = fold(fold(key, "nulls"), h);
    const rng = stream(fold(own, "swaps"));
    for (let i = 0; i < count; i++) {
      const swap = Number(rng.uniform() < 0.5);
      labels[2 * i] = swap;
      labels[2 * i + 1] = 1 - swap;
    }
    return statisticOf(fold(own, "classifier"), labels);
  }).sort((a, b) => a - b);
  return {
    statistic,
    nulls: swapped,
    pValue: Number.isFinite(statistic) && swapped.every(Number.isFinite)
      ? (swapped.filter((value) => value >= statistic).length + 1) / (nulls + 1)
      : NaN,
    simulations: count,
  };
}
