/**
 * One trial of a comparison: a kit trained at a budget, and graded on the way.
 *
 * @module
 */
import { grade, type ReferencePosteriors } from "../../lib/diagnostics/comparison/grade.ts";
import {
  isMilestone,
  type Milestone,
  refreshOf,
  simulatedBy,
  type Trial,
  type TrialResult,
} from "./trials.ts";
import type { OnProgress } from "../../lib/core/history.ts";
import { weightCount } from "../../lib/training/weights.ts";
import type { LifFields, LifParameter } from "../../lib/models/lif/simulator/lif.ts";
import { restoreSetup } from "../../lib/workflow/restore.ts";
import { trainWorkflow } from "../../lib/workflow/train_workflow.ts";
import { workflow } from "../../lib/workflow/workflow.ts";
import { SPIKE_KINDS } from "../../lib/models/neuron/spikes.ts";
import { setupNamed } from "../kits/named.ts";

/** What a trial needs besides itself. */
export interface TrialOptions {
  /** Observations with exact draws. */
  readonly set: ReferencePosteriors<LifParameter, LifFields>;
  readonly workers?: number | undefined;
  readonly onProgress?: OnProgress;
}

/** Batches of the measurement of how many epochs fit into a time. */
const MEASURED = 16;

/** Passes that fit into so many minutes here and now, at least one. */
async function epochsIn(minutes: number, trial: Trial, workers?: number): Promise<number> {
  const { batch_size, n_val } = setupNamed(trial.recipe).train;
  const rows = MEASURED * batch_size;
  const short = setupNamed(trial.recipe, {
    train: { n_train: rows, n_val: 1, epochs: 2, refresh: refreshOf(trial.mode, 2) },
  });
  using untrained = workflow(short);
  let seconds = 0;
  for await (const { history } of trainWorkflow(untrained, { workers })) {
    seconds = history[history.length - 1].seconds;
    if (history.length === 2) break; // the first warms up; nothing need be learned in so few steps
  }
  const perRow = seconds / rows;
  const perEpoch = perRow * (trial.simulations + n_val / 3); // without gradients a third of the work
  return Math.max(1, Math.floor(60 * minutes / perEpoch));
}

/**
 * Runs a trial to its end.
 *
 * @throws {RangeError} If there is no such kit, or the set has no exact draws.
 */
export async function runTrial(
  trial: Trial,
  { set, workers, onProgress }: TrialOptions,
): Promise<{ readonly result: TrialResult; readonly prior: number }> {
  const { mode, seed, simulations, budget } = trial;
  const epochs = "epochs" in budget
    ? budget.epochs
    : await epochsIn(budget.minutes, trial, workers);
  const setup = setupNamed(trial.recipe, {
    train: { n_train: simulations, epochs, seed, refresh: refreshOf(mode, epochs), patience: 0 },
  });
  using training = workflow(setup);
  const milestones: Milestone[] = [];
  let graded: Awaited<ReturnType<typeof grade>> | undefined;
  const options = { workers, ...(onProgress && { onProgress }) };
  for await (const checkpoint of trainWorkflow(training, options)) {
    const { history } = checkpoint;
    if (!isMilestone(history.length, epochs)) continue;
    using trained = restoreSetup(setup, checkpoint);
    graded = await grade(trained.posterior, trained.model.prior, set, { kinds: SPIKE_KINDS });
    milestones.push({
      epoch: history.length,
      seconds: history.reduce((sum, { seconds }) => sum + seconds, 0),
      kl: graded.kl?.mean ?? NaN,
    });
  }
  if (!graded?.kl || !graded.klOffAtoms || !graded.information) {
    throw new RangeError(
      `Cannot grade ${trial.recipe} as the observations must have exact draws: they have none`,
    );
  }
  const { mean, se, worst, byKind } = graded.kl;
  return {
    prior: graded.information.mean,
    result: {
      trial,
      guided: setup.kit.guide !== undefined,
      weights: weightCount(training.network.variables),
      epochs,
      simulated: simulatedBy(mode, epochs, simulations),
      milestones,
      kl: { mean, se, worst },
      klOffAtoms: graded.klOffAtoms.mean,
      byKind: byKind.map(({ label, mean }) => ({ label, mean })),
    },
  };
}
