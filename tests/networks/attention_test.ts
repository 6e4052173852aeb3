import { assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { attention } from "../../lib/networks/attention.ts";
import { key } from "../../lib/core/random.ts";
import { scope } from "../../lib/compute/scope.ts";
import { toTensor, toValues } from "../../lib/compute/tensors.ts";
import { assertAllClose, normalTensor } from "../support.ts";

await startBackend();

Deno.test("attention() of one head is softmax(Q Kᵀ / √d) V", async () => {
  using weights = scope(key(1));
  const layer = attention(weights, { width: 2, heads: 1 });
  const identity = [1, 0, 0, 1];
  tf.tidy(() => {
    // Query, key and value are the token itself, and the output what is mixed.
    weights.variables.get("input/weights")?.assign(
      tf.tensor2d([1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1], [2, 6]),
    );
    weights.variables.get("output/weights")?.assign(tf.tensor2d(identity, [2, 2]));
  });
  const x = toTensor([1, 0, 0, 1], [1, 2, 2]);
  const y = layer(x);
  const own = Math.exp(1 / Math.sqrt(2));
  const share = own / (own + 1);
  assertAllClose(await toValues(y), [share, 1 - share, 1 - share, share], 1e-6);
  tf.dispose([x, y]);
});

Deno.test("attention() does not mind the order of tokens", async () => {
  using weights = scope(key(1));
  const layer = attention(weights, { width: 4, heads: 2 });
  const x = tf.tidy(() => normalTensor(key(2), [6, 4]).reshape<tf.Tensor3D>([1, 6, 4]));
  const [y, reversed] = [layer(x), tf.tidy(() => layer(x.reverse(1)).reverse(1))];
  assertAllClose(await toValues(reversed), await toValues(y), 1e-6);
  tf.dispose([x, y, reversed]);
});

Deno.test("attention() refuses heads that do not divide the width", () => {
  using weights = scope(key(1));
  assertThrows(
    () => attention(weights, { width: 6, heads: 4 }),
    RangeError,
    "Cannot build attention as heads must divide width = 6: current value is 4",
  );
});
