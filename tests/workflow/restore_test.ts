import { needs } from "../permissions.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { key } from "../../lib/core/random.ts";
import { simulateJoint } from "../../lib/model/dataset.ts";
import defaultKit from "../../lib/models/lif/kits/default.ts";
import learnedKit from "../../lib/models/lif/kits/learned.ts";
import originalKit from "../../lib/models/lif/kits/original.ts";
import { layoutOf, weightsIn } from "../../lib/training/weights.ts";
import {
  type Checkpoint,
  decodeCheckpoint,
  encodeCheckpoint,
} from "../../lib/workflow/checkpoint.ts";
import { restore, restoreSetup, unlike } from "../../lib/workflow/restore.ts";
import { setup } from "../../lib/workflow/setup.ts";
import { trainWorkflow } from "../../lib/workflow/train_workflow.ts";
import { warmUp, workflow } from "../../lib/workflow/workflow.ts";
import defaultBytes from "../../data/default.safetensors" with { type: "bytes" };
import learnedBytes from "../../data/learned.safetensors" with { type: "bytes" };
import originalBytes from "../../data/original.safetensors" with { type: "bytes" };
import { finished, small } from "./checkpoint_example.ts";

await startBackend();

/** A checkpoint that fits the networks of `small`; no training made it. */
const good: Checkpoint = (() => {
  using made = workflow(small);
  const layout = layoutOf(made.network.variables);
  const weights = new Float32Array(weightsIn(layout)).fill(0.01);
  return { ...finished, warmUp: made.warmUp, layout, weights };
})();

Deno.test("restore() makes the committed checkpoints' workflows again, with their weights", () => {
  for (
    const [family, bytes] of [
      [defaultKit, defaultBytes],
      [learnedKit, learnedBytes],
      [originalKit, originalBytes],
    ] as const
  ) {
    const checkpoint = decodeCheckpoint(bytes);
    using restored = restore(family, checkpoint);
    const weights = [...restored.network.variables.values()].flatMap((v) => [...v.dataSync()]);
    assertEquals(Float32Array.from(weights), checkpoint.weights);
    assertEquals(unlike(setup(family), checkpoint), []); // of the standard numbers
  }
});

Deno.test("restore() answers as the workflow that was saved, and leaves no tensor", async () => {
  const before = tf.memory().numTensors;
  {
    using saved = restoreSetup(small, good);
    using read = restore(defaultKit, decodeCheckpoint(encodeCheckpoint(good)));
    const { observations } = simulateJoint(key(6), saved.model, 2);
    assertEquals(
      await read.posterior.sample(key(7), observations, 10),
      await saved.posterior.sample(key(7), observations, 10),
    );
  }
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("restoreSetup() refuses a checkpoint of another kit, other numbers or units", () => {
  const before = tf.memory().numTensors;
  const { parameters, numbers, train, warmUp: { moments, standardisation } } = good;
  const short = { ...standardisation, mean: standardisation.mean.slice(1) };
  const { T: _, ...few } = numbers;
  const cases: [Partial<Checkpoint>, string][] = [
    [{ name: "original" }, "model: default, not original"],
    [{ parameters: parameters.toReversed() }, "parameters: V_th, tau_m, g_L, V_reset, V_init, E_L"],
    [{ numbers: { ...numbers, I_std: 20 } }, "I_std: 50, not 20"],
    [{ numbers: few }, "T: 20, not undefined"],
    [{ train: { ...train, seed: 7 } }, "seed: 45, not 7"],
    [{ warmUp: { moments, standardisation: short } }, "summary.mean must have"],
    [{ warmUp: { moments: { ...moments, sd: [1] }, standardisation } }, "theta.sd must have 6"],
    [{ weights: good.weights.map((w, i) => i === 9 ? NaN : w) }, "weights[9] must be finite"],
    [{ weights: good.weights.subarray(1) }, `it has ${good.weights.length - 1}`],
  ];
  for (const [change, words] of cases) {
    assertThrows(() => restoreSetup(small, { ...good, ...change }), Error, words);
  }
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("restore() refuses numbers that its kit does not depend on, or that make no experiment", () => {
  const with_ = (numbers: Checkpoint["numbers"]) => () => restore(defaultKit, { ...good, numbers });
  assertThrows(with_({ ...good.numbers, tau: 3 }), TypeError, '"tau" is none of them');
  assertThrows(with_({ ...good.numbers, dt: -0.2 }), RangeError, "dt must be > 0");
});

Deno.test("restoreSetup() refuses weights of other networks, and leaves no tensor", () => {
  const before = tf.memory().numTensors;
  const { layout: own } = good;
  let exchanged = 0;
  for (let i = 0; i < own.length; i++) {
    const j = (i + 1) % own.length; // weights and bias of a layer, or of two
    const layout = own.with(i, { ...own[i], shape: own[j].shape })
      .with(j, { ...own[j], shape: own[i].shape });
    if (`${own[i].shape}` === `${own[j].shape}`) continue;
    const read = decodeCheckpoint(encodeCheckpoint({ ...good, layout }));
    assertThrows(() => restoreSetup(small, read), SyntaxError, "its weights must begin with");
    exchanged++;
  }
  assert(exchanged > 30);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("unlike() reports names, parameters and numbers in which a checkpoint is not of a setup", () => {
  assertEquals(unlike(small, good), []);
  const wanted = setup(defaultKit, { numbers: { T: 20, I_std: 20 }, train: good.train });
  const parameters = [...good.parameters.slice(0, 5), "V_rest"];
  assertEquals(unlike(wanted, { ...good, name: "mine", parameters }), [
    "model: default, not mine",
    "parameters: V_th, tau_m, g_L, V_reset, V_init, E_L, not V_th, tau_m, g_L, V_reset, V_init, V_rest",
    "I_std: 20, not 50",
  ]);
});

Deno.test({
  ...needs({ read: ["."] }),
  name: "a checkpoint's module is never imported, whatever it is called",
  async fn() {
    const module = new URL("./unwanted_module.ts", import.meta.url).href;
    await assertRejects(() => import(module), RangeError, "no user named it"); // importing it fails
    const read = decodeCheckpoint(encodeCheckpoint({ ...good, module }));
    assertEquals(read.module, module);
    using restored = restore(defaultKit, read);
    assertEquals(restored.setup.module, undefined);
    await assertRejects(
      () => Array.fromAsync(trainWorkflow(restored, { workers: 2 })),
      RangeError,
      "Cannot train default in 2 workers as its setup must have a module",
    );
  },
});

Deno.test("warmUp() learns in batches what the committed checkpoint learned from all at once", () => {
  assertEquals(warmUp(setup(defaultKit)), decodeCheckpoint(defaultBytes).warmUp);
});
