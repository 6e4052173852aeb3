import { assert, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { squaredConvolution } from "../../lib/networks/squared_convolution.ts";
import { key } from "../../lib/core/random.ts";
import { scope } from "../../lib/compute/scope.ts";
import { toTensor, toValues } from "../../lib/compute/tensors.ts";
import { assertAllClose, normalTensor } from "../support.ts";
import { series, testNetwork } from "./network_laws.ts";

await startBackend();

testNetwork("squaredConvolution()", (s) => {
  const options = { shape: [40, 2], dim: 4, kernel: 6, stride: 2, filters: [3, 5], width: 6 };
  return { x: series(5, 40, 2), run: squaredConvolution(s, options).apply };
});

Deno.test("squaredConvolution() of one layer reads means and mean squares of windows", async () => {
  using weights = scope(key(1));
  const options = {
    shape: [4, 1],
    dim: 4,
    kernel: 1,
    stride: 1,
    window: 2,
    filters: [1],
    width: 2,
  };
  const { apply } = squaredConvolution(weights, options);
  using same = scope(key(1));
  squaredConvolution(same, options);
  const one = tf.tidy(() => tf.ones([1, 1]));
  for (const { variables } of [weights, same]) variables.get("linear/weights")?.assign(one);
  const [x, y] = [[1, 3, 2, 2], [3, 1, 2, 2]].map((values) => toTensor(values, [1, 4, 1]));
  const z = toTensor([2, 2, 2, 2], [1, 4, 1]); // the same means, other squares
  const [a, b, c] = [x, y, z].map((given) => apply(given));
  assertAllClose(await toValues(a), await toValues(b), 1e-6);
  const other = await toValues(c);
  assert((await toValues(a)).some((value, i) => Math.abs(value - other[i]) > 1e-3));
  tf.dispose([one, x, y, z, a, b, c]);
});

Deno.test("squaredConvolution() reads recordings of other lengths", () => {
  using weights = scope(key(1));
  const { apply } = squaredConvolution(weights, { shape: [100, 2], dim: 3 });
  const x = tf.tidy(() => normalTensor(key(2), [90, 2]).as3D(1, 90, 2));
  const y = apply(x); // 23 outputs of the first layer: three are beyond the last window
  assert(y.shape[1] === 3);
  tf.dispose([x, y]);
});

Deno.test("squaredConvolution() refuses recordings shorter than a window", () => {
  using weights = scope(key(1));
  assertThrows(
    () => squaredConvolution(weights, { shape: [19, 2], dim: 3 }),
    RangeError,
    "Cannot build squared convolution as length must be an integer >= 20: current value is 19",
  );
});
