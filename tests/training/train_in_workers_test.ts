import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { fold, shuffled } from "../../lib/core/random.ts";
import { train } from "../../lib/training/train.ts";
import { trainInWorkers } from "../../lib/training/train_in_workers.ts";
import type { TrainingState } from "../../lib/training/training_task.ts";
import { readWeights } from "../../lib/training/weights.ts";
import { needs } from "../permissions.ts";
import {
  type ConjugateArgument,
  conjugateModel,
  conjugateTask,
  trainingTask,
} from "./conjugate.ts";

const needed = needs({ read: ["."] });
await startBackend();

const url = new URL("./conjugate.ts", import.meta.url).href;
const overrides = {
  n_train: 1000,
  n_val: 512,
  epochs: 2,
  batch_size: 50,
  refresh: 1,
  clip_norm: 0.1,
  clip_per_variable: 1,
};

/** The run of a small network in so many workers. */
function run(workers: number, argument: Omit<ConjugateArgument, "overrides"> = {}) {
  const model = conjugateModel();
  const module = { url, argument: { overrides, ...argument } satisfies ConjugateArgument };
  return {
    model,
    states: trainInWorkers(conjugateTask(model, overrides), module, { workers }),
    [Symbol.dispose]: () => model[Symbol.dispose](),
  };
}

Deno.test({
  ...needed,
  name: "trainInWorkers() gives the same weights with 1, 2, 3 and 4 workers",
  async fn() {
    using alone = conjugateModel();
    const [, expected] = await Array.fromAsync(train(conjugateTask(alone, overrides)));
    for (const workers of [1, 2, 3, 4]) {
      using group = run(workers);
      const [, last] = await Array.fromAsync(group.states);
      assertEquals(last.weights, expected.weights);
      assertEquals(last.adam, expected.adam);
      assertEquals(await readWeights(group.model.variables), expected.best);
      const losses = ({ history }: TrainingState) => history.map((e) => e.validationLoss);
      assertEquals(losses(last), losses(expected));
    }
  },
});

Deno.test({
  ...needed,
  name: "trainInWorkers() by Muon gives the same weights with 1, 2 and 3 workers, also rolled back",
  async fn() {
    const config = { n_train: 1000, n_val: 64, epochs: 1, batch_size: 8, muon: 1 };
    const order = shuffled(fold(conjugateTask(conjugateModel()).key, 1), config.n_train);
    const bad = [100, 101, 102].map((batch) => order[batch * config.batch_size]);
    const argument: ConjugateArgument = { overrides: config, bad };
    const runs: TrainingState[] = [];
    for (const workers of [1, 2, 3]) {
      const task = trainingTask(argument);
      using _ = task.model;
      runs.push(...await Array.fromAsync(trainInWorkers(task, { url, argument }, { workers })));
    }
    const [alone, ...others] = runs;
    assertEquals(alone.history.map(({ skipped, rollbacks }) => [skipped, rollbacks]), [[3, 1]]);
    for (const { weights, adam, best } of others) {
      assertEquals([weights, adam, best], [alone.weights, alone.adam, alone.best]);
    }
  },
});

Deno.test({
  ...needed,
  name: "trainInWorkers() leaves the best weights so far, by 1, 2 and 3 workers, when it is left",
  async fn() {
    for (const workers of [1, 2, 3]) {
      using group = run(workers);
      const untrained = await readWeights(group.model.variables);
      let state: TrainingState | undefined;
      for await (state of group.states) break;
      const weights = await readWeights(group.model.variables);
      assertEquals(weights, state!.best);
      assert(weights.some((weight, i) => weight !== untrained[i]));
    }
  },
});

Deno.test({
  ...needed,
  name: "trainInWorkers() refuses with the same message by any number of workers",
  async fn() {
    const refusals = [1, 2, 3].map(async (workers) => {
      using model = conjugateModel();
      const config = { ...overrides, learning_rate: 1e10 };
      const module = { url, argument: { overrides: config } };
      const untrained = await readWeights(model.variables);
      const { message } = await assertRejects(
        () => trainInWorkers(conjugateTask(model, config), module, { workers }).next(),
        RangeError,
      );
      assertEquals(await readWeights(model.variables), untrained);
      return message;
    });
    const [one, ...more] = await Promise.all(refusals);
    assertStringIncludes(one, "a lower learning rate may help");
    assertEquals(more, [one, one]);
  },
});

Deno.test({
  ...needed,
  name:
    "trainInWorkers() reports its progress, ends its workers when left, and goes on from a state",
  async fn() {
    using cut = run(2);
    const before = tf.memory().numTensors;
    let first: TrainingState | undefined;
    for await (first of cut.states) break;
    assertEquals(first!.history.length, 1);
    assertEquals(tf.memory().numTensors, before);

    using whole = run(2);
    const [, expected] = await Array.fromAsync(whole.states);
    using model = conjugateModel(99);
    const told: string[] = [];
    const rest = trainInWorkers(conjugateTask(model, overrides), {
      url,
      argument: { overrides },
    }, {
      workers: 2,
      state: first!,
      onProgress: (done, total, note) => void told.push(`${done}/${total} ${note}`),
    });
    const [last] = await Array.fromAsync(rest);
    assertEquals(last.weights, expected.weights);
    assert(told.every((line) => /^\d+\/40 epoch 2\/2, loss /.test(line)), told.join("\n"));
  },
});

Deno.test({
  ...needs({ read: ["."], run: ["deno"] }),
  name: "trainInWorkers() lets a program end that leaves it early, its workers waiting",
  async fn() {
    const { success, stdout } = await new Deno.Command("deno", {
      args: ["run", "--frozen", "--no-prompt", "--allow-read", "tests/training/left_early.ts"],
      signal: AbortSignal.timeout(60_000), // workers that wait for ever
    }).output();
    assertEquals(new TextDecoder().decode(stdout), "left\n");
    assert(success);
  },
});

Deno.test({
  ...needed,
  name: "trainInWorkers() ends with a clear error when a worker fails, and keeps the last state",
  async fn() {
    using group = run(2, { end: 1500 }); // in the middle of the first epoch, for the second
    await assertRejects(
      () => group.states.next(),
      Error,
      "row 1500 can't be made",
    );
    using later = run(2, { end: 2000 });
    const states = await Array.fromAsync(later.states);
    assertEquals(states.length, 2);
  },
});

Deno.test({
  ...needed,
  name: "trainInWorkers() refuses a training task of other weights",
  async fn() {
    using model = conjugateModel();
    const other = new URL("./other_task.ts", import.meta.url).href;
    const states = trainInWorkers(conjugateTask(model, overrides), {
      url: other,
      argument: undefined,
    }, { workers: 2 });
    await assertRejects(() => states.next(), Error, 'as their weights must be [{"path"');
  },
});
