import { assert, assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { silu } from "../../lib/networks/activations.ts";
import { attention } from "../../lib/networks/attention.ts";
import { deepSet } from "../../lib/networks/deep_set.ts";
import { dense } from "../../lib/networks/dense.ts";
import { mlp, mlpSummary } from "../../lib/networks/mlp.ts";
import { hybrid, parallel } from "../../lib/networks/parallel.ts";
import { patchTransformer } from "../../lib/networks/patch_transformer.ts";
import { recurrent } from "../../lib/networks/recurrent.ts";
import { recurrentSummary } from "../../lib/networks/recurrent_summary.ts";
import { stridedConvolution } from "../../lib/networks/strided_convolution.ts";
import { timeSeries } from "../../lib/networks/time_series.ts";
import { key } from "../../lib/core/random.ts";
import { scope } from "../../lib/compute/scope.ts";
import { toTensor, toValues } from "../../lib/compute/tensors.ts";
import { assertAllClose, normalTensor } from "../support.ts";
import { type Case, matrix, places, series, testNetwork } from "./network_laws.ts";

await startBackend();

const TABLE: Readonly<Record<string, Case>> = {
  "dense()": (s) => {
    const layer = dense(s, { inputs: 3, outputs: 4 });
    return { x: matrix(5, 3), run: (x) => layer(x as tf.Tensor2D) };
  },
  "mlp()": (s) => {
    const network = mlp(s, { inputs: 3, outputs: 4, widths: [6, 7] });
    return { x: matrix(5, 3), run: (x) => network(x as tf.Tensor2D) };
  },
  "mlpSummary()": (s) => {
    const network = mlpSummary(s, { inputs: 3, dim: 4, widths: [6] });
    return { x: matrix(5, 3), run: network.apply };
  },
  "recurrent()": (s) => {
    const layer = recurrent(s, { channels: 2, units: 4 });
    return { x: series(5, 7, 2), run: (x) => layer(x as tf.Tensor3D) };
  },
  "timeSeries()": (s) => {
    const network = timeSeries(s, { channels: 2, dim: 4, stride: 5 });
    return { x: series(5, 40, 2), run: network.apply };
  },
  "timeSeries() with dropout": (s) => {
    const network = timeSeries(s, { channels: 2, dim: 4, stride: 5, dropout: 0.3 });
    // The same noise for every row, as rows are compared.
    const noise = (rows: number) =>
      tf.tidy(() => tf.tile(normalTensor(key(6), [1, network.noise!]), [rows, 1]));
    return {
      x: series(5, 40, 2),
      run: (x) => tf.tidy(() => network.apply(x, noise(x.shape[0]))),
    };
  },
  "timeSeries() of stride 1": (s) => {
    const network = timeSeries(s, { channels: 2, dim: 4 });
    return { x: series(5, 10, 2), run: network.apply };
  },
  "recurrentSummary()": (s) => {
    const network = recurrentSummary(s, { channels: 2, dim: 4, stride: 5, filters: 3, units: 6 });
    return { x: series(5, 40, 2), run: network.apply };
  },
  "stridedConvolution()": (s) => {
    const options = { shape: [40, 2], dim: 4, strides: [2, 5], filters: [3, 5], width: 6 };
    return { x: series(5, 40, 2), run: stridedConvolution(s, options).apply };
  },
  "attention()": (s) => {
    const layer = attention(s, { width: 4, heads: 2 });
    return { x: series(5, 7, 4), run: (x) => tf.tidy(() => layer(x as tf.Tensor3D).sum(1)) };
  },
  "patchTransformer()": (s) => {
    const options = { shape: [20, 2], dim: 4, patch: 5, width: 8, heads: 2 };
    return { x: series(5, 20, 2), run: patchTransformer(s, options).apply };
  },
  "deepSet()": (s) => {
    const element = mlpSummary(s.child("element"), { inputs: 3, dim: 5, widths: [6] });
    return {
      x: places(5),
      run: deepSet(s, { shape: [4, 1, 3], element, dim: 4, widths: [6] }).apply,
    };
  },
  "parallel()": (s) => {
    const part = (i: number) => mlpSummary(s.child(i), { inputs: 3, dim: 2, widths: [6] });
    return { x: matrix(5, 3), run: parallel([part(0), part(1)]).apply };
  },
  "hybrid()": (s) => {
    const parts = [
      { network: mlpSummary(s.child(0), { inputs: 3, dim: 4, widths: [6] }), shape: [3] },
      { network: timeSeries(s.child(1), { channels: 2, dim: 3 }), shape: [5, 2] },
    ];
    return { x: matrix(5, 13), run: hybrid(s, { parts, dim: 4 }).apply };
  },
};

for (const [name, make] of Object.entries(TABLE)) testNetwork(name, make);

Deno.test("dense() is x W + b", async () => {
  using weights = scope(key(2));
  const layer = dense(weights, { inputs: 2, outputs: 2 });
  const [W, b] = weights.variables.values();
  tf.tidy(() => {
    W.assign(tf.tensor2d([1, 2, 3, 4], [2, 2]));
    b.assign(tf.tensor1d([10, 20]));
  });
  const x = toTensor([1, 1], [1, 2]);
  const y = layer(x);
  assertEquals([...await toValues(y)], [14, 26]);
  tf.dispose([x, y]);
});

Deno.test("dense() refuses a width of 0", () => {
  using weights = scope(key(2));
  assertThrows(
    () => dense(weights, { inputs: 0, outputs: 2 }),
    RangeError,
    "Cannot build dense layer as inputs must be an integer >= 1: current value is 0",
  );
});

Deno.test("mlp() is its layers with a nonlinearity between, none behind", async () => {
  using weights = scope(key(2));
  using same = scope(key(2));
  const x = matrix(5, 3);
  const y = mlp(weights, { inputs: 3, outputs: 2, widths: [4] })(x);
  const expected = tf.tidy(() => {
    const first = dense(same.child(0), { inputs: 3, outputs: 4 });
    return dense(same.child(1), { inputs: 4, outputs: 2 })(silu(first(x)));
  });
  assertEquals(await toValues(y), await toValues(expected));
  tf.dispose([x, y, expected]);
});

Deno.test("mlp() starts from zero if asked to", async () => {
  using weights = scope(key(2));
  const x = matrix(5, 3);
  const y = mlp(weights, { inputs: 3, outputs: 2, widths: [4], zero: true })(x);
  assertEquals(await toValues(y), new Float32Array(10));
  tf.dispose([x, y]);
});

Deno.test("recurrent() starts with orthogonal weights of the state", async () => {
  using weights = scope(key(2));
  recurrent(weights, { channels: 2, units: 6 });
  const U = weights.variables.get("ahead/reset/state_weights") as tf.Variable<tf.Rank.R2>;
  const square = tf.tidy(() => tf.matMul(U, U, false, true));
  const identity = Array.from({ length: 36 }, (_, i) => Number(i % 7 === 0));
  assertAllClose(await toValues(square), identity, 1e-6);
  square.dispose();
});

Deno.test("recurrent() reads a reversed series as its two directions exchanged", async () => {
  using weights = scope(key(2));
  const layer = recurrent(weights, { channels: 2, units: 4 });
  for (const [path, variable] of weights.variables) {
    if (!path.startsWith("ahead/")) continue;
    weights.variables.get(path.replace("ahead", "back"))?.assign(variable);
  }
  const x = series(5, 7, 2);
  const y = layer(x as tf.Tensor3D);
  const reversed = tf.tidy(() => layer(tf.reverse(x as tf.Tensor3D, 1)));
  assertAllClose(await toValues(reversed), await toValues(y), 1e-6);
  tf.dispose([x, y, reversed]);
});

Deno.test("timeSeries() has the weights of the original study's network", () => {
  using weights = scope(key(2));
  timeSeries(weights, { channels: 2, dim: 32 });
  const count = (prefix: string) =>
    [...weights.variables].filter(([path]) => path.startsWith(prefix))
      .reduce((sum, [, variable]) => sum + variable.size, 0);
  assertEquals(count("convolution/"), 3 * 2 * 32 + 32);
  assertEquals(count("skip_convolution/"), 4 * 32 * 128 + 128);
  assertEquals(count("recurrent/"), 2 * (3 * (32 * 128 + 128 * 128 + 128) + 128));
  assertEquals(count("skip_recurrent/"), 2 * (3 * (128 * 128 + 128 * 128 + 128) + 128));
  assertEquals(count("dense/"), 128 * 32 + 32);
  assert(count("") < 345_000);
});
