import { assertEquals, assertMatch } from "@std/assert";
import { type DrawsGrade, gradeJson, gradeText } from "../../lib/cli/grade_report.ts";
import type { Grade } from "../../lib/diagnostics/comparison/grade.ts";

const GRADE: Grade = {
  nlpd: { mean: 0.3, se: 0.1 },
  kl: {
    mean: 0.2,
    se: 0.02,
    worst: 0.5,
    rows: [0.1, NaN, 0.5],
    byKind: [{ label: "none", rows: 1, mean: 0.1 }],
  },
  klOffAtoms: { mean: 0.15, se: 0.01, worst: 0.4, rows: [0.1, 0.2, 0.4], byKind: [] },
  information: { mean: 11.5, se: 0.3 },
  truthGap: { mean: 0.25, se: 0.1 },
  rows: 3,
  atoms: { truths: 1, draws: 7 },
};
const compared = (c2st: number) => ({
  rows: [],
  meanC2st: c2st,
  worstMean: 0.1,
  sdRatios: [0.9, 1.1] as const,
});
const weighed = (efficiency: number) => ({
  exact: true,
  method: "importance" as const,
  efficiency,
  paretoK: 0.3,
  logEvidence: -1500,
  logEvidenceSe: 0.01,
  problems: [],
});
const DRAWS: DrawsGrade = {
  amortised: compared(0.56),
  refined: compared(0.501),
  refinement: [
    weighed(0.8),
    { ...weighed(0.01), method: "from estimate", paretoK: 0.9 },
    {
      ...weighed(0),
      exact: false,
      method: "from prior",
      problems: ["Pareto k must be <= 0.7: it is 1.20"],
    },
  ],
};

Deno.test("gradeJson() has the fields that scripts read", () => {
  const json = JSON.parse(JSON.stringify(gradeJson(GRADE, DRAWS)));
  assertEquals([json.kl.mean, json.kl.worst, json.kl.rows], [0.2, 0.5, [0.1, null, 0.5]]);
  assertEquals([json.truth_gap, json.nlpd], [GRADE.truthGap, GRADE.nlpd]);
  assertEquals([json.kl_off_atoms.mean, json.kl.by_kind], [0.15, GRADE.kl?.byKind]);
  assertEquals([json.rows, json.atoms], [3, 8]);
  assertEquals([json.draws.repaired, json.draws.failed], [1, 1]);
  assertEquals(json.draws.efficiency.median, 0.01);
  assertEquals(json.draws.refined.c2st, 0.501);
});

Deno.test("gradeText() has the same numbers as text", () => {
  const text = gradeText(GRADE, DRAWS);
  assertMatch(text, /KL\(exact ‖ q\) +0\.200 ± 0\.020 nats, worst 0\.500/);
  assertMatch(text, /without draws on atoms of the prior +0\.150 ± 0\.010 nats/);
  assertMatch(text, /on atoms of the prior +1 truths, 7 draws/);
  assertMatch(text, /weights not to be trusted +1 repaired, 1 flagged/);
  assertMatch(text, /mean C2ST against exact draws +0\.560 amortised, 0\.501 refined/);
});

Deno.test("gradeText() reports that a density without mass on an atom is infinitely far", () => {
  const kl = { ...GRADE.kl!, mean: Infinity, se: NaN, worst: Infinity };
  assertMatch(gradeText({ ...GRADE, kl }), /KL\(exact ‖ q\) +Infinity nats, worst Infinity/);
});

Deno.test("gradeText() leaves out what the file lacks", () => {
  const { nlpd, rows, atoms } = GRADE;
  assertEquals(gradeText({ nlpd, rows, atoms }).split("\n").length, 3);
});
