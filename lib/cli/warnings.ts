/**
 * Why not to believe an answer, in words.
 *
 * @module
 */
import {
  ALARM_LEVEL,
  type ExaminationPart,
  type LifExamination,
} from "../models/lif/checks/lif_examination.ts";
import { withUnit } from "../core/labels.ts";

/** One reason. */
export interface Warning {
  readonly kind: ExaminationPart | "unchecked" | "leakage" | "exact";
  readonly message: string;
}

/** What is known besides the examination. */
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
/** A parameter this far out in the prior is told of. */
const OUTERMOST = 0.001;
/** Once there is an alarm, whatever else speaks against the answer at this level is told. */
const TOLD = 0.05;
/** Standouts that are told at most. */
const STANDOUTS = 3;

const short = (value: number) => String(Number(value.toPrecision(3)));

function distancesWarning({ distances, kind }: LifExamination): string {
  const list = (distances?.standouts ?? []).slice(0, STANDOUTS).map(({ name, value, low, high }) =>
    `${name} ${short(value)}, simulations ${short(low)} to ${short(high)}`
  );
  return "this recording lies far from what the simulator makes, among " +
    `${distances?.simulations} simulations with ${kind}: ` +
    (list.length > 0 ? list.join("; ") : "by all its statistics together");
}

function replicatesWarning({ replicates }: LifExamination): string {
  const list = [...replicates?.discrepancies ?? []].sort((a, b) => a.pValue - b.pValue)
    .map(({ name, observed, low, high }) =>
      `${name} ${short(observed)}, replicates ${short(low)} to ${short(high)}`
    );
  return `simulations with parameters from the posterior don't look like it: ${list.join("; ")}`;
}

function boundsWarning({ bounds }: LifExamination, { names, units }: WarningContext): string {
  const [first, ...others] = bounds?.parameters ?? [];
  const list = [first, ...others.filter(({ tail }) => tail <= OUTERMOST)].map(
    ({ name, end, median, tail }) =>
      `the median of ${withUnit(name, units[names.indexOf(name)])} is ${short(median)}, at the ` +
      `${end} end, where the prior has a share of ${short(tail)}`,
  );
  return `the posterior is stuck on bounds of the prior: ${list.join("; ")}`;
}

/** Why there could be no warning, where that is so. */
function uncheckedWarning({ alike, leastP, kind }: LifExamination): string | undefined {
  if (leastP <= ALARM_LEVEL) return undefined;
  return alike
    ? `it could not be checked whether the simulator can make this recording: ${alike.count} of ` +
      `${alike.simulated} simulations had ${kind}, so that p is at least ${short(leastP)}`
    : `it could not be checked whether the simulator can make this recording: p is at least ${
      short(leastP)
    }`;
}

/** All reasons; none for an answer to believe. */
export function warningsOf(examination: LifExamination, context: WarningContext): Warning[] {
  const words = {
    distances: () => distancesWarning(examination),
    replicates: () => replicatesWarning(examination),
    bounds: () => boundsWarning(examination, context),
  };
  const { alarms } = examination;
  const parts = (Object.keys(words) as ExaminationPart[]).filter((part) =>
    alarms.includes(part) || alarms.length > 0 && (examination[part]?.pValue ?? 1) <= TOLD
  );
  const found: Warning[] = parts.map((kind) => ({ kind, message: words[kind]() }));
  const unchecked = uncheckedWarning(examination);
  if (unchecked) found.push({ kind: "unchecked", message: unchecked });
  const { leakage, problems } = context;
  if (leakage > MOST_LEAKAGE) {
    const share = `${short(100 * leakage)} %`;
    const message = `${share} of the draws lie outside the prior, where no neuron is`;
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
