import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { key } from "../../lib/core/random.ts";
import { scope } from "../../lib/compute/scope.ts";
import { copyIn, copyOut, toNumber, toTensor, toValues } from "../../lib/compute/tensors.ts";

await startBackend();

Deno.test("toTensor() takes float64 and plain numbers, and rounds them to float32", async () => {
  for (const values of [[0.1, 2], Float64Array.of(0.1, 2), Float32Array.of(0.1, 2)]) {
    const tensor = toTensor(values, [1, 2]);
    assertEquals(tensor.dtype, "float32");
    assertEquals(await toValues(tensor), Float32Array.of(0.1, 2));
    tensor.dispose();
  }
});

Deno.test("toTensor() copies, so that its argument may be used again", async () => {
  const values = Float32Array.of(1, 2);
  const tensor = toTensor(values, [2]);
  values[0] = 5;
  assertEquals(await toValues(tensor), Float32Array.of(1, 2));
  tensor.dispose();
});

Deno.test("toTensor() refuses values that do not fill the shape", () => {
  assertThrows(
    () => toTensor([1, 2, 3], [2, 2]),
    RangeError,
    "Cannot make tensor as values must have 4 values: it has 3",
  );
});

Deno.test("toNumber() reads a scalar", async () => {
  const scalar = toTensor([2.5], []);
  assertEquals(await toNumber(scalar), 2.5);
  scalar.dispose();
});

for (const [backend, kernels] of [["wasm", "on"], ["wasm", "off"], ["cpu", "on"]] as const) {
  Deno.test(`copyIn() sets what copyOut() reads and matMul() multiplies: ${backend}, kernels ${kernels}`, async () => {
    await startBackend(backend, { kernels });
    using weights = scope(key(1));
    const [a, b] = [weights.variable("a", [2, 2], () => 1), weights.variable("b", [1], () => 1)];
    const product = async () => {
      const image = tf.tidy(() => tf.matMul(tf.ones([1, 2]), a));
      const values = [...await toValues(image)];
      image.dispose();
      return values;
    };
    assertEquals(await product(), [2, 2]);
    const shared = new Float32Array(new SharedArrayBuffer(20));
    shared.set([1, 2, 3, 4, 5]);
    const before = tf.memory().numTensors;
    copyIn(shared, [a, b]);
    assertEquals(tf.memory().numTensors, before);
    assertEquals(await product(), [4, 6]);
    const out = new Float32Array(5);
    await copyOut([a, b], out);
    assertEquals([...out], [1, 2, 3, 4, 5]);
    await startBackend();
  });
}

Deno.test("copyOut() and copyIn() refuse an array of another length", async () => {
  using weights = scope(key(1));
  const a = weights.variable("a", [2], () => 1);
  await assertRejects(
    () => copyOut([a], new Float32Array(3)),
    RangeError,
    "out must have 2 values",
  );
  assertThrows(() => copyIn(new Float32Array(3), [a]), RangeError, "values must have 2 values");
});
