/**
 * Training by several threads. A batch is cut into the same four shards and their gradients are
 * summed in the same order, however many workers there are: so the weights are the same, bit for
 * bit.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { integer } from "../core/check.ts";
import { kernelsRun } from "../compute/kernels/heap.ts";
import { startWorkers } from "../compute/parallel/worker_pool.ts";
import { abortBarrier, barrierMemory } from "../compute/parallel/worker_group.ts";
import { canShare, threadCount } from "../compute/parallel/threads.ts";
import { SHARDS } from "./memory.ts";
import { train, type TrainingRun } from "./train.ts";
import type { TrainingTaskModule, TrainMessage, WorkerTask } from "./train_worker.ts";
import {
  memoryOf,
  startOf,
  stateOf,
  type TrainingState,
  type TrainingTask,
} from "./training_task.ts";
import { layoutOf, writeWeights } from "./weights.ts";

/** So many workers as there are cores, but no more than a batch has shards. */
function defaultWorkers(): number {
  return Math.min(SHARDS, threadCount());
}

/**
 * Trains as {@linkcode train} does, in `workers` threads beside this one, which stays free; 1 trains
 * in this thread. However it ends, the best weights so far are in the model. Needs the permission to
 * read the modules.
 *
 * @param module Makes in each worker a training task like the one given.
 * @param run More than 4 workers do not help: a batch has 4 shards.
 * @throws {RangeError} If workers is not a positive integer, or as {@linkcode train} does.
 * @throws {Error} If a worker fails otherwise; the last state yielded is still good.
 */
export async function* trainInWorkers(
  task: TrainingTask,
  module: TrainingTaskModule,
  { workers = defaultWorkers(), ...run }: TrainingRun & { readonly workers?: number | undefined },
): AsyncGenerator<TrainingState> {
  integer("train in workers", "workers", workers, 1);
  if (workers === 1 || !canShare()) return yield* train(task, run);
  const { model } = task;
  const { state, onSimulation, onProgress } = run;
  const memory = await memoryOf(task, { state, shared: true });
  const size = Math.min(SHARDS, workers);
  const barrierState = barrierMemory();
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const shared = {
    module,
    backend: tf.getBackend(),
    kernels: kernelsRun() ? "on" as const : "off" as const,
    size,
    barrierState,
    gate,
    memory,
    start: startOf(state),
    layout: JSON.stringify(layoutOf(model.variables)),
  };
  using workerPool = startWorkers<WorkerTask, TrainMessage>(
    "training",
    new URL("./train_worker.ts", import.meta.url),
    Array.from({ length: size }, (_, index) => ({ ...shared, index })),
  );
  const open = () => {
    Atomics.add(gate, 0, 1);
    Atomics.notify(gate, 0);
  };
  let best = state?.best; // a copy, as a worker that fails may leave the shared ones half written
  try {
    for (
      let message = await workerPool.next();
      message.kind !== "end";
      message = await workerPool.next()
    ) {
      if (message.kind === "simulation") onSimulation?.(...message.progress);
      else if (message.kind === "step") onProgress?.(...message.progress);
      else {
        const reached = stateOf(memory, message.reached);
        best = reached.best;
        yield reached;
        open();
      }
    }
  } finally {
    abortBarrier(barrierState);
    open();
    if (best) writeWeights(model.variables, best);
  }
}
