import { assertEquals, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { couplingFlow } from "../../lib/flows/coupling_flow.ts";
import type { Fields, SeriesField } from "../../lib/model/field.ts";
import { blankRows } from "../../lib/model/fill_rows.ts";
import defaultKit from "../../lib/models/lif/kits/default.ts";
import {
  decodeRunningCheckpoint,
  encodeCheckpoint,
  type RunningCheckpoint,
} from "../../lib/workflow/checkpoint.ts";
import { beside, timeSeriesOf } from "../../lib/model/summary_variables.ts";
import type { Kit } from "../../lib/workflow/kit.ts";
import { mlpSummary } from "../../lib/networks/mlp.ts";
import { restore } from "../../lib/workflow/restore.ts";
import { type Setup, setup } from "../../lib/workflow/setup.ts";
import { trainingTaskOf, trainWorkflow } from "../../lib/workflow/train_workflow.ts";
import { trainingTask } from "../../lib/workflow/worker_task.ts";
import { workflow } from "../../lib/workflow/workflow.ts";
import { needs } from "../permissions.ts";
import user from "./user_model.ts";

await startBackend();

async function train<Name extends string, X extends Fields>(
  setup: Setup<Name, X>,
  workers: number,
): Promise<RunningCheckpoint[]> {
  using own = workflow(setup);
  return await Array.fromAsync(trainWorkflow(own, { workers }));
}

type UserFields = { readonly signal: SeriesField };

const small = { n_train: 256, n_val: 128, epochs: 2, batch_size: 64 };
const moduleAt = (path: string) => ({ url: new URL(path, import.meta.url).href, name: path });
const neuron = setup(defaultKit, {
  numbers: { T: 20 },
  train: { ...small, refresh: 1 },
  module: moduleAt("../../lib/models/lif/kits/default.ts"),
});
const decay = setup(user, { train: small, module: moduleAt("./user_model.ts") });

/** What of a run doesn't depend on how long it took. */
function timeless({ history, state, ...rest }: RunningCheckpoint): unknown {
  const without = history.map((epoch) => ({ ...epoch, seconds: 0 }));
  return { ...rest, history: without, state: { ...state, history: without } };
}

Deno.test({
  ...needs({ read: ["."] }),
  name: "trainWorkflow() in two workers gives the checkpoint of one thread, of a family of kits",
  async fn() {
    const [one, two] = [await train(neuron, 1), await train(neuron, 2)];
    assertEquals(two.map(timeless), one.map(timeless));
    assertEquals([one.length, one[0].name, one[0].numbers.T], [2, "default", 20]);
  },
});

Deno.test({
  ...needs({ read: ["."] }),
  name:
    "trainWorkflow() in two workers gives the checkpoint of one thread, of a user's plain model",
  async fn() {
    const [one, two] = [await train(decay, 1), await train(decay, 2)];
    assertEquals(two.map(timeless), one.map(timeless));
    const { name, module, parameters, numbers } = one[0];
    assertEquals([name, module, numbers], ["decay", "./user_model.ts", {}]);
    assertEquals(parameters, ["rate", "start"]);
  },
});

Deno.test("trainWorkflow() goes on from a run that was saved, to the same checkpoint", async () => {
  const [first, second] = await train(decay, 1);
  const saved = decodeRunningCheckpoint(encodeCheckpoint(first));
  assertEquals(saved, first);
  using again = restore(user, saved);
  const rest = await Array.fromAsync(trainWorkflow(again, { workers: 1, state: saved.state }));
  assertEquals(rest.map(({ state }) => state.weights), [second.state.weights]);
});

Deno.test("trainWorkflow() lets a network see its first rows once, before it is trained", async () => {
  const seen: Float32Array[] = [];
  const kit: Kit<"rate" | "start", UserFields> = {
    name: "watched",
    model: user,
    summaries: beside([timeSeriesOf(["signal"], 12)]),
    architecture: {
      summary: (scope, [inputs]) => {
        const network = mlpSummary(scope, { inputs, dim: 4, widths: [8] });
        const initialise = (x: tf.Tensor) => void seen.push(x.dataSync() as Float32Array);
        return { ...network, initialise };
      },
      estimator: couplingFlow({ depth: 1, widths: [8] }),
    },
  };
  const own = setup(kit, { train: small });
  const before = tf.memory().numTensors;
  const [first] = await train(own, 1);
  assertEquals(tf.memory().numTensors, before);
  using same = workflow(own);
  const { training } = trainingTaskOf(same), rows = blankRows(same.adapter, small.n_train);
  training.fill({ from: 0, to: rows.count }, rows, 0);
  assertEquals(seen, [rows.summaryVariables]);
  using again = restore(kit, first);
  await Array.fromAsync(trainWorkflow(again, { workers: 1, state: first.state }));
  assertEquals(seen.length, 1); // a run that goes on is not at its start
});

Deno.test("trainWorkflow() of a model without a module trains in one thread, and refuses two", async () => {
  const { module: _, ...here } = decay;
  using own = workflow(here);
  await assertRejects(
    () => Array.fromAsync(trainWorkflow(own, { workers: 2 })),
    RangeError,
    "Cannot train decay in 2 workers as its setup must have a module, from which they make it",
  );
  const [last] = (await Array.fromAsync(trainWorkflow(own))).slice(-1);
  assertEquals([last.module, last.history.length], ["", 2]);
});

Deno.test({
  ...needs({ read: ["."] }),
  name: "trainingTask() refuses a module that exports no model, and numbers that are not its",
  async fn() {
    const { train, numbers } = decay;
    using own = workflow(decay);
    const argument = { module: decay.module?.url ?? "", numbers, train, warmUp: own.warmUp };
    const nothing = new URL("../support.ts", import.meta.url).href;
    await assertRejects(
      () => trainingTask({ ...argument, module: nothing }),
      TypeError,
      "it is undefined",
    );
    const wrong = { ...argument, numbers: { gain: 2 } };
    await assertRejects(() => trainingTask(wrong), TypeError, '"gain" is given');
    const made = await trainingTask(argument);
    assertEquals(made.key, (await trainingTask(argument)).key);
  },
});
