/**
 * The training of a workflow, in this thread or in several.
 *
 * @module
 */
import { elements } from "../core/arrays.ts";
import { fold, type Key, key } from "../core/random.ts";
import { checkModel } from "../model/check_model.ts";
import { checkTransform } from "../model/check_transform.ts";
import type { Fields } from "../model/field.ts";
import { blankRows, fillRows } from "../model/fill_rows.ts";
import type { RowSource } from "../training/pool.ts";
import type { TrainingRun } from "../training/train.ts";
import type { TrainConfig } from "../training/train_config.ts";
import { trainInWorkers } from "../training/train_in_workers.ts";
import type { TrainingTask } from "../training/training_task.ts";
import { toTensor } from "../compute/tensors.ts";
import { layoutOf } from "../training/weights.ts";
import type { RunningCheckpoint } from "./checkpoint.ts";
import { fingerprint } from "./fingerprint.ts";
import type { Numbers } from "./kit.ts";
import type { WarmUp, Workflow } from "./workflow.ts";

/** Rows of the joint distribution, standardised. */
function jointRows<Name extends string, X extends Fields>(
  key: Key,
  { model, adapter }: Pick<Workflow<Name, X>, "model" | "adapter">,
): RowSource {
  return { fill: (range, into, at) => fillRows(key, model, adapter, range, into, at) };
}

/** The training task of a workflow. */
export function trainingTaskOf<Name extends string, X extends Fields>(
  workflow: Workflow<Name, X>,
): TrainingTask {
  const { setup: { train }, network } = workflow;
  const root = key(train.seed);
  return {
    key: fold(root, "batches"),
    model: network,
    config: train,
    training: jointRows(fold(root, "training"), workflow),
    validation: jointRows(fold(root, "validation"), workflow),
  };
}

/** A network is initialised with so many rows, or fewer if they have more numbers, for its memory. */
const INITIAL = 2_000, INITIAL_NUMBERS = 2 ** 23;

/** Lets a network see the first rows of its training, where it wants to. */
function initialise<Name extends string, X extends Fields>(workflow: Workflow<Name, X>): void {
  const { setup: { train }, adapter, network: { summary } } = workflow;
  if (!summary.initialise) return;
  const most = Math.ceil(INITIAL_NUMBERS / elements(adapter.summaryShape));
  const rows = blankRows(adapter, Math.min(INITIAL, train.n_train, most));
  trainingTaskOf(workflow).training.fill({ from: 0, to: rows.count }, rows, 0);
  const x = toTensor(rows.summaryVariables, [rows.count, ...adapter.summaryShape]);
  summary.initialise(x);
  x.dispose();
}

/** What a worker makes its copy of a workflow from. */
export interface WorkerArgument {
  /** The URL of the module whose default export is the kit's source. */
  readonly module: string;
  readonly numbers: Numbers;
  readonly train: TrainConfig;
  readonly warmUp: WarmUp;
}

/** Where to resume, callbacks for progress, and the number of threads. */
export interface TrainOptions extends TrainingRun {
  /**
   * Threads that train, of no influence on the result: as many as there are cores, at most 4, if not
   * given; 1 where the setup does not say where workers find its kit.
   */
  readonly workers?: number | undefined;
}

/**
 * Simulates and trains; yields a checkpoint after each epoch, and leaves the best weights in the
 * workflow's network.
 *
 * @throws {TypeError | RangeError} If the model, its guide or its transform is wrong, by the draw that
 * shows it, or several workers are asked for, and the setup does not say where they find its kit.
 *
 * @example Usage
 * ```ts
 * import { trainWorkflow } from "./train_workflow.ts";
 * import { workflow } from "./workflow.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { chain } from "../distributions/chain.ts";
 * import { normal } from "../distributions/normal.ts";
 * import { vector } from "../model/field.ts";
 * import { model } from "../model/model.ts";
 * import { setup } from "./setup.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await startBackend();
 * const mine = model({
 *   name: "mine",
 *   prior: chain({ mu: normal({ mean: 0, sd: 1 }) }),
 *   observables: { x: vector(["x"]) },
 *   simulate: (rng, { mu }) => ({ x: [mu + rng.normal()] }),
 * });
 * using mu = workflow(setup(mine, { train: { n_train: 1000, epochs: 2 } }));
 * const checkpoints = await Array.fromAsync(trainWorkflow(mu));
 * assertEquals(checkpoints.map(({ history }) => history.length), [1, 2]);
 * ```
 */
export async function* trainWorkflow<Name extends string, X extends Fields>(
  workflow: Workflow<Name, X>,
  { workers, ...run }: TrainOptions = {},
): AsyncGenerator<RunningCheckpoint> {
  const { setup: { kit, numbers, train, module }, warmUp, network } = workflow;
  if (!module && workers !== undefined && workers > 1) {
    throw new RangeError(
      `Cannot train ${kit.name} in ${workers} workers as its setup must have a module, from which ` +
        "they make it: it has none",
    );
  }
  if (!run.state) {
    const root = fold(key(train.seed), "check");
    checkModel(root, workflow.model);
    checkTransform(fold(root, "transform"), workflow.model, workflow.adapter);
    initialise(workflow);
  }
  const own = fingerprint(kit);
  const argument: WorkerArgument = { module: module?.url ?? "", numbers, train, warmUp };
  // In a bundle the URL of this module may have no base to resolve against.
  const url = module ? new URL("./worker_task.ts", import.meta.url).href : "";
  const threads = module ? { workers } : { workers: 1 };
  for await (
    const state of trainInWorkers(trainingTaskOf(workflow), { url, argument }, {
      ...run,
      ...threads,
    })
  ) {
    yield {
      name: kit.name,
      module: module?.name ?? "",
      parameters: kit.model.prior.names,
      fingerprint: own,
      numbers,
      train,
      warmUp,
      history: state.history,
      layout: layoutOf(network.variables),
      weights: state.best,
      state,
    };
  }
}
