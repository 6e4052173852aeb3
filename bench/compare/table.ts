/**
 * The table of trials.
 *
 * @module
 */
import { ranked, type TrialResult } from "./trials.ts";
import { type Table, table } from "../../lib/tables/table.ts";

/**
 * A row a trial, the best first: whether a likelihood guides it, how many passes it made, and KL
 * from the exact posterior in nats, its mean over observations with a standard error, the worst,
 * the mean without the draws on atoms of the prior, and means by kind of observations, a dash where
 * a trial has none.
 */
export function trialsTable(results: readonly TrialResult[]): Table {
  const groups = [...new Set(results.flatMap(({ byKind }) => byKind.map(({ label }) => label)))];
  return table(
    [
      "kit",
      "likelihood",
      "mode",
      "seed",
      "weights",
      "simulations",
      "passes",
      "minutes",
      "KL (nats)",
      "±",
      "worst",
      "off atoms",
      ...groups,
    ],
    ranked(results).map((result) => {
      const { trial, guided, weights, simulated, epochs, milestones, kl } = result;
      return [
        trial.recipe,
        guided ? "approximate" : "none",
        trial.mode,
        trial.seed,
        weights,
        simulated,
        epochs,
        (milestones.at(-1)?.seconds ?? NaN) / 60,
        kl.mean,
        kl.se,
        kl.worst,
        result.klOffAtoms,
        ...groups.map((group) => result.byKind.find(({ label }) => label === group)?.mean ?? NaN),
      ];
    }),
  );
}
