/**
 * An amortised posterior and the exact one side by side, as tables.
 *
 * @module
 */
import type { MarginalReport } from "../diagnostics/comparison/marginals.ts";
import { checkUnits, withUnit } from "../core/labels.ts";
import type { Refinement } from "../posterior/refine.ts";
import { decimal, recordTable, type Table, table } from "./table.ts";

/**
 * A row a parameter: mean, sd and central interval, amortised and exact, in its unit.
 *
 * @throws {RangeError} If there is not one unit a parameter, or the parameters differ.
 *
 * @example Usage
 * ```ts
 * import { comparisonTable } from "./refinement.ts";
 * import { marginals } from "../diagnostics/comparison/marginals.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const report = (...values: number[]) =>
 *   marginals({ names: ["tau_m"], count: 3, values: Float64Array.from(values) });
 * const { text } = comparisonTable(report(9, 10, 14), report(9, 10, 11), { units: ["ms"] });
 * assertMatch(text, /tau_m \(ms\) +11.00 +10.00/);
 * ```
 */
export function comparisonTable(
  amortised: MarginalReport,
  exact: MarginalReport,
  { units }: { readonly units: readonly string[] },
): Table {
  const action = "compare marginals";
  checkUnits(action, units, amortised.parameters.length);
  const names = (report: MarginalReport) => report.parameters.map(({ name }) => name).join(", ");
  if (names(amortised) !== names(exact)) {
    throw new RangeError(
      `Cannot ${action} as exact.parameters must be ${names(amortised)}: current value is ${
        names(exact)
      }`,
    );
  }
  const interval = `${Math.round(100 * amortised.level)} %`;
  return table(
    ["parameter", "mean", "exact", "sd", "exact", `${interval} interval`, "exact"],
    amortised.parameters.map((own, j) => {
      const other = exact.parameters[j];
      const pair = (a: number, b: number) => [a, b].map((value) => decimal(value, 2));
      const range = ({ lower, upper }: { lower: number; upper: number }) =>
        `${decimal(lower, 2)} to ${decimal(upper, 2)}`;
      return [
        withUnit(own.name, units[j]),
        ...pair(own.mean, other.mean),
        ...pair(own.sd, other.sd),
        range(own),
        range(other),
      ];
    }),
  );
}

const METHODS: Readonly<Record<Refinement["method"], string>> = {
  importance: "weighted draws of the amortised posterior",
  "from estimate": "sequential Monte Carlo from the amortised posterior",
  "from prior": "sequential Monte Carlo from the prior",
};

/**
 * Whether exact draws were found and how, the efficiency of the amortised posterior as a proposal,
 * and the problems where the draws are not exact.
 *
 * @example Usage
 * ```ts
 * import { refinementTable } from "./refinement.ts";
 * import { drawsOf } from "../core/draws.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const { text } = refinementTable({
 *   draws: drawsOf(["mu"], [{ mu: 1 }]),
 *   exact: true,
 *   method: "importance",
 *   efficiency: 0.8,
 *   paretoK: 0.1,
 *   logEvidence: -3,
 *   logEvidenceSe: 0.01,
 *   problems: [],
 * });
 * assertMatch(text, /found by +weighted draws/);
 * ```
 */
export function refinementTable(refinement: Refinement): Table {
  const { exact, method, efficiency, paretoK, logEvidence, logEvidenceSe, problems } = refinement;
  return recordTable("exact posterior", {
    [exact ? "found by" : "NOT FOUND by"]: METHODS[method],
    ...Object.fromEntries(problems.map((problem, i) => [`problem ${i + 1}`, problem])),
    "efficiency (ESS / N)": `${decimal(100 * efficiency, efficiency < 0.01 ? 2 : 0)} %`,
    "Pareto k of its weights": decimal(paretoK, 2),
    "log evidence (nats)": `${decimal(logEvidence, 2)} ± ${decimal(logEvidenceSe, 2)}`,
  });
}
