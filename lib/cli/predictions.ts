/**
 * What a posterior predicts of an observation, drawn: the first of the model's own checks, or else the
 * test quantities.
 *
 * @module
 */
import { type Draws, first } from "../core/draws.ts";
import type { Key } from "../core/random.ts";
import { onSupport } from "../diagnostics/calibration/leakage.ts";
import { standardQuantities } from "../diagnostics/checks/standard_quantities.ts";
import { testQuantities } from "../diagnostics/checks/test_quantities.ts";
import type { Figure } from "../figures/figure.ts";
import { quantitiesFigure } from "../figures/test_quantities.ts";
import type { Batch } from "../model/batch.ts";
import { simulate } from "../model/dataset.ts";
import type { Fields } from "../model/field.ts";
import { quantitiesTable } from "../tables/test_quantities.ts";
import type { Workflow } from "../workflow/workflow.ts";

/** Replicates behind the figures, as in the original study. */
const REPLICATES = 200;

/** Predictions of one observation. */
export interface Predictions {
  /** By name, such as "voltage". */
  readonly figures: Readonly<Record<string, Figure>>;
  readonly text: string;
}

/** The predictions of draws; undefined if none lies on the prior's support. */
export function predictionsOf<Name extends string, X extends Fields>(
  key: Key,
  { model: { prior, simulator }, setup: { kit: { diagnostics = {} } } }: Workflow<Name, X>,
  observed: Batch<X>,
  draws: Draws<Name>,
): Predictions | undefined {
  // A posterior may leak out of the prior, where there may be nothing to simulate.
  const possible = onSupport(draws, prior);
  if (possible.count === 0) return undefined;
  const behind = first(possible, Math.min(REPLICATES, possible.count));
  const replicated = simulate(key, simulator, behind, { given: observed });
  const check = diagnostics.checks?.find(({ figures }) => figures);
  if (check) {
    const report = check.run({ replicated, observed, draws: behind });
    return { figures: check.figures?.(report) ?? {}, text: check.text?.(report) ?? "" };
  }
  const quantities = diagnostics.quantities ?? standardQuantities(simulator);
  const report = testQuantities(replicated, observed, quantities);
  return { figures: { quantities: quantitiesFigure(report) }, text: quantitiesTable(report).text };
}
