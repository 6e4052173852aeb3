/**
 * Builds a workflow again in a worker, to train it there.
 *
 * @module
 */
import type { TrainingTask } from "../training/training_task.ts";
import type { KitSource } from "./kit.ts";
import { setup } from "./setup.ts";
import { trainingTaskOf, type WorkerArgument } from "./train_workflow.ts";
import { workflow } from "./workflow.ts";

/**
 * The training task of the workflow that a module and its numbers define.
 *
 * @throws {TypeError | RangeError} If the module has no source, or the numbers are not its.
 */
export async function trainingTask(
  { module, numbers, train, warmUp }: WorkerArgument,
): Promise<TrainingTask> {
  const { default: source } = await import(module) as { default: KitSource };
  return trainingTaskOf(workflow(setup(source, { numbers, train }), warmUp));
}
