/**
 * An answer as text for a terminal.
 *
 * @module
 */
import { marginals } from "../diagnostics/comparison/marginals.ts";
import { modelTable } from "../tables/model_shares.ts";
import { marginalTable } from "../tables/marginals.ts";
import { comparisonTable, refinementTable } from "../tables/refinement.ts";
import type { Answer } from "./answer.ts";

/** Where an answer comes from. */
export interface AnswerContext {
  /**
   * What the posterior assumes, in words: the experiment that a network was trained on; or empty.
   */
  readonly assumptions: string;
  /** The numbers of the model, by name. */
  readonly numbers: Readonly<Record<string, number>>;
  /** Of a choice among models, their names. */
  readonly labels?: readonly string[];
  /** Units of the parameters. */
  readonly units: readonly string[];
  /** What the model is called, and the file of its checkpoint. */
  readonly name: string;
  readonly checkpoint: string;
  /** Sentences about the observation's file. */
  readonly notes: readonly string[];
}

/** What is assumed: the words of the model, or else its numbers. */
export function assumptionsText(
  { assumptions, numbers }: Pick<AnswerContext, "assumptions" | "numbers">,
): string {
  if (assumptions !== "") return assumptions;
  const all = Object.entries(numbers).map(([name, value]) => `${name} = ${value}`);
  return all.length > 0 ? all.join(", ") : "the model as it is, and its prior";
}

/** A probability as it is printed. */
function probability(p: number): string {
  return p >= 0.1 ? p.toFixed(2) : p.toPrecision(2);
}

/** What is printed on standard output: what is assumed, whether it fits, the posterior. */
export function answerText(answer: Answer, context: AnswerContext): string {
  const { units, name, labels } = context;
  const { amortised, exact, draws, check: { pValue, leastP }, leakage } = answer;
  const parts = [
    `assumes (${name}): ${assumptionsText(context)}`,
    `could the simulator have made it? p = ${probability(pValue)} (least possible ${
      probability(leastP)
    })`,
  ];
  if (leakage > 0) {
    parts.push(`${(100 * leakage).toPrecision(2)} % of the draws lie outside the prior`);
  }
  if (labels) parts.push(modelTable(amortised, labels).text);
  else if (exact?.found) {
    parts.push(comparisonTable(marginals(amortised), marginals(draws), { units }).text);
    parts.push(refinementTable(exact.refinement).text);
  } else parts.push(marginalTable(marginals(amortised), { units }).text);
  return parts.join("\n\n");
}

/**
 * What is printed on standard error; empty if there is no warning and the file was used in full.
 */
export function answerWarnings({ warnings }: Answer, { notes }: AnswerContext): string[] {
  return [
    ...notes.map((note) => `note: ${note}`),
    ...warnings.map(({ message }) => `warning: ${message}`),
    ...(warnings.length > 0
      ? ["The posterior assumes that the model and the network are right; don't trust it."]
      : []),
  ];
}
