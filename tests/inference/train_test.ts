import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/backend.ts";
import { bestEpoch, evaluate, train, type TrainingState } from "../../lib/inference/train.ts";
import { readWeights } from "../../lib/inference/weights.ts";
import { fold, key } from "../../lib/random.ts";
import { conjugateConfig, conjugateModel, conjugateRows, ENTROPY } from "./conjugate.ts";

await startBackend();
const training = conjugateRows(fold(key(1), "training"), 4096);
const validation = conjugateRows(fold(key(1), "validation"), 512);
const batches = fold(key(1), "batches");

Deno.test("train() comes within 0.05 nats of the exact posterior of a conjugate model", async () => {
  using model = conjugateModel();
  const config = conjugateConfig();
  const states = await Array.fromAsync(train(batches, model, config, { training, validation }));
  const fresh = conjugateRows(fold(key(2), "fresh"), 20_000);
  const gap = await evaluate(model, fresh) - ENTROPY;
  assert(gap < 0.05, `gap ${gap}`);
  assert(gap > -0.02, `better than the exact posterior: ${gap}`); // the mean of 20,000 has se 0.01
  assertEquals(states.map(({ history }) => history.length), [1, 2, 3, 4, 5, 6]);
});

Deno.test("train() leaves the best weights in the model", async () => {
  using model = conjugateModel();
  let last: TrainingState | undefined;
  for await (last of train(batches, model, conjugateConfig(), { training, validation }));
  assertEquals(await readWeights(model.variables), last!.best);
  const { validationLoss } = bestEpoch(last!.history);
  assertAlmostEquals(await evaluate(model, validation), validationLoss, 1e-6);
});

Deno.test("train() resumed ends in the weights of an uninterrupted run", async () => {
  const config = conjugateConfig({ epochs: 4 });
  using whole = conjugateModel();
  await Array.fromAsync(train(batches, whole, config, { training, validation }));
  using cut = conjugateModel();
  let state: TrainingState | undefined;
  for await (state of train(batches, cut, config, { training, validation })) {
    if (state.history.length === 2) break;
  }
  using rest = conjugateModel(99);
  const run = { training, validation, state: structuredClone(state!) };
  await Array.fromAsync(train(batches, rest, config, run));
  assertEquals(await readWeights(rest.variables), await readWeights(whole.variables));
});

Deno.test("train() gives the same weights for the same seed, others for another", async () => {
  const config = conjugateConfig({ epochs: 1 });
  const weights = async (seed: number) => {
    using model = conjugateModel();
    await Array.fromAsync(train(fold(key(seed), "b"), model, config, { training, validation }));
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
  const config = conjugateConfig({ epochs: 2 });
  await Array.fromAsync(train(batches, model, config, { training: ill, validation }));
  assert((await readWeights(model.variables)).every(Number.isFinite));
  assert(await evaluate(model, validation) < 2.5);

  using other = conjugateModel();
  const before = await readWeights(other.variables);
  const dead = { ...training, summaryVariables: training.summaryVariables.map(() => NaN) };
  await assertRejects(
    () => Array.fromAsync(train(batches, other, config, { training: dead, validation })),
    Error,
    "more than 20 batches of epoch 1 had a loss or gradient that is not finite",
  );
  assertEquals(await readWeights(other.variables), before);
});

Deno.test("train() stops when the validation loss has not improved for `patience` epochs", async () => {
  using model = conjugateModel();
  const config = conjugateConfig({ epochs: 60, patience: 2, learning_rate: 0.1, n_train: 256 });
  const few = conjugateRows(fold(key(3), "few"), 256);
  const states = await Array.fromAsync(
    train(batches, model, config, { training: few, validation }),
  );
  const { history } = states[states.length - 1];
  assert(history.length < 60);
  assertEquals(history.length - bestEpoch(history).epoch, 2);
});

Deno.test("train() tells its progress and leaves no tensor", async () => {
  using model = conjugateModel();
  const steps: number[] = [];
  const before = tf.memory().numTensors;
  const run = { training, validation, onProgress: (done: number) => void steps.push(done) };
  await Array.fromAsync(train(batches, model, conjugateConfig({ epochs: 2 }), run));
  assertEquals(tf.memory().numTensors, before);
  assertEquals(steps.length, 2 * 32);
  assertEquals(steps[steps.length - 1], 2 * 32);
});
