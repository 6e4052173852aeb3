/**
 * Reasons not to trust an answer, in words.
 *
 * @module
 */
import {
  CHECK_LEVEL,
  type ObservationReport,
  type ObservationTest,
} from "../diagnostics/checks/observation_check.ts";
import { withUnit } from "../core/labels.ts";

/** One reason. */
export interface Warning {
  readonly kind: ObservationTest | "unchecked" | "leakage" | "exact";
  readonly message: string;
}

/** What is known besides the report. */
export interface WarningContext {
  /** Of the parameters. */
  readonly names: readonly string[];
  readonly units: readonly string[];
  /** The share of draws off the prior's support. */
  readonly leakage: number;
  /** Why the exact posterior was not found, if it was sought. */
  readonly problems: readonly string[];
}

/** Above this share of impossible draws, the network has not learned the prior's bounds. */
const MOST_LEAKAGE = 0.01;
/** A parameter this far out in the prior is reported. */
const OUTERMOST = 0.001;
/** Once a test rejects, other tests that reject at this level are reported, too. */
const REPORTED = 0.05;
/** Standouts that are reported at most. */
const STANDOUTS = 3;

/** Null where it is undefined. */
const short = (value: number | null) =>
  value === null ? "undefined" : String(Number(value.toPrecision(3)));

function distancesWarning({ distances, kind }: ObservationReport): string {
  const list = (distances?.standouts ?? []).slice(0, STANDOUTS).map(({ name, value, low, high }) =>
    `${name} ${short(value)}, simulations ${short(low)} to ${short(high)}`
  );
  return "this observation lies far from what the simulator makes, among " +
    `${distances?.simulations} simulations${kind === undefined ? "" : ` with ${kind}`}: ` +
    (list.length > 0 ? list.join("; ") : "by all its statistics together");
}

function replicatesWarning({ replicates }: ObservationReport): string {
  const list = [...replicates?.discrepancies ?? []].sort((a, b) => a.pValue - b.pValue)
    .map(({ name, observed, low, high }) =>
      `${name} ${short(observed)}, replicates ${short(low)} to ${short(high)}`
    );
  return `simulations with parameters from the posterior don't look like it: ${list.join("; ")}`;
}

function boundsWarning({ bounds }: ObservationReport, { names, units }: WarningContext): string {
  const [first, ...others] = bounds?.parameters ?? [];
  const list = [first, ...others.filter(({ tail }) => tail <= OUTERMOST)].map(
    ({ name, end, median, tail }) =>
      `the median of ${withUnit(name, units[names.indexOf(name)])} is ${short(median)}, at the ` +
      `${end} end, where the prior has a share of ${short(tail)}`,
  );
  return `the posterior is stuck on bounds of the prior: ${list.join("; ")}`;
}

/** Why there could be no warning, where that is so. */
function uncheckedWarning({ alike, leastP, kind }: ObservationReport): string | undefined {
  if (leastP <= CHECK_LEVEL) return undefined;
  const rare = kind === undefined || alike.count === alike.simulated
    ? ""
    : `${alike.count} of ${alike.simulated} simulations had ${kind}, so that `;
  return "it could not be checked whether the simulator can make this observation: " +
    `${rare}p is at least ${short(leastP)}`;
}

/** All reasons; none if no test rejects. */
export function warningsOf(report: ObservationReport, context: WarningContext): Warning[] {
  const words = {
    distances: () => distancesWarning(report),
    replicates: () => replicatesWarning(report),
    bounds: () => boundsWarning(report, context),
  };
  const { rejected } = report;
  const parts = (Object.keys(words) as ObservationTest[]).filter((part) =>
    rejected.includes(part) || rejected.length > 0 && (report[part]?.pValue ?? 1) <= REPORTED
  );
  const found: Warning[] = parts.map((kind) => ({ kind, message: words[kind]() }));
  const unchecked = uncheckedWarning(report);
  if (unchecked) found.push({ kind: "unchecked", message: unchecked });
  const { leakage, problems } = context;
  if (leakage > MOST_LEAKAGE) {
    const share = `${short(100 * leakage)} %`;
    const message = `${share} of the draws lie outside the prior's support`;
    found.push({ kind: "leakage", message });
  }
  if (problems.length > 0) {
    found.push({
      kind: "exact",
      message: `the exact posterior was not found, the answer is amortised: ${problems.join("; ")}`,
    });
  }
  return found;
}
