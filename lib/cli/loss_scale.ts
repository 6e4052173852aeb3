/**
 * What a study's losses are compared with, by the exact posteriors that are stored.
 *
 * @module
 */
import { finiteKl, grade } from "../diagnostics/grade.ts";
import { decodeGradingSet } from "../diagnostics/grading_set.ts";
import type { LossScale } from "../figures/loss.ts";
import { readBytes } from "../files.ts";
import type { EpochReport } from "../core/history.ts";
import { bestEpoch } from "../training/validation.ts";
import { lossUnits } from "../workflow/loss_units.ts";
import { PRIOR_DEFAULTS } from "../models/lif/prior/lif.ts";
import { SIM_DEFAULTS } from "../models/lif/simulator/lif.ts";
import type { Study } from "../workflow/study.ts";
import { REFERENCE_PATH } from "./store.ts";

/**
 * The units of the losses, and the exact posterior's loss over the validation rows: the network's, less
 * its distance from the exact posteriors that are known. Not there where they are of another experiment,
 * or the loss is no density.
 */
export async function lossScale(
  study: Study,
  history: readonly EpochReport[],
): Promise<LossScale | undefined> {
  const units = lossUnits(study);
  const { sim, prior } = study.recipe.configuration;
  const known = JSON.stringify([sim, prior]) === JSON.stringify([SIM_DEFAULTS, PRIOR_DEFAULTS]);
  if (!units || !known) return units ?? undefined;
  const set = decodeGradingSet(await readBytes(REFERENCE_PATH), study.model);
  const kl = finiteKl(await grade(study.posterior, study.model.prior, set));
  if (!kl) return units;
  return { ...units, exact: bestEpoch(history).validationLoss + units.offset - kl.mean };
}
