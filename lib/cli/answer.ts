/**
 * The answer to a recording: its posterior, and whether to believe it.
 *
 * @module
 */
import { integer } from "../core/check.ts";
import { offSupport, onSupport } from "../diagnostics/leakage.ts";
import { type LifExamination, lifExaminer } from "../models/lif/checks/lif_examination.ts";
import { dataset, type Draws, first } from "../core/draws.ts";
import { fold, key } from "../core/random.ts";
import type { Refinement } from "../posterior/refine.ts";
import type { LifFields, LifParameter } from "../models/lif/simulator/lif.ts";
import type { Batch } from "../model/batch.ts";
import { simConfig } from "../models/lif/simulator/lif.ts";
import type { Workflow } from "../workflow/workflow.ts";

/** A trained neuron. */
type Study = Workflow<LifParameter, LifFields>;
import { type Warning, warningsOf } from "./warnings.ts";

/** What is asked for. */
export interface AnswerOptions {
  readonly seed: number;
  /** Posterior draws, at least two. */
  readonly count: number;
  /** Go on to the exact posterior. */
  readonly exact: boolean;
}

/** What was sought by `exact`. */
export type ExactOutcome =
  | { readonly found: true; readonly refinement: Refinement<LifParameter> }
  | { readonly found: false; readonly problems: readonly string[] };

/** A posterior with all that speaks for and against it. */
export interface Answer {
  /** The draws to go on with: exact ones where they were asked for and found. */
  readonly draws: Draws<LifParameter>;
  readonly source: "amortised" | "exact";
  /** Of each draw, 1 if it lies on the prior's support. */
  readonly inPrior: Uint8Array;
  /** The share of draws that don't. */
  readonly leakage: number;
  /** The network's own draws. */
  readonly amortised: Draws<LifParameter>;
  readonly exact?: ExactOutcome;
  readonly examination: LifExamination;
  readonly warnings: readonly Warning[];
}

/** Draws that are examined. */
const EXAMINED = 1000;

/** The exact posterior, or why it was not found. */
async function seekExact(
  study: Study,
  observation: Batch<LifFields>,
  { seed, count }: AnswerOptions,
): Promise<ExactOutcome> {
  try {
    const refinement = await study.refine(fold(key(seed), "refine"), observation, count);
    const { problems } = refinement;
    return problems.length > 0 ? { found: false, problems } : { found: true, refinement };
  } catch (error) {
    // A refusal, such as of an experiment without a likelihood; the amortised answer stays.
    if (!(error instanceof RangeError)) throw error;
    return { found: false, problems: [error.message] };
  }
}

/**
 * Answers a recording.
 *
 * @throws {RangeError} If fewer than two draws are asked for.
 */
export async function answerRecording(
  study: Study,
  observation: Batch<LifFields>,
  options: AnswerOptions,
): Promise<Answer> {
  const { seed, count } = options;
  integer("infer from recording", "draws", count, 2);
  const { model, posterior } = study;
  const sim = simConfig(); // TEMP
  const sample = async (label: string, count: number) =>
    dataset(await posterior.sample(fold(key(seed), label), observation, count), 0);
  const own = await sample("posterior", count);
  const exact = options.exact ? await seekExact(study, observation, options) : undefined;
  const draws = exact?.found ? exact.refinement.draws : own;
  // What is examined doesn't depend on how many draws were asked for.
  const examined = exact?.found ? draws : await sample("examined", EXAMINED);
  const possible = onSupport(examined, model.prior);
  const examiner = lifExaminer(fold(key(seed), "examination"), model, sim);
  const examination = examiner.examine(
    fold(key(seed), "replicates"),
    observation,
    first(possible, Math.min(EXAMINED, possible.count)),
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
    examination,
    warnings: warningsOf(examination, {
      units: model.prior.units,
      names: model.prior.names,
      leakage,
      problems: exact && !exact.found ? exact.problems : [],
    }),
  };
}
