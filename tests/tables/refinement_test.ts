import { assertMatch, assertThrows } from "@std/assert";
import { marginals } from "../../lib/diagnostics/comparison/marginals.ts";
import { comparisonTable, refinementTable } from "../../lib/tables/refinement.ts";

function report(name: string, ...values: number[]) {
  return marginals({ names: [name], count: values.length, values: Float64Array.from(values) });
}

Deno.test("comparisonTable() puts the exact numbers beside the amortised ones", () => {
  const { text } = comparisonTable(report("g_L", 9, 10, 14), report("g_L", 9, 10, 11), {
    units: ["nS"],
  });
  assertMatch(text, /g_L \(nS\) +11\.00 +10\.00 +2\.65 +1\.00/);
});

Deno.test("comparisonTable() refuses other parameters", () => {
  assertThrows(
    () => comparisonTable(report("g_L", 1, 2), report("E_L", 1, 2), { units: ["nS"] }),
    RangeError,
    "exact.parameters must be g_L: current value is E_L",
  );
});

const REFINEMENT = {
  draws: { names: [], count: 0, values: new Float64Array() },
  exact: true,
  method: "from estimate",
  efficiency: 0.031,
  paretoK: 0.94,
  logEvidence: -1500.126,
  logEvidenceSe: 0.012,
  problems: [],
} as const;

Deno.test("refinementTable() reports how the exact draws were found", () => {
  const { text } = refinementTable(REFINEMENT);
  assertMatch(text, /found by +sequential Monte Carlo from the amortised posterior/);
  assertMatch(text, /efficiency \(ESS \/ N\) +3 %/);
  assertMatch(text, /Pareto k of its weights +0\.94/);
  assertMatch(text, /log evidence \(nats\) +-1,500\.13 ± 0\.01/);
});

Deno.test("refinementTable() reports that the exact posterior was not found, and why", () => {
  const { text } = refinementTable({
    ...REFINEMENT,
    exact: false,
    method: "from prior",
    efficiency: 0.0005,
    paretoK: Infinity,
    logEvidence: -Infinity,
    logEvidenceSe: Infinity,
    problems: ["the likelihood is 0 at all of 400 draws from the prior"],
  });
  assertMatch(text, /NOT FOUND by +sequential Monte Carlo from the prior/);
  assertMatch(text, /problem 1 +the likelihood is 0 at all of 400 draws/);
  assertMatch(text, /efficiency \(ESS \/ N\) +0\.05 %/);
  assertMatch(text, /log evidence \(nats\) +-∞ ± ∞/);
});
