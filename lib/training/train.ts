/**
 * Training: minimises the mean of −log q(theta | x) by AdamW over shuffled batches, and keeps the
 * weights that did best on the validation rows. Runs in each worker of a group, or in one thread as
 * a group of one.
 *
 * @module
 */
import type { OnProgress } from "../core/history.ts";
import {
  ONE_WORKER,
  ownParts,
  partRange,
  type WorkerGroup,
} from "../compute/parallel/worker_group.ts";
import { fold, shuffled } from "../core/random.ts";
import { guardOf, lossLimit } from "./guard.ts";
import { lossAndGradient } from "./loss.ts";
import { SHARDS, type TrainingMemory } from "./memory.ts";
import { matrixParts } from "./matrices.ts";
import { fillTogether, finiteRows, poolOf } from "./pool.ts";
import { warmupCosine } from "./schedule.ts";
import { summaryRank } from "./summaries.ts";
import { batchesOf } from "./train_config.ts";
import {
  memoryOf,
  type Reached,
  type Start,
  startOf,
  stateOf,
  type TrainingState,
  type TrainingTask,
} from "./training_task.ts";
import {
  gradientNorm,
  keepBest,
  measureVariables,
  snapshot,
  stepWeights,
  sumGradients,
} from "./update.ts";
import { bestEpoch, mustHaveLearned, validate } from "./validation.ts";
import { writeWeights } from "./weights.ts";

/** Where to start, and callbacks for progress. */
export interface TrainingRun {
  /** Continue from here; the training task must be that of the first part. */
  readonly state?: TrainingState;
  /** Called as rows are made before the first step. */
  readonly onSimulation?: OnProgress | undefined;
  /** Called after every step, counted over the whole run. */
  readonly onProgress?: OnProgress | undefined;
}

/**
 * Trains epoch by epoch, each worker its shards of every batch; yields after each epoch, when the
 * memory holds all of it. All workers go through the same steps: a barrier must precede every
 * change of the memory from outside.
 *
 * @throws {RangeError} If a row is not finite, more than 20 batches of an epoch or half of them
 * were bad, a validation loss is not finite or has exploded, or none is below the untrained
 * network's. The memory still holds the best weights.
 */
export async function* trainInGroup(
  group: WorkerGroup,
  task: TrainingTask,
  memory: TrainingMemory,
  { history, steps, untrainedLoss }: Start,
  { onSimulation, onProgress }: TrainingRun = {},
): AsyncGenerator<Reached> {
  const { key, model, config } = task;
  const { batch_size, epochs, patience, weight_decay, clip_norm } = config;
  const matrices = config.muon === 1 ? matrixParts(model.variables) : [];
  const perVariable = config.clip_per_variable === 1;
  const batches = batchesOf(config);
  const rate = warmupCosine({
    peak: config.learning_rate,
    warmup: config.warmup,
    steps: epochs * batches,
  });
  const pool = poolOf(group, finiteRows(task.training, "training"), memory.pools, config);
  if (history.length < epochs) {
    const rows = finiteRows(task.validation, "validation");
    await fillTogether(group, rows, memory.validation, 0);
    await pool.begin(history.length + 1, onSimulation);
  }
  snapshot(group, memory, "keep"); // what a run begins with has been validated, or is next
  group.barrier();
  writeWeights(model.variables, memory.weights);
  untrainedLoss ??= await validate(group, task, memory);
  const limit = lossLimit(untrainedLoss, model.estimator.dim);

  for (let epoch = history.length + 1; epoch <= epochs; epoch++) {
    const start = performance.now();
    const rows = pool.rows(epoch);
    const order = shuffled(fold(key, epoch), rows.count);
    const typicalNorm = history.at(-1)?.gradientNorm;
    const guard = guardOf(epoch, { batches, limit, typicalNorm });
    let lossSum = 0, normSum = 0, good = 0;
    for (let batch = 0; batch < batches; batch++) {
      const step = (epoch - 1) * batches + batch;
      const noise = fold(fold(key, "noise"), step);
      for (const shard of ownParts(group, SHARDS)) {
        const [from, to] = partRange(batch_size, shard, SHARDS);
        const part = order.subarray(batch * batch_size + from, batch * batch_size + to);
        const cut = { rows, order: part, key: noise, from };
        memory.losses[shard] = from === to
          ? 0
          : (to - from) / batch_size * await lossAndGradient(model, cut, memory.gradients[shard]);
      }
      group.barrier();
      sumGradients(group, memory, batch_size);
      if (perVariable) measureVariables(group, memory);
      group.barrier();
      const loss = memory.losses.reduce((sum, value) => sum + value, 0);
      const length = gradientNorm(memory);
      const judgement = guard.judge(loss, length);
      if (judgement === "step") {
        if (guard.snapshot) {
          snapshot(group, memory, "keep");
          if (matrices.length > 0) group.barrier(); // a matrix is stepped across others' ranges
        }
        await stepWeights(group, memory, {
          steps: steps++,
          limit: clip_norm,
          perVariable,
          matrices,
          learningRate: rate(step),
          weightDecay: weight_decay,
        });
        good++;
        lossSum += loss;
        normSum += length;
      } else if (judgement === "roll back") snapshot(group, memory, "restore");
      group.barrier();
      if (judgement !== "skip") writeWeights(model.variables, memory.weights);
      pool.advance(epoch, batch, batches);
      onProgress?.(step + 1, epochs * batches, `epoch ${epoch}/${epochs}, loss ${loss.toFixed(2)}`);
    }
    const validationLoss = await validate(group, task, memory, untrainedLoss);
    snapshot(group, memory, "keep");
    if (history.length === 0 || validationLoss < bestEpoch(history).validationLoss) {
      keepBest(group, memory);
    }
    history = [...history, {
      epoch,
      trainingLoss: lossSum / good,
      validationLoss,
      learningRate: rate(epoch * batches - 1),
      gradientNorm: normSum / good,
      summaryRank: await summaryRank(model, memory.validation),
      skipped: guard.skipped,
      rollbacks: guard.rollbacks,
      seconds: (performance.now() - start) / 1000,
    }];
    group.barrier();
    yield { history, steps, untrainedLoss };
    if (patience > 0 && epoch - bestEpoch(history).epoch >= patience) break;
  }
  mustHaveLearned(history, untrainedLoss);
}

/**
 * Trains in this thread: yields the state after each epoch. However it ends, at the last epoch, by
 * an error or because the loop over it is left, the best weights so far are in the model. Go on by
 * handing the last state back. A batch whose loss or gradient is not finite, or explodes, does not
 * reach the weights.
 *
 * @throws {RangeError} If a row is not finite, more than 20 batches of an epoch or half of them
 * were bad, a validation loss is not finite or has exploded, or none is below the untrained
 * network's; or if the state is of another network or run. The last state yielded is still good.
 */
export async function* train(
  task: TrainingTask,
  run: TrainingRun = {},
): AsyncGenerator<TrainingState> {
  const { state } = run;
  const memory = await memoryOf(task, { state, shared: false });
  try {
    for await (const reached of trainInGroup(ONE_WORKER, task, memory, startOf(state), run)) {
      yield stateOf(memory, reached);
    }
  } finally {
    writeWeights(task.model.variables, memory.best);
  }
}
