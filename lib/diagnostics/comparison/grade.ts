/**
 * The distance of a posterior estimate q from reference posteriors, in nats. With exact draws theta
 * ~ p(theta | x) and their exact densities, KL(p ‖ q) = E[log p(theta | x) − log q(theta | x)] has
 * little noise; with the truth theta* alone, the mean of log p(theta* | x) − log q(theta* | x) over
 * observations estimates the same, with more. Both densities are with respect to the prior's
 * measure: at an atom of the prior they are masses. Without the draws on atoms the mean is no KL,
 * but that of what is left; it is told beside it.
 *
 * @module
 */
import type { Fields } from "../../model/field.ts";
import type { Draws, PosteriorDraws } from "../../core/draws.ts";
import type { Posterior } from "../../posterior/posterior.ts";
import type { Prior } from "../../distributions/prior.ts";
import type { Batch } from "../../model/batch.ts";
import type { Kinds } from "../../model/kinds.ts";
import { mean, sd } from "../../core/stats.ts";
import { logProbWithAtoms } from "./atoms.ts";

/** Observations with known parameters, and what is known of their exact posteriors. */
export interface ReferencePosteriors<Name extends string = string, X extends Fields = Fields> {
  /** The truths. */
  readonly theta: Draws<Name>;
  /** One a truth. */
  readonly observations: Batch<X>;
  /** log p(theta* | x), one an observation; at an atom of the prior the log of a mass. */
  readonly logPosteriorTruth?: Float64Array;
  /** Exact draws, and log p(theta | x) at each, [datasets, count], as at the truths. */
  readonly exact?: {
    readonly draws: PosteriorDraws<Name>;
    readonly logPosterior: Float64Array;
  };
}

/** An average with its standard error. */
export interface Estimate {
  /** The average. */
  readonly mean: number;
  /** Its standard error. */
  readonly se: number;
}

/** KL(p ‖ q) in nats. */
export interface KlGrade extends Estimate {
  /** The largest of one observation. */
  readonly worst: number;
  /** One an observation; NaN where no draw counts. */
  readonly rows: readonly number[];
  /** The same for each kind of observations, where they have kinds. */
  readonly byKind: readonly { readonly label: string; readonly rows: number; mean: number }[];
}

/** How good a posterior estimate is. */
export interface Grade {
  /** Mean −log q(theta* | x), the negative log posterior density of the truth. */
  readonly nlpd: Estimate;
  /** Over all draws; ∞ where an estimate gives an atom of the prior no mass. */
  readonly kl?: KlGrade;
  /** Over the draws off the atoms only. */
  readonly klOffAtoms?: KlGrade;
  /**
   * KL(p ‖ prior) in nats: the information gained from the observations, and the KL of an estimate
   * that ignores them.
   */
  readonly information?: Estimate;
  /** Mean log p(theta* | x) − log q(theta* | x). */
  readonly truthGap?: Estimate;
  /** Observations. */
  readonly rows: number;
  /** Truths and draws that lie on an atom. */
  readonly atoms: { readonly truths: number; readonly draws: number };
}

/**
 * The KL over all draws, or over those off the atoms where an estimate gives an atom no mass; not
 * there without exact draws.
 *
 * @example Usage
 * ```ts
 * import { finiteKl } from "./grade.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const one = (mean: number) => ({ mean, se: 0.1, worst: mean, rows: [mean], byKind: [] });
 * assertEquals(finiteKl({ kl: one(Infinity), klOffAtoms: one(0.2) })?.mean, 0.2);
 * ```
 */
export function finiteKl(
  { kl, klOffAtoms }: Pick<Grade, "kl" | "klOffAtoms">,
): KlGrade | undefined {
  return kl && Number.isFinite(kl.mean) ? kl : klOffAtoms;
}

function estimate(values: ArrayLike<number>): Estimate {
  const used = Array.from(values).filter((value) => !Number.isNaN(value));
  return { mean: mean(used), se: sd(used) / Math.sqrt(used.length) };
}

/** Refuses theta off the prior's support or on a bound: what has no density. */
function checkSupport(logProb: Float64Array, prior: Float64Array, what: string): void {
  const off = logProb.findIndex((value, i) => Number.isNaN(value) || prior[i] === -Infinity);
  if (off >= 0) {
    throw new RangeError(
      `Cannot grade posterior as every ${what} must lie in the prior's support: number ${off} does not`,
    );
  }
}

/** The kind of each observation, and what kinds there are. */
interface Grouping {
  readonly kinds: readonly number[];
  readonly names: readonly string[];
}

function klGrade(
  logP: Float64Array,
  logQ: Float64Array,
  { kinds, names }: Grouping,
): KlGrade {
  const count = logP.length / kinds.length;
  const rows = kinds.map((_, i) => {
    const gaps = logP.subarray(i * count, (i + 1) * count).map((p, j) => p - logQ[i * count + j]);
    return estimate(gaps).mean;
  });
  const { mean: average, se } = estimate(rows);
  return {
    mean: average,
    se,
    worst: Math.max(...rows.filter((gap) => !Number.isNaN(gap))),
    rows,
    byKind: names.map((label, kind) => {
      const group = rows.filter((_, i) => kinds[i] === kind);
      return { label, rows: group.length, mean: estimate(group).mean };
    }),
  };
}

/**
 * Benchmarks a posterior estimate on observations with known parameters.
 *
 * @param kinds Groups for which the KL is given separately, too.
 * @throws {RangeError} If a truth or a draw lies off the prior's support.
 *
 * @example Usage
 * ```ts
 * import { grade } from "./grade.ts";
 * import { simulateReferencePosteriors } from "./simulate_reference_posteriors.ts";
 * import { lifPrior } from "../../models/lif/prior/lif.ts";
 * import { key } from "../../core/random.ts";
 * import { referencePosterior } from "../../models/lif/likelihood/reference_posterior.ts";
 * import { lif } from "../../models/lif/simulator/lif.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const model = { prior: lifPrior(), simulator: lif({ T: 5 }) };
 * const exact = referencePosterior(model.prior, { T: 5 });
 * const set = await simulateReferencePosteriors(key(1), model, exact, { observations: 1, draws: 50 });
 * assertEquals((await grade(exact, model.prior, set)).kl?.mean, 0);
 * ```
 */
export async function grade<Name extends string, X extends Fields>(
  posterior: Posterior<Name, X>,
  prior: Prior<Name>,
  set: ReferencePosteriors<Name, X>,
  { kinds }: { readonly kinds?: Kinds<X> } = {},
): Promise<Grade> {
  const { theta, observations, logPosteriorTruth, exact } = set;
  const { names, count, values } = theta;
  const truths = { names, datasets: count, count: 1, values };
  const logQ = await logProbWithAtoms(posterior, prior, truths, observations);
  checkSupport(logQ, prior.logProb(theta), "truth");
  const onAtoms = (atoms: Uint8Array) => atoms.reduce((a, b) => a + b, 0);
  const atoms = { truths: onAtoms(prior.atoms(theta)), draws: 0 };
  const result = { nlpd: estimate(logQ.map((value) => -value)), rows: count };
  const gap = logPosteriorTruth &&
    { truthGap: estimate(logPosteriorTruth.map((p, i) => p - logQ[i])) };
  if (!exact) return { ...result, ...gap, atoms };

  const { draws, logPosterior } = exact;
  const all = { names: draws.names, count: draws.datasets * draws.count, values: draws.values };
  const logQDraws = await logProbWithAtoms(posterior, prior, draws, observations);
  const logPrior = prior.logProb(all), drawAtoms = prior.atoms(all);
  checkSupport(logQDraws, logPrior, "draw");
  const groups = kinds
    ? { kinds: kinds.of(observations), names: kinds.names }
    : { kinds: new Array<number>(count).fill(0), names: [] };
  const { mean: information, se } = klGrade(logPosterior, logPrior, groups);
  const offAtoms = logQDraws.map((value, i) => drawAtoms[i] === 1 ? NaN : value);
  return {
    ...result,
    ...gap,
    kl: klGrade(logPosterior, logQDraws, groups),
    klOffAtoms: klGrade(logPosterior, offAtoms, groups),
    information: { mean: information, se },
    atoms: { ...atoms, draws: onAtoms(drawAtoms) },
  };
}
