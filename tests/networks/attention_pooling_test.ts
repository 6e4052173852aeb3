import { assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { attentionPooling } from "../../lib/networks/attention_pooling.ts";
import { key } from "../../lib/core/random.ts";
import { scope } from "../../lib/compute/scope.ts";
import { toTensor, toValues } from "../../lib/compute/tensors.ts";
import { assertAllClose, normalTensor } from "../support.ts";

await startBackend();

Deno.test("attentionPooling() averages each of the values by the softmax of the scores", async () => {
  using weights = scope(key(1));
  const pool = attentionPooling(weights, { width: 1, seeds: 2 });
  tf.tidy(() => weights.variables.get("queries")?.assign(tf.tensor2d([0, Math.log(3)], [1, 2])));
  const tokens = toTensor([1, 0], [1, 2, 1]), values = toTensor([4, 8], [1, 2, 1]);
  const y = tf.tidy(() => pool(tokens, [values, values.neg()]));
  // The first seed weighs both the same, the second the first token three times as much.
  assertAllClose(await toValues(y), [6, 5, -6, -5], 1e-5);
  tf.dispose([tokens, values, y]);
});

Deno.test("attentionPooling() does not see tokens that are not there, bit for bit", async () => {
  using weights = scope(key(1));
  const pool = attentionPooling(weights, { width: 3, seeds: 4 });
  const said = async (filler: number) => {
    const y = tf.tidy(() => {
      const there = normalTensor(key(2), [2, 3]).as3D(1, 2, 3);
      const x = tf.concat3d([there, tf.fill([1, 1, 3], filler)], 1);
      return pool(x, [x], tf.tensor2d([[1, 1, 0]]));
    });
    const values = await toValues(y);
    y.dispose();
    return values;
  };
  assertEquals(await said(9), await said(0));
});

Deno.test("attentionPooling() refuses no seeds", () => {
  using weights = scope(key(1));
  assertThrows(
    () => attentionPooling(weights, { width: 3, seeds: 0 }),
    RangeError,
    "Cannot build attention pooling as seeds must be an integer >= 1: current value is 0",
  );
});
