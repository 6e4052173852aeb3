/**
 * The program of a worker thread that trains as part of a group.
 *
 * @module
 */
import { startBackend } from "../compute/backend.ts";
import type { OnProgress } from "../core/history.ts";
import { workOn } from "../compute/parallel/worker_pool.ts";
import { type BarrierMemory, groupMember } from "../compute/parallel/worker_group.ts";
import type { TrainingMemory } from "./memory.ts";
import { trainInGroup } from "./train.ts";
import type { Reached, Start, TrainingTask } from "./training_task.ts";
import { layoutOf } from "./weights.ts";

/** How a worker makes its own copy of what is trained. */
export interface TrainingTaskModule {
  /** Where `export function trainingTask(argument): TrainingTask`, or a promise of one, stands. */
  readonly url: string;
  /** What it is called with. */
  readonly argument: unknown;
}

/** What is sent to a worker. */
export interface WorkerTask {
  readonly module: TrainingTaskModule;
  readonly backend: string;
  readonly kernels: "on" | "off";
  readonly index: number;
  readonly size: number;
  readonly barrierState: BarrierMemory;
  /** One number: how many epochs the host has taken in. */
  readonly gate: Int32Array<SharedArrayBuffer>;
  readonly memory: TrainingMemory;
  readonly start: Start;
  /** The layout of the weights, as text: what the training task must have. */
  readonly layout: string;
}

/** What the first worker of a group sends to the host. */
export type TrainMessage =
  | { readonly kind: "simulation"; readonly progress: Parameters<OnProgress> }
  | { readonly kind: "step"; readonly progress: Parameters<OnProgress> }
  | { readonly kind: "epoch"; readonly reached: Reached }
  | { readonly kind: "end" };

/** The least time between two messages of progress, in ms. */
const INTERVAL = 50;

workOn<WorkerTask, TrainMessage>(async (task, send) => {
  const { module: { url, argument }, index, size, barrierState, gate, memory, start } = task;
  await startBackend(task.backend, { kernels: task.kernels });
  const { trainingTask: make } = await import(url) as {
    trainingTask(argument: unknown): TrainingTask | Promise<TrainingTask>;
  };
  const trainingTask = await make(argument);
  const layout = JSON.stringify(layoutOf(trainingTask.model.variables));
  if (layout !== task.layout) {
    throw new RangeError(
      `Cannot train in workers as their weights must be ${task.layout}: they are ${layout}`,
    );
  }
  let told = -Infinity;
  const tell = (kind: "simulation" | "step"): OnProgress => (...progress) => {
    const now = performance.now();
    if (now - told < INTERVAL) return;
    told = now;
    send({ kind, progress });
  };
  const run = index === 0 ? { onSimulation: tell("simulation"), onProgress: tell("step") } : {};
  let taken = 0;
  const group = groupMember(barrierState, { index, size });
  for await (const reached of trainInGroup(group, trainingTask, memory, start, run)) {
    if (index === 0) send({ kind: "epoch", reached });
    Atomics.wait(gate, 0, taken++);
  }
  if (index === 0) send({ kind: "end" });
});
