/**
 * The answer to an observation: its posterior, and reasons not to trust it.
 *
 * @module
 */
import { integer } from "../core/check.ts";
import { dataset, type Draws, first } from "../core/draws.ts";
import { fold, type Key, key } from "../core/random.ts";
import type { Subject } from "../diagnostics/diagnose.ts";
import { offSupport, onSupport } from "../diagnostics/calibration/leakage.ts";
import {
  observationCheck,
  type ObservationReport,
} from "../diagnostics/checks/observation_check.ts";
import type { Batch } from "../model/batch.ts";
import type { Fields } from "../model/field.ts";
import type { Refinement } from "../posterior/refine.ts";
import { type Warning, warningsOf } from "./warnings.ts";

/** What answers: a posterior with its model, and a way to exact draws where there is one. */
export interface Answerer<Name extends string = string, X extends Fields = Fields>
  extends Subject<Name, X> {
  /**
   * Exact draws for one observation.
   *
   * @throws {RangeError} If there can be none, such as of a model without a likelihood.
   */
  refine?(key: Key, observation: Batch<X>, count: number): Promise<Refinement<Name>>;
}

/** The options of an answer. */
export interface AnswerOptions {
  readonly seed: number;
  /** Posterior draws, at least two. */
  readonly count: number;
  /** Go on to the exact posterior. */
  readonly exact: boolean;
}

/** What was sought by `exact`. */
export type ExactOutcome<Name extends string = string> =
  | { readonly found: true; readonly refinement: Refinement<Name> }
  | { readonly found: false; readonly problems: readonly string[] };

/** A posterior with its checks. */
export interface Answer<Name extends string = string> {
  /** The draws to go on with: exact ones where they were asked for and found. */
  readonly draws: Draws<Name>;
  readonly source: "amortised" | "exact";
  /** Of each draw, 1 if it lies on the prior's support. */
  readonly inPrior: Uint8Array;
  /** The share of draws that don't. */
  readonly leakage: number;
  /** The network's own draws. */
  readonly amortised: Draws<Name>;
  readonly exact?: ExactOutcome<Name>;
  readonly check: ObservationReport<Name>;
  readonly warnings: readonly Warning[];
}

/** Draws that are checked. */
const CHECKED = 1000;

/** The exact posterior, or why it was not found. */
async function seekExact<Name extends string, X extends Fields>(
  { refine }: Answerer<Name, X>,
  observation: Batch<X>,
  { seed, count }: AnswerOptions,
): Promise<ExactOutcome<Name>> {
  if (!refine) return { found: false, problems: ["the model has no likelihood"] };
  try {
    const refinement = await refine(fold(key(seed), "refine"), observation, count);
    const { problems } = refinement;
    return problems.length > 0 ? { found: false, problems } : { found: true, refinement };
  } catch (error) {
    // An error of this library, such as of an experiment without a likelihood; the amortised answer
    // stays.
    if (!(error instanceof RangeError)) throw error;
    return { found: false, problems: [error.message] };
  }
}

/**
 * Answers an observation.
 *
 * @throws {RangeError} If fewer than two draws are asked for.
 */
export async function answerObservation<Name extends string, X extends Fields>(
  answerer: Answerer<Name, X>,
  observation: Batch<X>,
  options: AnswerOptions,
): Promise<Answer<Name>> {
  const { seed, count } = options;
  integer("infer from observation", "draws", count, 2);
  const { model, posterior, parts } = answerer;
  const sample = async (label: string, count: number) =>
    dataset(await posterior.sample(fold(key(seed), label), observation, count), 0);
  const own = await sample("posterior", count);
  const exact = options.exact ? await seekExact(answerer, observation, options) : undefined;
  const draws = exact?.found ? exact.refinement.draws : own;
  // What is checked doesn't depend on how many draws were asked for.
  const checked = exact?.found ? draws : await sample("examined", CHECKED);
  const possible = onSupport(checked, model.prior);
  const report = observationCheck(fold(key(seed), "examination"), model, parts).check(
    fold(key(seed), "replicates"),
    observation,
    first(possible, Math.min(CHECKED, possible.count)),
  );
  const inPrior = offSupport(draws, model.prior).map((off) => 1 - off);
  const leakage = inPrior.filter((inside) => inside === 0).length / draws.count;
  return {
    draws,
    source: exact?.found ? "exact" : "amortised",
    inPrior,
    leakage,
    amortised: own,
    ...(exact && { exact }),
    check: report,
    warnings: warningsOf(report, {
      units: model.prior.units,
      names: model.prior.names,
      leakage,
      problems: exact && !exact.found ? exact.problems : [],
    }),
  };
}
