/**
 * The validation loss of an epoch, and its checks: a network that has not learned, or is
 * broken, is not the result of a training.
 *
 * @module
 */
import type { EpochReport } from "../core/history.ts";
import { ownParts, type WorkerGroup } from "../compute/parallel/worker_group.ts";
import { lossLimit } from "./guard.ts";
import { summedLoss } from "./loss.ts";
import { type TrainingMemory, VALIDATION_ROWS } from "./memory.ts";
import type { TrainingTask } from "./training_task.ts";

/**
 * The epoch with the least validation loss.
 *
 * @example Usage
 * ```ts
 * import { bestEpoch } from "./validation.ts";
 * import type { EpochReport } from "../core/history.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const epoch = (epoch: number, validationLoss: number): EpochReport => ({
 *   epoch,
 *   trainingLoss: 1,
 *   validationLoss,
 *   learningRate: 1e-3,
 *   gradientNorm: 1,
 *   summaryRank: 2,
 *   skipped: 0,
 *   rollbacks: 0,
 *   seconds: 1,
 * });
 * assertEquals(bestEpoch([epoch(1, 3), epoch(2, 1), epoch(3, 2)]).epoch, 2);
 * ```
 */
export function bestEpoch(history: readonly EpochReport[]): EpochReport {
  return history.reduce((best, e) => e.validationLoss < best.validationLoss ? e : best);
}

/** The rows of a part of the validation set. */
function rowsOf(part: number, count: number) {
  const from = part * VALIDATION_ROWS;
  return { from, to: Math.min(count, from + VALIDATION_ROWS) };
}

/** "; row 3 has a loss of NaN" for the first row whose loss is not finite, if there is one. */
async function firstBadRow(
  { key, model }: TrainingTask,
  { validation, validationLosses }: TrainingMemory,
): Promise<string> {
  const part = validationLosses.findIndex((loss) => !Number.isFinite(loss));
  if (part < 0) return "";
  const { from, to } = rowsOf(part, validation.count);
  for (let row = from; row < to; row++) {
    const loss = await summedLoss(key, model, validation, { from: row, to: row + 1 });
    if (!Number.isFinite(loss)) return `, that of row ${row} is ${loss}`;
  }
  return "";
}

/**
 * The mean loss over the validation rows, each worker working on its part of them.
 *
 * @param untrainedLoss The same before the first step; undefined if this is it.
 * @throws {RangeError} If it is not finite, or more than 10 nats a parameter above the untrained
 * one.
 */
export async function validate(
  group: WorkerGroup,
  task: TrainingTask,
  memory: TrainingMemory,
  untrainedLoss?: number,
): Promise<number> {
  const { key, model } = task;
  const { validation, validationLosses } = memory;
  for (const part of ownParts(group, validationLosses.length)) {
    const rows = rowsOf(part, validation.count);
    validationLosses[part] = await summedLoss(key, model, validation, rows);
  }
  group.barrier();
  const loss = validationLosses.reduce((sum, part) => sum + part, 0) / validation.count;
  if (untrainedLoss === undefined) {
    if (Number.isFinite(loss)) return loss;
    throw new RangeError(
      `Cannot train as the untrained network's loss on the validation rows must be finite: it is ` +
        `${loss}${await firstBadRow(task, memory)}`,
    );
  }
  const limit = lossLimit(untrainedLoss, model.estimator.dim);
  if (loss <= limit) return loss; // not if it is NaN
  throw new RangeError(
    `Cannot go on training as the validation loss must be at most ${limit.toFixed(1)}, as it was ` +
      `${untrainedLoss.toFixed(1)} before: it is ${loss.toPrecision(3)}` +
      `${await firstBadRow(task, memory)}; a lower learning rate may help`,
  );
}

/**
 * Refuses the end of a run that has not come below the untrained network.
 *
 * @throws {RangeError} If the least validation loss is not less than the one before the first step.
 */
export function mustHaveLearned(history: readonly EpochReport[], untrainedLoss: number): void {
  const { epoch, validationLoss } = bestEpoch(history);
  if (validationLoss < untrainedLoss) return;
  throw new RangeError(
    `Cannot end training as the validation loss must fall below the untrained network's, ` +
      `${untrainedLoss.toPrecision(7)}: the least is ${
        validationLoss.toPrecision(7)
      }, of epoch ${epoch}; ` +
      `a lower learning rate, more epochs or more simulations may help`,
  );
}
