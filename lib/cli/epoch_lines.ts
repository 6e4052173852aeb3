/**
 * The lines that a training run prints after an epoch, and when it is interrupted.
 *
 * @module
 */
import type { EpochReport } from "../core/history.ts";
import { COLLAPSED } from "../training/summaries.ts";
import { formatSeconds } from "./progress.ts";

/** What an epoch did, and what went wrong in it, a line each. */
export function epochLines(report: EpochReport): string[] {
  const { epoch, trainingLoss, validationLoss, summaryRank, skipped, rollbacks } = report;
  const lines = [
    `epoch ${epoch}: training loss ${trainingLoss.toFixed(3)}, validation loss ` +
    `${validationLoss.toFixed(3)}, ${formatSeconds(report.seconds)}`,
  ];
  if (skipped > 0) {
    lines.push(
      `warning: ${skipped} batches of epoch ${epoch} were kept from the weights, as their loss or ` +
        `gradient was not finite or exploded; the weights went back ${rollbacks} times`,
    );
  }
  if (summaryRank < COLLAPSED) {
    lines.push(
      `warning: the learned summaries have collapsed: they vary in ${summaryRank.toFixed(2)} ` +
        `directions only`,
    );
  }
  return lines;
}

/** What is left of a run that is interrupted after so many epochs, and how to go on. */
export function interruptionLine(epochs: number, path: string): string {
  if (epochs === 0) return "interrupted in the first epoch: nothing is saved";
  return `interrupted: ${path} has the run up to epoch ${epochs}; given the same options, ` +
    "deno task train --resume goes on with it";
}

/** What is left of a run that failed after so many epochs, and how to be rid of it. */
export function failureLine(epochs: number, path: string): string {
  return `the run up to epoch ${epochs} is kept in ${path}; deno task train --anew discards it`;
}
