import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/backend.ts";
import type { TrainingRows } from "../../lib/adapter.ts";
import { summedLoss } from "../../lib/inference/loss.ts";
import type { Npe } from "../../lib/inference/npe.ts";
import { COLLAPSED } from "../../lib/inference/summaries.ts";
import { bestEpoch, train } from "../../lib/inference/train.ts";
import type { TrainingState } from "../../lib/inference/trainee.ts";
import { readWeights } from "../../lib/inference/weights.ts";
import { fold, key } from "../../lib/random.ts";
import {
  conjugateModel,
  conjugateRows,
  conjugateTrainee,
  ENTROPY,
  training,
  validation,
} from "./conjugate.ts";

await startBackend();

async function meanLoss(model: Npe, rows: TrainingRows): Promise<number> {
  return await summedLoss(key(0), model, rows, { from: 0, to: rows.count }) / rows.count;
}

Deno.test("train() comes within 0.05 nats of the exact posterior of a conjugate model", async () => {
  using model = conjugateModel();
  const states = await Array.fromAsync(train(conjugateTrainee(model)));
  const fresh = conjugateRows(fold(key(2), "fresh"), 20_000);
  const gap = await meanLoss(model, fresh) - ENTROPY;
  assert(gap < 0.05, `gap ${gap}`);
  assert(gap > -0.02, `better than the exact posterior: ${gap}`); // the mean of 20,000 has se 0.01
  assertEquals(states.map(({ history }) => history.length), [1, 2, 3, 4, 5, 6]);
});

Deno.test("train() leaves the best weights in the model", async () => {
  using model = conjugateModel();
  let last: TrainingState | undefined;
  for await (last of train(conjugateTrainee(model)));
  assertEquals(await readWeights(model.variables), last!.best);
  const { validationLoss } = bestEpoch(last!.history);
  assertAlmostEquals(await meanLoss(model, validation), validationLoss, 1e-6);
});

Deno.test("train() resumed ends in the weights of an uninterrupted run", async () => {
  for (const refresh of [0, 1, 3]) {
    const config = { epochs: 4, refresh, n_train: 1024 };
    using whole = conjugateModel();
    await Array.fromAsync(train(conjugateTrainee(whole, config)));
    using cut = conjugateModel();
    let state: TrainingState | undefined;
    for await (state of train(conjugateTrainee(cut, config))) {
      if (state.history.length === 2) break;
    }
    using rest = conjugateModel(99);
    const run = { state: structuredClone(state!) };
    await Array.fromAsync(train(conjugateTrainee(rest, config), run));
    assertEquals(await readWeights(rest.variables), await readWeights(whole.variables));
  }
});

Deno.test("train() gives the same weights for the same seed, others for another", async () => {
  const weights = async (seed: number) => {
    using model = conjugateModel();
    await Array.fromAsync(train(conjugateTrainee(model, { epochs: 1 }, { seed })));
    return await readWeights(model.variables);
  };
  const first = await weights(1);
  assertEquals(await weights(1), first);
  assert((await weights(2)).some((w, i) => w !== first[i]));
});

Deno.test("train() skips a batch whose loss is not finite, and says so when all are", async () => {
  const ill = { ...training, summaryVariables: training.summaryVariables.slice() };
  ill.summaryVariables[7] = NaN;
  using model = conjugateModel();
  const states = await Array.fromAsync(
    train(conjugateTrainee(model, { epochs: 2 }, { rows: ill })),
  );
  assertEquals(states[1].history.map(({ skipped, rollbacks }) => [skipped, rollbacks]), [
    [1, 0],
    [1, 0],
  ]);
  assert((await readWeights(model.variables)).every(Number.isFinite));
  assert(await meanLoss(model, validation) < 2.5);

  using other = conjugateModel();
  const before = await readWeights(other.variables);
  const dead = { ...training, summaryVariables: training.summaryVariables.map(() => NaN) };
  await assertRejects(
    () => Array.fromAsync(train(conjugateTrainee(other, { epochs: 2 }, { rows: dead }))),
    Error,
    "more than 20 batches of epoch 1 had a loss or gradient that is not finite",
  );
  assertEquals(await readWeights(other.variables), before);
});

Deno.test("train() stops when the validation loss has not improved for `patience` epochs", async () => {
  using model = conjugateModel();
  const config = { epochs: 60, patience: 2, learning_rate: 0.1, n_train: 256 };
  const rows = conjugateRows(fold(key(3), "few"), 256);
  const states = await Array.fromAsync(train(conjugateTrainee(model, config, { rows })));
  const { history } = states[states.length - 1];
  assert(history.length < 60);
  assertEquals(history.length - bestEpoch(history).epoch, 2);
});

Deno.test("train() tells its progress and leaves no tensor", async () => {
  using model = conjugateModel();
  const steps: number[] = [];
  const before = tf.memory().numTensors;
  const run = { onProgress: (done: number) => void steps.push(done) };
  await Array.fromAsync(train(conjugateTrainee(model, { epochs: 2 }), run));
  assertEquals(tf.memory().numTensors, before);
  assertEquals(steps.length, 2 * 32);
  assertEquals(steps[steps.length - 1], 2 * 32);
});

Deno.test("train() with fresh rows for every epoch sees each row once", async () => {
  using model = conjugateModel();
  const trainee = conjugateTrainee(model, { n_train: 1024, epochs: 3, refresh: 1 });
  const made: number[] = [];
  const training = {
    ...trainee.training,
    fill(...[range, into, at]: Parameters<typeof trainee.training.fill>) {
      for (let row = range.from; row < range.to; row++) made.push(row);
      trainee.training.fill(range, into, at);
    },
  };
  await Array.fromAsync(train({ ...trainee, training }));
  assertEquals(made, Array.from({ length: 3 * 1024 }, (_, row) => row));
});

Deno.test("train() tells of summaries that have collapsed", async () => {
  const rank = async (model: Npe) => {
    const [{ history: [epoch] }] = await Array.fromAsync(
      train(conjugateTrainee(model, { epochs: 1, learning_rate: 1e-9 })),
    );
    return epoch.summaryRank;
  };
  using model = conjugateModel();
  assert(await rank(model) > 1.2);
  using collapsed = conjugateModel();
  for (const [path, variable] of collapsed.variables) {
    if (path.startsWith("summary/")) variable.assign(tf.zerosLike(variable));
  }
  assert(await rank(collapsed) < COLLAPSED);
});
