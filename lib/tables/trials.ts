/**
 * The table of trials.
 *
 * @module
 */
import { ranked, type TrialResult } from "../diagnostics/trials.ts";
import { type Table, table } from "./table.ts";

/**
 * A row a trial, the best first: KL from the exact posterior in nats, its mean over observations with
 * a standard error, the worst, and means by number of spikes.
 */
export function trialsTable(results: readonly TrialResult[]): Table {
  const groups = results[0]?.bySpikes.map(({ label }) => `spikes: ${label}`) ?? [];
  return table(
    [
      ...["recipe", "mode", "seed", "weights", "simulations", "epochs", "minutes"],
      ...["KL (nats)", "±", "worst", ...groups],
    ],
    ranked(results).map(({ trial, weights, simulated, epochs, milestones, kl, bySpikes }) => [
      ...[trial.recipe, trial.mode, trial.seed, weights, simulated, epochs],
      (milestones.at(-1)?.seconds ?? NaN) / 60,
      ...[kl.mean, kl.se, kl.worst, ...bySpikes.map(({ mean }) => mean)],
    ]),
  );
}
