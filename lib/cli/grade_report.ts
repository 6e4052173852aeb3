/**
 * A grade as text and as JSON.
 *
 * @module
 */
import type { DrawsComparisonReport } from "../diagnostics/comparison/compare_draws.ts";
import type { Estimate, Grade, KlGrade } from "../diagnostics/comparison/grade.ts";
import type { Refinement } from "../posterior/refine.ts";
import { quantiles } from "../core/stats.ts";

/** Draws of a posterior and their refinement, against exact ones. */
export interface DrawsGrade {
  readonly amortised: DrawsComparisonReport;
  readonly refined: DrawsComparisonReport;
  /** One an observation. */
  readonly refinement: readonly Omit<Refinement, "draws">[];
}

/** Efficiencies in the middle and near the bottom, and how the refinements went. */
function refinementSummary(rows: DrawsGrade["refinement"]) {
  const [low, median] = quantiles(rows.map(({ efficiency }) => efficiency), [0.05, 0.5]);
  return {
    efficiency: { median, low },
    repaired:
      rows.filter(({ method, problems }) => method !== "importance" && problems.length === 0)
        .length,
    failed: rows.filter(({ problems }) => problems.length > 0).length,
  };
}

/** The grade as the one object that --json prints, null for ∞; names as in files, `truth_gap`. */
export function gradeJson(grade: Grade, draws?: DrawsGrade): Readonly<Record<string, unknown>> {
  const { kl, klOffAtoms, truthGap, information, nlpd, rows, atoms } = grade;
  const klJson = ({ byKind, ...kl }: KlGrade) => ({ ...kl, by_kind: byKind });
  const compared = ({ rows, meanC2st, worstMean, sdRatios }: DrawsComparisonReport) => ({
    c2st: meanC2st,
    worst_mean: worstMean,
    sd_ratios: sdRatios,
    rows,
  });
  return {
    nlpd,
    ...(kl && { kl: klJson(kl) }),
    ...(klOffAtoms && { kl_off_atoms: klJson(klOffAtoms) }),
    ...(information && { information }),
    ...(truthGap && { truth_gap: truthGap }),
    rows,
    atoms: atoms.truths + atoms.draws,
    atoms_by_kind: atoms,
    ...(draws && {
      draws: {
        ...refinementSummary(draws.refinement),
        amortised: compared(draws.amortised),
        refined: compared(draws.refined),
      },
    }),
  };
}

/** The grade as lines for a reader. */
export function gradeText(grade: Grade, draws?: DrawsGrade): string {
  const { kl, klOffAtoms, truthGap, information, nlpd, rows, atoms } = grade;
  const say = ({ mean, se }: Estimate) =>
    Number.isFinite(mean) ? `${mean.toFixed(3)} ± ${se.toFixed(3)} nats` : `${mean} nats`;
  const lines: [string, string][] = [
    ["observations", `${rows}`],
    ["mean −log q(truth | x)", say(nlpd)],
  ];
  if (truthGap) lines.push(["gap to the exact posterior, truth", say(truthGap)]);
  if (kl) {
    lines.push(["KL(exact ‖ q)", `${say(kl)}, worst ${kl.worst.toFixed(3)}`]);
    for (const { label, rows, mean } of kl.byKind) {
      lines.push([`  ${label}`, `${mean.toFixed(3)} nats over ${rows}`]);
    }
  }
  if (klOffAtoms) lines.push(["  without draws on atoms of the prior", say(klOffAtoms)]);
  if (information) lines.push(["KL(exact ‖ prior)", say(information)]);
  lines.push(["on atoms of the prior", `${atoms.truths} truths, ${atoms.draws} draws`]);
  if (draws) lines.push(...drawsLines(draws));
  return lines.map(([name, value]) => name.padEnd(38) + value).join("\n");
}

function drawsLines({ amortised, refined, refinement }: DrawsGrade): [string, string][] {
  const { efficiency, repaired, failed } = refinementSummary(refinement);
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
  const both = (say: (report: DrawsComparisonReport) => string) =>
    `${say(amortised)} amortised, ${say(refined)} refined`;
  return [
    [
      "efficiency (ESS / N)",
      `${percent(efficiency.median)}, 5th percentile ${percent(efficiency.low)}`,
    ],
    ["weights not to be trusted", `${repaired} repaired, ${failed} flagged`],
    ["mean C2ST against exact draws", both(({ meanC2st }) => meanC2st.toFixed(3))],
    ["worst error of a marginal mean", both(({ worstMean }) => `${worstMean.toFixed(2)} sd`)],
    [
      "sds of marginals over exact ones",
      both(({ sdRatios }) => sdRatios.map((ratio) => ratio.toFixed(2)).join(" to ")),
    ],
  ];
}
