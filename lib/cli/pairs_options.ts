/**
 * Options of a pairs plot, by the workflow that the draws come from.
 *
 * @module
 */
import { offSupport } from "../diagnostics/calibration/leakage.ts";
import type { Draws } from "../core/draws.ts";
import type { PairsOptions } from "../figures/pairs.ts";
import type { Fields } from "../model/field.ts";
import type { Workflow } from "../workflow/workflow.ts";

/** The units and bounds of a workflow's parameters, and which draws its prior calls impossible. */
export function pairsOptions<Name extends string, X extends Fields>(
  { model: { prior }, setup: { kit: { bounds } } }: Workflow<Name, X>,
  draws: Draws<Name>,
): Pick<PairsOptions<Name>, "units" | "bounds" | "outside"> {
  const outside = Array.from(offSupport(draws, prior), Boolean);
  return {
    units: prior.units,
    ...(bounds && { bounds }),
    ...outside.includes(true) && { outside },
  };
}
