/**
 * An answer as one JSON object, and its draws as CSV.
 *
 * @module
 */
import { type MarginalReport, marginals } from "../diagnostics/comparison/marginals.ts";
import { modelShares } from "../tables/model_shares.ts";
import { CHECK_LEVEL } from "../diagnostics/checks/observation_check.ts";
import type { Answer, ExactOutcome } from "./answer.ts";
import { type AnswerContext, assumptionsText } from "./answer_text.ts";

/** A row a parameter. */
function posteriorRows({ level, parameters }: MarginalReport, units: readonly string[]) {
  const [low, high] = [(1 - level) / 2, (1 + level) / 2].map((p) => String(Number(p.toFixed(6))));
  return parameters.map(({ name, mean, sd, lower, median, upper }, j) => ({
    name,
    unit: units[j],
    mean,
    sd,
    quantiles: { [low]: lower, "0.5": median, [high]: upper },
  }));
}

function exactRecord(exact: ExactOutcome) {
  if (!exact.found) return { found: false, problems: exact.problems };
  const { method, efficiency, paretoK, logEvidence, logEvidenceSe } = exact.refinement;
  return {
    found: true,
    method,
    efficiency,
    pareto_k: paretoK,
    log_evidence: logEvidence,
    log_evidence_se: logEvidenceSe,
  };
}

/** What `--json` prints. Numbers that there are none of are null. */
export function answerRecord(
  answer: Answer,
  context: AnswerContext,
): Record<string, unknown> {
  const { numbers, units, name, checkpoint, notes, labels } = context;
  const { check, draws, source, amortised, exact, leakage, warnings } = answer;
  const { pValue, leastP, kind, distances, replicates, bounds } = check;
  return {
    ...(labels
      ? { probabilities: modelShares(draws, labels) }
      : { posterior: posteriorRows(marginals(draws), units) }),
    source,
    draws: draws.count,
    p: pValue,
    least_p: leastP,
    level: CHECK_LEVEL,
    warnings,
    tests: {
      kind: kind ?? null,
      distances: distances?.pValue ?? null,
      replicates: replicates?.pValue ?? null,
      bounds: bounds?.pValue ?? null,
    },
    leakage,
    experiment: { description: assumptionsText(context), ...numbers },
    checkpoint: { file: checkpoint, model: name },
    notes,
    ...(exact &&
      { exact: exactRecord(exact), amortised: posteriorRows(marginals(amortised), units) }),
  };
}

/**
 * The draws as CSV, all digits of a float64: a column a parameter; whether the draw is of the exact
 * posterior and on the prior's support, 0 or 1; and how many warnings the answer carries.
 */
export function encodeDrawsCsv(
  { draws: { names, count, values }, inPrior, source, warnings }: Pick<
    Answer,
    "draws" | "inPrior" | "source" | "warnings"
  >,
): string {
  const dim = names.length;
  const rows = Array.from({ length: count }, (_, i) =>
    [
      ...values.subarray(i * dim, (i + 1) * dim),
      Number(source === "exact"),
      inPrior[i],
      warnings.length,
    ].join(","));
  return [[...names, "exact", "in_prior", "warnings"].join(","), ...rows, ""].join("\n");
}
