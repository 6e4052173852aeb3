/**
 * What surrounds draws in a pairs plot, by the study that they come from.
 *
 * @module
 */
import { offSupport } from "../diagnostics/leakage.ts";
import type { Draws } from "../core/draws.ts";
import type { PairsOptions } from "../figures/pairs.ts";
import { lifBounds } from "../models/lif/prior/lif.ts";
import type { LifParameter } from "../models/lif/simulator/lif.ts";
import type { Study } from "../workflow/study.ts";

/** The units and bounds of a study's parameters, and which draws its prior calls impossible. */
export function pairsOptions(
  { model: { prior }, recipe: { configuration } }: Study,
  draws: Draws<LifParameter>,
): Pick<PairsOptions<LifParameter>, "units" | "bounds" | "outside"> {
  const outside = Array.from(offSupport(draws, prior), Boolean);
  return {
    units: prior.units,
    bounds: lifBounds(configuration.prior),
    ...outside.includes(true) && { outside },
  };
}
