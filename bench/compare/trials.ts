/**
 * Trials of kits: which kit was trained how, how long that took, and how far it came. Plain
 * records, kept in a file, made into a table and a figure.
 *
 * @module
 */
import { integer } from "../../lib/core/check.ts";

/** Where the simulations of an epoch come from. */
export const MODES = ["offline", "online", "pooled"] as const;

/** One fixed set, a fresh set for each epoch, or a few sets one after the other. */
export type Mode = typeof MODES[number];

/** What is tried. The same trial has the same numbers, so one that is finished need not run again. */
export interface Trial {
  readonly recipe: string;
  readonly mode: Mode;
  readonly seed: number;
  /** Rows of the set that an epoch goes through. */
  readonly simulations: number;
  /** Passes, or time to train in minutes: as many passes as fit. */
  readonly budget: { readonly epochs: number } | { readonly minutes: number };
}

/** A grade on the way. */
export interface Milestone {
  readonly epoch: number;
  /** Of training, without the grading. */
  readonly seconds: number;
  /** Mean KL from the exact posterior, in nats. */
  readonly kl: number;
}

/** What came of a trial. */
export interface TrialResult {
  readonly trial: Trial;
  /** Whether the kit is guided by an approximate likelihood; if not, it is likelihood-free. */
  readonly guided: boolean;
  readonly weights: number;
  readonly epochs: number;
  /** Distinct simulations trained on. */
  readonly simulated: number;
  /** In the order of epochs; the last is the end. */
  readonly milestones: readonly Milestone[];
  /** KL from the exact posterior at the end, in nats: its mean over observations and the worst. */
  readonly kl: { readonly mean: number; readonly se: number; readonly worst: number };
  /** Its mean without the draws on atoms of the prior. */
  readonly klOffAtoms: number;
  readonly byKind: readonly { readonly label: string; readonly mean: number }[];
}

/** All results there are, and what they are to be compared with. */
export interface Trials {
  /** KL(exact ‖ prior) in nats: what an estimate reaches that ignores the recordings. */
  readonly prior: number;
  readonly results: readonly TrialResult[];
}

/** Sets that a pooled run goes through. */
const POOLS = 4;

/** After how many epochs a new set is simulated, as in a training configuration; 0: never. */
export function refreshOf(mode: Mode, epochs: number): number {
  integer("train in mode", "epochs", epochs, 1);
  return { offline: 0, online: 1, pooled: Math.ceil(epochs / POOLS) }[mode];
}

/** The distinct simulations of so many epochs over sets of `size`. */
export function simulatedBy(mode: Mode, epochs: number, size: number): number {
  const refresh = refreshOf(mode, epochs);
  return refresh === 0 ? size : size * Math.ceil(epochs / refresh);
}

/** Whether a grade is due after this epoch: the powers of two, and the last. */
export function isMilestone(epoch: number, epochs: number): boolean {
  return epoch === epochs || Number.isInteger(Math.log2(epoch));
}

/**
 * Reads trials as written by `JSON.stringify`.
 *
 * @throws {SyntaxError} If the text is not of trials.
 */
export function decodeTrials(text: string): Trials {
  const trials = (() => {
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw new SyntaxError("Cannot read trials as they must be JSON: they are not", { cause });
    }
  })();
  const complete = ({ trial, kl, milestones, ...result }: Partial<TrialResult>) =>
    trial && kl && milestones && typeof result.guided === "boolean" &&
    typeof result.klOffAtoms === "number";
  if (
    typeof trials?.prior !== "number" || !Array.isArray(trials.results) ||
    !trials.results.every(complete)
  ) {
    throw new SyntaxError(
      "Cannot read trials as there must be the prior's KL and results: one is missing",
    );
  }
  return trials;
}

/** A trial in words. */
export function trialName({ recipe, mode, seed }: Trial): string {
  return `${recipe}, ${mode}, seed ${seed}`;
}

/** The trial's result, if it is among them. */
export function resultOf(results: readonly TrialResult[], trial: Trial): TrialResult | undefined {
  const text = ({ recipe, mode, seed, simulations, budget }: Trial) =>
    JSON.stringify([recipe, mode, seed, simulations, budget]);
  return results.find((result) => text(result.trial) === text(trial));
}

/** The results in the order of their KL, the least first. */
export function ranked(results: readonly TrialResult[]): TrialResult[] {
  return results.toSorted((a, b) => a.kl.mean - b.kl.mean);
}
