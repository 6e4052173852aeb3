import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { decodeCheckpoint } from "../../lib/workflow/checkpoint.ts";
import { simulateJoint } from "../../lib/model/dataset.ts";
import { inOrder } from "../../lib/core/columns.ts";
import type { PosteriorDraws } from "../../lib/core/draws.ts";
import { key } from "../../lib/core/random.ts";
import defaultKit from "../../lib/models/lif/kits/default.ts";
import originalKit from "../../lib/models/lif/kits/original.ts";
import {
  LIF_PARAMETERS,
  type LifFields,
  type LifParameter,
} from "../../lib/models/lif/simulator/lif.ts";
import type { Batch } from "../../lib/model/batch.ts";
import { restore } from "../../lib/workflow/restore.ts";
import { setup } from "../../lib/workflow/setup.ts";
import { workflow } from "../../lib/workflow/workflow.ts";
import bytes from "../../data/default.safetensors" with { type: "bytes" };
import { neuronBatch } from "../../lib/models/neuron/fields.ts";

await startBackend("wasm", { kernels: "off" });
const { posterior, model } = restore(defaultKit, decodeCheckpoint(bytes));
const { theta, observations } = simulateJoint(key(2), model, 1);

type Own = Batch<LifFields>;

/** Fails unless everything that answers refuses the recordings with these words. */
async function assertRefused(wrong: Own, words: string): Promise<void> {
  const before = tf.memory().numTensors;
  const { sample, batches, propose, logProb } = posterior;
  const ways: [string, () => Promise<unknown>][] = [
    ["sample posterior", () => sample(key(1), wrong, 10)],
    ["sample posterior", () => Array.fromAsync(batches(key(1), wrong, 10))],
    ["propose draws", () => propose(key(1), wrong, 10)],
    ["evaluate posterior", () => logProb({ ...theta, datasets: 1 }, wrong)],
  ];
  for (const [action, ask] of ways) {
    await assertRejects(ask, RangeError, `Cannot ${action} as ${words}`);
  }
  assertEquals(tf.memory().numTensors, before);
}

Deno.test("amortizedPosterior() refuses 500 samples at 0.1 ms, wherever it is asked", async () => {
  const cut = (values: Float32Array) => values.slice(0, 500);
  const { voltage, spikes } = observations.values;
  await assertRefused(
    neuronBatch({ voltage: cut(voltage), spikes: cut(spikes) }, 0.1),
    "observations.fields.voltage must be a series of 1000 samples, 0.2 ms apart: it is a series of " +
      "500 samples, 0.1 ms apart",
  );
});

Deno.test("amortizedPosterior() refuses values that no recording has", async () => {
  const { values: { voltage, spikes } } = observations;
  const at = (values: Float32Array, index: number, value: number) => values.with(index, value);
  await assertRefused(
    { ...observations, values: { spikes, voltage: at(voltage, 12, NaN) } },
    "voltage must be finite: sample 12 of observation 0 is NaN",
  );
  await assertRefused(
    { ...observations, values: { voltage, spikes: at(spikes, 12, 2) } },
    "spikes must be 0 or 1: sample 12 of observation 0 is 2",
  );
});

Deno.test("amortizedPosterior() over raw series reads no other recording's samples", async () => {
  using series = workflow(setup(originalKit, { numbers: { T: 4 } }));
  const { observations: two } = simulateJoint(key(3), series.model, 2);
  const short = (values: Float32Array) => values.slice(0, 36);
  const values = { voltage: short(two.values.voltage), spikes: short(two.values.spikes) };
  await assertRejects(
    () => series.posterior.sample(key(1), neuronBatch(values, 0.2, 2), 5),
    RangeError,
    "must be a series of 20 samples, 0.2 ms apart: it is a series of 18 samples",
  );
  await assertRejects(
    () => series.posterior.sample(key(1), { ...two, values }, 5),
    RangeError,
    "observations.values.voltage must have 2 × 20 values: it has 36",
  );
});

const draws = await posterior.sample(key(4), observations, 50);
const logQ = await posterior.logProb(draws, observations);

Deno.test("logProb() matches columns by name", async () => {
  const reversed = [...LIF_PARAMETERS].reverse();
  const turned = inOrder("turn", draws, reversed);
  assert(turned.values[0] !== draws.values[0]);
  assertEquals(await posterior.logProb(turned, observations), logQ);
  const refuse = (names: readonly string[], words: string) =>
    assertRejects(
      () => posterior.logProb({ ...draws, names } as PosteriorDraws<LifParameter>, observations),
      RangeError,
      `as the columns must be ${LIF_PARAMETERS.join(", ")}, in any order: ${words}`,
    );
  await refuse([...LIF_PARAMETERS.slice(0, 5), "EL"], '"EL" is none of them, did you mean "E_L"?');
  await refuse([...LIF_PARAMETERS.slice(0, 5), "V_th"], '"V_th" is there twice');
  await refuse(LIF_PARAMETERS.slice(0, 5), '"E_L" is missing');
});

Deno.test("logProb() is −∞ off the support, row by row, and NaN at an atom or on a bound", async () => {
  const inside = [-55, 10, 10, -74, -72, -70];
  const rows = [
    inside,
    inside.with(0, -60.0001),
    inside.with(1, 4),
    inside.with(2, 16),
    inside.with(3, -72), // V_reset at V_init
    inside.with(4, -70.4), // V_init too near E_L
    inside.with(5, -59),
    inside.with(2, 15).with(4, -64), // an atom, but off the support
    inside.with(2, 15),
    inside.with(0, -60),
    inside,
  ];
  const all = {
    names: LIF_PARAMETERS,
    datasets: 1,
    count: rows.length,
    values: Float64Array.from(rows.flat()),
  };
  const values = await posterior.logProb(all, observations);
  assert(Number.isFinite(values[0]));
  assertAlmostEquals(values[10], values[0], 1e-6);
  assertEquals([...values.subarray(1, 8)], new Array(7).fill(-Infinity));
  assertEquals([...values.subarray(8, 10)], [NaN, NaN]);
  await assertRejects(
    () => posterior.logProb({ ...all, values: all.values.with(8, NaN) }, observations),
    RangeError,
    "Cannot evaluate posterior as g_L of draw 1 must be finite: current value is NaN",
  );
});

Deno.test("batches() leave no tensor when they are left early", async () => {
  const before = tf.memory().numTensors;
  for await (const batch of posterior.batches(key(1), observations, 20_000)) {
    assert(batch.count < 20_000);
    break;
  }
  assertEquals(tf.memory().numTensors, before);
});

/**
 * SHA-256 of 100 draws for one recording, made by this very test from the committed checkpoint, by
 * plain tfjs in Deno 2.9.6 on x86-64: other engines round exp and log otherwise in the last bit.
 */
const GOLDEN = "a860648a67906399fc32f4ae1726281f7f11e8476455588bf95aab041a5b3509";

Deno.test({
  ignore: Deno.build.arch !== "x86_64",
  name: "the committed checkpoint draws what it drew, bit for bit",
  async fn() {
    const { values } = await posterior.sample(key(1), observations, 100);
    const digest = await crypto.subtle.digest("SHA-256", new Uint8Array(values.slice().buffer));
    assertEquals(new Uint8Array(digest).toHex(), GOLDEN);
  },
});

Deno.test("the committed checkpoint draws with own kernels what it draws without", async () => {
  const { values } = await posterior.sample(key(1), observations, 100);
  await startBackend("wasm", { kernels: "on" });
  const own = await posterior.sample(key(1), observations, 100);
  own.values.forEach((value, i) => assertAlmostEquals(value, values[i], 1e-4));
});
