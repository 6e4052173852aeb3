/**
 * What a workflow's losses are compared with, by the exact posteriors that are stored.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { finiteKl, grade } from "../diagnostics/comparison/grade.ts";
import { decodeReferencePosteriors } from "../diagnostics/comparison/reference_posteriors.ts";
import type { LossScale } from "../figures/loss.ts";
import { readBytes } from "../files.ts";
import type { EpochReport } from "../core/history.ts";
import { bestEpoch } from "../training/validation.ts";
import { lossUnits } from "../workflow/loss_units.ts";
import type { Fields } from "../model/field.ts";
import type { Workflow } from "../workflow/workflow.ts";

/**
 * The units of the losses, and the exact posterior's loss over the validation rows: the network's,
 * less its distance from the exact posteriors that are known. Not there where they are of another
 * experiment, or the loss is no density.
 */
export async function lossScale<Name extends string, X extends Fields>(
  workflow: Workflow<Name, X>,
  history: readonly EpochReport[],
): Promise<LossScale | undefined> {
  const units = lossUnits(workflow);
  const { setup: { kit: { references } }, model, posterior } = workflow;
  if (!units || !references) return units ?? undefined;
  const set = decodeReferencePosteriors(await readBytes(fileURLToPath(references)), model);
  const kl = finiteKl(await grade(posterior, model.prior, set));
  if (!kl) return units;
  return { ...units, exact: bestEpoch(history).validationLoss + units.offset - kl.mean };
}
