/**
 * A workflow made again in a worker, to be trained there.
 *
 * @module
 */
import type { TrainConfig } from "../training/train_config.ts";
import type { Trainee } from "../training/trainee.ts";
import type { KitSource, Numbers } from "./kit.ts";
import { setup } from "./setup.ts";
import { traineeOf } from "./train_workflow.ts";
import { type WarmUp, workflow } from "./workflow.ts";

/** What a worker makes its copy of a workflow from. */
export interface WorkerArgument {
  /** The URL of the module whose default export is the kit's source. */
  readonly module: string;
  readonly numbers: Numbers;
  readonly train: TrainConfig;
  readonly warmUp: WarmUp;
}

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
