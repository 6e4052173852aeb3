import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { layerNorm } from "../../lib/networks/layer_norm.ts";
import { key } from "../../lib/core/random.ts";
import { scope } from "../../lib/compute/scope.ts";
import { toTensor, toValues } from "../../lib/compute/tensors.ts";
import { assertAllClose, assertEveryWeightLearns, assertNoLeak, normalTensor } from "../support.ts";

await startBackend();

Deno.test("layerNorm() gives each row mean 0 and variance 1, then its gain and bias", async () => {
  using weights = scope(key(1));
  const norm = layerNorm(weights, 4);
  const x = toTensor([1, 2, 3, 4, 100, 100, 100, 100], [2, 4]);
  const sd = Math.sqrt(1.25);
  const row = [-1.5 / sd, -0.5 / sd, 0.5 / sd, 1.5 / sd];
  const y = norm(x);
  assertAllClose(await toValues(y), [...row, 0, 0, 0, 0], 1e-4);
  tf.tidy(() => {
    weights.variables.get("gain")?.assign(tf.tensor1d([1, 2, 3, 4]));
    weights.variables.get("bias")?.assign(tf.tensor1d([5, 6, 7, 8]));
  });
  const scaled = norm(x);
  const expected = row.map((value, i) => (i + 1) * value + 5 + i);
  assertAllClose(await toValues(scaled), [...expected, 5, 6, 7, 8], 1e-4);
  tf.dispose([x, y, scaled]);
});

Deno.test("layerNorm() has the gradient of differences, also for its input", async () => {
  using weights = scope(key(1));
  const norm = layerNorm(weights, 5);
  const x = normalTensor(key(2), [3, 5]), target = normalTensor(key(3), [3, 5]);
  const loss = (x: tf.Tensor) => tf.tidy(() => norm(x).mul(target).sum<tf.Scalar>());
  await assertEveryWeightLearns(weights, () => loss(x));
  assertNoLeak(() => norm(x));
  const gradient = tf.grad(loss)(x);
  const along = normalTensor(key(4), [3, 5]), step = 1e-3;
  const [difference, derivative] = tf.tidy(() => [
    loss(tf.add(x, along.mul(step))).sub(loss(tf.sub(x, along.mul(step)))).div(2 * step),
    gradient.mul(along).sum(),
  ]);
  assertAllClose(await toValues(derivative), await toValues(difference), 5e-3);
  tf.dispose([x, target, gradient, along, difference, derivative]);
});
