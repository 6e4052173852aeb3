import { assertAlmostEquals, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { couplingFlow } from "../../lib/flows/coupling_flow.ts";
import { batchLoss } from "../../lib/training/loss.ts";
import { npe } from "../../lib/flows/npe.ts";
import { dropoutMask } from "../../lib/networks/dropout.ts";
import { mlpSummary } from "../../lib/networks/mlp.ts";
import { parallel } from "../../lib/networks/parallel.ts";
import { timeSeries } from "../../lib/networks/time_series.ts";
import { fold, key } from "../../lib/core/random.ts";
import { scope } from "../../lib/compute/scope.ts";
import { toNumber, toTensor, toValues } from "../../lib/compute/tensors.ts";
import { assertNoLeak, normalTensor, perturb } from "../support.ts";

await startBackend();

Deno.test("dropoutMask() leaves out its share and keeps the mean", async () => {
  const noise = normalTensor(key(1), [100, 200]);
  const mask = dropoutMask(noise, 0.05);
  const values = await toValues(mask);
  const zeros = values.filter((value) => value === 0).length / values.length;
  assertAlmostEquals(zeros, 0.05, 0.005); // 3 standard errors
  assertEquals(new Set(values), new Set([0, Math.fround(1 / 0.95)]));
  assertAlmostEquals(values.reduce((sum, value) => sum + value) / values.length, 1, 0.005);
  assertNoLeak(() => dropoutMask(noise, 0.05));
  tf.dispose([noise, mask]);
});

Deno.test("timeSeries() drops inputs of its recurrent layers, each row by its own noise", async () => {
  using weights = scope(key(2));
  const network = timeSeries(weights, { channels: 2, dim: 4, stride: 2, dropout: 0.5 });
  perturb(weights, key(3), 0.3);
  const size = network.noise!;
  assertEquals(size, 2 * 32 + 2 * 128);
  const row = Array.from({ length: 40 }, (_, i) => Math.sin(i));
  const x = toTensor([...row, ...row, ...row.map((value) => 2 * value)], [3, 20, 2]);
  const noise = toTensor(
    [...Array(size).fill(1), ...Array(size).fill(-1), ...Array(size).fill(-1)],
    [3, size],
  );
  const [dropped, whole] = [network.apply(x, noise), network.apply(x)];
  const rows = (values: Float32Array) => [0, 4, 8].map((i) => [...values.subarray(i, i + 4)]);
  const [doubled, none, nothing] = rows(await toValues(dropped));
  assertEquals(none, nothing); // without inputs, whatever they are
  assertNotEquals(doubled, none);
  const [first, second, third] = rows(await toValues(whole));
  assertEquals(first, second);
  assertNotEquals(first, third);
  assertNotEquals(first, doubled); // inputs that stay are scaled up
  assertNoLeak(() => network.apply(x, noise));
  tf.dispose([x, noise, dropped, whole]);
});

Deno.test("batchLoss() drops inputs in training, not in validation", async () => {
  using model = npe(key(1), { dim: 2, summaryShape: [8, 2] }, {
    summary: (scope, [, channels]) => timeSeries(scope, { channels, dim: 3, dropout: 0.3 }),
    estimator: couplingFlow({ depth: 1, widths: [8] }),
  });
  for (const variable of model.variables.values()) {
    tf.tidy(() => variable.assign(variable.add(0.1)));
  }
  const rows = {
    count: 4,
    inferenceVariables: Float32Array.from({ length: 8 }, (_, i) => Math.cos(i)),
    summaryVariables: Float32Array.from({ length: 64 }, (_, i) => Math.sin(i)),
  };
  const order = Uint32Array.of(0, 1, 2, 3);
  const loss = async (label: string, mode: "training" | "validation") => {
    const batch = { rows, order, key: fold(key(5), label), from: 0 };
    const scalar = tf.tidy(() => batchLoss(model, batch, mode));
    const value = await toNumber(scalar);
    scalar.dispose();
    return value;
  };
  assertEquals(await loss("a", "training"), await loss("a", "training"));
  assertNotEquals(await loss("a", "training"), await loss("b", "training"));
  assertEquals(await loss("a", "validation"), await loss("b", "validation"));
});

Deno.test("networks refuse dropout that can't be", () => {
  using weights = scope(key(1));
  assertThrows(
    () => timeSeries(weights, { channels: 2, dim: 4, dropout: 1 }),
    RangeError,
    "dropout must be in [0, 1): current value is 1",
  );
  const noisy = timeSeries(weights.child("a"), { channels: 2, dim: 4, dropout: 0.1 });
  const plain = mlpSummary(weights.child("b"), { inputs: 3, dim: 2, widths: [6] });
  assertThrows(() => parallel([plain, noisy]), RangeError, "network 1 takes 320");
});
