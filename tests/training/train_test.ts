import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import type { TrainingRows } from "../../lib/model/adapter.ts";
import { summedLoss } from "../../lib/training/loss.ts";
import type { Npe } from "../../lib/flows/npe.ts";
import { COLLAPSED } from "../../lib/training/summaries.ts";
import { train } from "../../lib/training/train.ts";
import type { TrainingState } from "../../lib/training/training_task.ts";
import { bestEpoch } from "../../lib/training/validation.ts";
import { readWeights } from "../../lib/training/weights.ts";
import { fold, key } from "../../lib/core/random.ts";
import {
  conjugateModel,
  conjugateRows,
  conjugateTask,
  ENTROPY,
  spoilt,
  training,
  validation,
} from "./conjugate.ts";

await startBackend();

async function meanLoss(model: Npe, rows: TrainingRows): Promise<number> {
  return await summedLoss(key(0), model, rows, { from: 0, to: rows.count }) / rows.count;
}

Deno.test("train() comes within 0.05 nats of the exact posterior of a conjugate model", async () => {
  using model = conjugateModel();
  const states = await Array.fromAsync(train(conjugateTask(model)));
  const fresh = conjugateRows(fold(key(2), "fresh"), 20_000);
  const gap = await meanLoss(model, fresh) - ENTROPY;
  assert(gap < 0.05, `gap ${gap}`);
  assert(gap > -0.02, `better than the exact posterior: ${gap}`); // the mean of 20,000 has se 0.01
  assertEquals(states.map(({ history }) => history.length), [1, 2, 3, 4, 5, 6]);
});

Deno.test("train() leaves the best weights in the model", async () => {
  using model = conjugateModel();
  let last: TrainingState | undefined;
  for await (last of train(conjugateTask(model)));
  assertEquals(await readWeights(model.variables), last!.best);
  const { validationLoss } = bestEpoch(last!.history);
  assertAlmostEquals(await meanLoss(model, validation), validationLoss, 1e-6);
});

Deno.test("train() resumed ends in the weights of an uninterrupted run", async () => {
  for (const refresh of [0, 1, 3]) {
    const config = { epochs: 4, refresh, n_train: 1024 };
    using whole = conjugateModel();
    await Array.fromAsync(train(conjugateTask(whole, config)));
    using cut = conjugateModel();
    let state: TrainingState | undefined;
    for await (state of train(conjugateTask(cut, config))) {
      if (state.history.length === 2) break;
    }
    using rest = conjugateModel(99);
    const run = { state: structuredClone(state!) };
    await Array.fromAsync(train(conjugateTask(rest, config), run));
    assertEquals(await readWeights(rest.variables), await readWeights(whole.variables));
  }
});

Deno.test("train() by Muon learns, resumes to the same weights, and leaves no tensor", async () => {
  const config = { epochs: 4, n_train: 1024, muon: 1, learning_rate: 0.1 };
  using whole = conjugateModel();
  const before = tf.memory().numTensors;
  await Array.fromAsync(train(conjugateTask(whole, config)));
  assertEquals(tf.memory().numTensors, before);
  assert(await meanLoss(whole, validation) < ENTROPY + 0.2);
  using cut = conjugateModel();
  let state: TrainingState | undefined;
  for await (state of train(conjugateTask(cut, config))) {
    if (state.history.length === 2) break;
  }
  using rest = conjugateModel(99);
  await Array.fromAsync(train(conjugateTask(rest, config), { state: structuredClone(state!) }));
  assertEquals(await readWeights(rest.variables), await readWeights(whole.variables));
  using adam = conjugateModel();
  await Array.fromAsync(train(conjugateTask(adam, { ...config, muon: 0 })));
  assertNotEquals(await readWeights(adam.variables), await readWeights(whole.variables));
});

Deno.test("train() gives the same weights for the same seed, others for another", async () => {
  const weights = async (seed: number) => {
    using model = conjugateModel();
    await Array.fromAsync(train(conjugateTask(model, { epochs: 1 }, { seed })));
    return await readWeights(model.variables);
  };
  const first = await weights(1);
  assertEquals(await weights(1), first);
  assert((await weights(2)).some((w, i) => w !== first[i]));
});

Deno.test("train() skips a batch whose loss is not finite", async () => {
  using model = conjugateModel();
  const rows = spoilt(training, 3, 1e30); // its square is not a number of 32 bits
  const states = await Array.fromAsync(train(conjugateTask(model, { epochs: 2 }, { rows })));
  assertEquals(states[1].history.map(({ skipped, rollbacks }) => [skipped, rollbacks]), [
    [1, 0],
    [1, 0],
  ]);
  assertEquals(states[1].adam.step, 2 * 31);
  assert((await readWeights(model.variables)).every(Number.isFinite));
  assert(await meanLoss(model, validation) < 2.5);
});

Deno.test("train() names the row that is not finite, or whose loss is not, and keeps the weights", async () => {
  const refusals = [
    [
      { rows: spoilt(training, 3, NaN) },
      "each training row must be finite: .* row 3 have NaN at 1",
    ],
    [{ validationRows: spoilt(validation, 300, Infinity) }, "each validation row .* row 300 have"],
    [{ validationRows: spoilt(validation, 500, 1e30) }, "must be finite: .* that of row 500 is"],
  ] as const;
  for (const [rows, words] of refusals) {
    using model = conjugateModel();
    const before = await readWeights(model.variables);
    const error = await assertRejects(
      () => Array.fromAsync(train(conjugateTask(model, { epochs: 2 }, rows))),
      RangeError,
      "Cannot train as ",
    );
    assertMatch(error.message, new RegExp(words));
    assertEquals(await readWeights(model.variables), before);
  }
});

for (
  const [learning_rate, n_train, epochs] of [
    ...[30, 1e3, 1e10].flatMap((rate) => [[rate, 128, 3], [rate, 1024, 1], [rate, 1024, 4]]),
    [30, 4096, 2],
    [1e10, 4096, 1],
    [1e-12, 256, 2],
  ]
) {
  Deno.test(`train() never ends well without having learned: rate ${learning_rate}, ${epochs} epochs of ${n_train} rows`, async () => {
    using model = conjugateModel();
    const untrained = await meanLoss(model, validation);
    const config = { learning_rate, n_train, epochs, warmup: 0 };
    await assertRejects(
      () => Array.fromAsync(train(conjugateTask(model, config))),
      RangeError,
      "a lower learning rate",
    );
    assert(await meanLoss(model, validation) <= untrained + 20); // not those that exploded
  });
}

Deno.test("train() refuses a state of another network or run", async () => {
  using model = conjugateModel();
  const config = { n_train: 512, epochs: 2 };
  let state: TrainingState | undefined;
  for await (state of train(conjugateTask(model, config))) break;
  const { weights, adam, history } = state!;
  const [report] = history;
  const nan = weights.slice();
  nan[5] = NaN;
  const mutants: readonly [Partial<TrainingState>, string][] = [
    [{ weights: weights.slice(1) }, "state.weights must have"],
    [{ weights: nan }, "state.weights[5] must be finite"],
    [{ best: new Float32Array() }, "state.best must have"],
    [{ adam: { ...adam, mean: weights.slice(1) } }, "state.adam.mean must have"],
    [{ adam: { ...adam, square: nan } }, "state.adam.square[5] must be finite"],
    [{ adam: { ...adam, step: 7 } }, "state.adam.step must be that of its history, 4: it is 7"],
    [{ history: [report, { ...report, epoch: 3 }] }, "state.history[1].epoch must be 2"],
    [{ history: [{ ...report, validationLoss: NaN }] }, "state.history[0].validationLoss must be"],
    [{ history: [report, report, report] }, "state.history must have at most 2 epochs: it has 3"],
    [{ untrainedLoss: NaN }, "state.untrainedLoss must be finite"],
  ];
  for (const [change, words] of mutants) {
    const run = { state: { ...state!, ...change } };
    await assertRejects(
      () => Array.fromAsync(train(conjugateTask(model, config), run)),
      RangeError,
      `Cannot resume training as ${words}`,
    );
  }
});

Deno.test("train() stops when the validation loss has not improved for `patience` epochs", async () => {
  using model = conjugateModel();
  const config = { epochs: 60, patience: 2, learning_rate: 0.1, n_train: 256 };
  const rows = conjugateRows(fold(key(3), "few"), 256);
  const states = await Array.fromAsync(train(conjugateTask(model, config, { rows })));
  const { history } = states[states.length - 1];
  assert(history.length < 60);
  assertEquals(history.length - bestEpoch(history).epoch, 2);
});

Deno.test("train() reports its progress and leaves no tensor", async () => {
  using model = conjugateModel();
  const steps: number[] = [];
  const before = tf.memory().numTensors;
  const run = { onProgress: (done: number) => void steps.push(done) };
  await Array.fromAsync(train(conjugateTask(model, { epochs: 2 }), run));
  assertEquals(tf.memory().numTensors, before);
  assertEquals(steps.length, 2 * 32);
  assertEquals(steps[steps.length - 1], 2 * 32);
});

Deno.test("train() with fresh rows for every epoch uses each row once", async () => {
  using model = conjugateModel();
  const task = conjugateTask(model, { n_train: 1024, epochs: 3, refresh: 1 });
  const made: number[] = [];
  const training = {
    ...task.training,
    fill(...[range, into, at]: Parameters<typeof task.training.fill>) {
      for (let row = range.from; row < range.to; row++) made.push(row);
      task.training.fill(range, into, at);
    },
  };
  await Array.fromAsync(train({ ...task, training }));
  assertEquals(made, Array.from({ length: 3 * 1024 }, (_, row) => row));
});

Deno.test("train() reports summaries that have collapsed", async () => {
  const rank = async (model: Npe) => {
    const states = train(conjugateTask(model, { epochs: 1, learning_rate: 1e-9 }));
    for await (const { history: [epoch] } of states) return epoch.summaryRank;
    return NaN;
  };
  using model = conjugateModel();
  assert(await rank(model) > 1.2);
  using collapsed = conjugateModel();
  for (const [path, variable] of collapsed.variables) {
    if (path.startsWith("summary/")) variable.assign(tf.zerosLike(variable));
  }
  assert(await rank(collapsed) < COLLAPSED);
});
