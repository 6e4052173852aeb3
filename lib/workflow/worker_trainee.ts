/**
 * A workflow made again in a worker, to be trained there.
 *
 * @module
 */
import type { Trainee } from "../training/trainee.ts";
import type { KitSource } from "./kit.ts";
import { setup } from "./setup.ts";
import { traineeOf, type WorkerArgument } from "./train_workflow.ts";
import { workflow } from "./workflow.ts";

/**
 * The workflow of a module and its numbers, as something to be trained.
 *
 * @throws {TypeError | RangeError} If the module has no source, or the numbers are not its.
 */
export async function trainee(
  { module, numbers, train, warmUp }: WorkerArgument,
): Promise<Trainee> {
  const { default: source } = await import(module) as { default: KitSource };
  return traineeOf(workflow(setup(source, { numbers, train }), warmUp));
}
