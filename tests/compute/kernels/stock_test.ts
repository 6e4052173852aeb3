import { assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../../lib/compute/backend.ts";
import { fold, key } from "../../../lib/core/random.ts";
import { toValues } from "../../../lib/compute/tensors.ts";
import { assertAllClose, assertNoLeak, normalTensor } from "../../support.ts";

/** Normal numbers of any shape. */
function normal(...shape: number[]): tf.Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.tidy(() => normalTensor(fold(key(1), size), [1, size]).reshape(shape));
}

/** What each kernel is asked to do: the same on wasm, mended, and on the cpu. */
const TABLE: Readonly<Record<string, () => tf.Tensor[]>> = {
  "matMul() of transposed matrices": () => [
    tf.matMul(normal(4, 3), normal(4, 5), true, false),
    tf.matMul(normal(4, 3), normal(5, 3), false, true),
    tf.matMul(normal(4, 3), normal(5, 4), true, true),
    tf.matMul(normal(2, 4, 3), normal(2, 4, 5), true, false),
    tf.matMul(normal(2, 3, 4), normal(1, 5, 4), false, true),
  ],
  "transpose() of the last axes, and of others": () => [
    normal(4, 3).transpose(),
    normal(40, 37).transpose(),
    normal(1, 3).transpose(),
    normal(2, 20, 3).transpose([0, 2, 1]),
    normal(2, 3, 4, 5).transpose([0, 1, 3, 2]),
    normal(2, 3, 4).transpose([1, 0, 2]),
    normal(2, 3, 4).transpose(),
    normal(2, 3).greater(0).transpose(),
    normal(5).transpose(),
    normal(0, 3).transpose(),
  ],
  "sum() over leading, trailing, all and other axes": () => [
    normal(4, 3).sum(0),
    normal(4, 3).sum(0, true),
    normal(4, 3).sum(1),
    normal(4, 3).sum(-1, true),
    normal(4, 3).sum(),
    normal(2, 3, 4).sum([0, 1]),
    normal(2, 3, 4).sum([1, 0], true),
    normal(2, 3, 4).sum([0, 2]),
    normal(2, 3, 4).sum(1),
    normal(5).sum(0),
    normal(0, 3).sum(0),
    normal(4, 3).greater(0).sum(0),
    normal(4, 3).mul(9).toInt().sum(0),
  ],
  "slice() of boxes in one to five dimensions": () => [
    normal(7).slice(2, 3),
    normal(40, 40).slice([1, 2], [3, 33]),
    normal(5, 6).slice([1, 2], [3, 4]),
    normal(5, 6).slice([1, 0], [3, 6]),
    normal(5, 6).slice([1]),
    normal(3, 4, 5).slice([1, 0, 2], [1, 4, 2]),
    normal(3, 4, 5).slice([0, 1, 0], [3, 2, 5]),
    normal(3, 2, 4, 5).slice([1, 1, 0, 2], [2, 1, 3, -1]),
    normal(2, 3, 2, 2, 3).slice([0, 1, 0, 1, 0], [2, 2, 1, 1, 2]),
    normal(5, 6).slice([1, 2], [0, 4]),
    normal(5, 6).greater(0).slice([1, 2], [2, 2]),
    normal(5, 6).mul(9).toInt().slice([1, 2], [2, 2]),
  ],
  "split() along each axis": () => [
    ...tf.split(normal(5, 6), 3, 1),
    ...tf.split(normal(5, 6), [1, 4], 0),
    ...tf.split(normal(5, 6), [1, -1], -1),
    ...tf.split(normal(3, 4, 5), [1, 3], 1),
  ],
  "unstack() along each axis": () => [
    ...tf.unstack(normal(3, 4)),
    ...tf.unstack(normal(3, 4), 1),
    ...tf.unstack(normal(3, 4, 2), -1),
  ],
};

for (const [name, run] of Object.entries(TABLE)) {
  Deno.test(`${name} is on wasm what it is on the cpu`, async () => {
    const results = async (backend: string) => {
      await startBackend(backend);
      const tensors = tf.tidy(run);
      const values = await Promise.all(tensors.map(toValues));
      const shapes = tensors.map(({ shape, dtype }) => ({ shape, dtype }));
      tf.dispose(tensors);
      return { values, shapes };
    };
    const cpu = await results("cpu");
    const wasm = await results("wasm");
    assertEquals(wasm.shapes, cpu.shapes);
    wasm.values.forEach((values, i) => assertAllClose(values, cpu.values[i], 1e-5));
  });

  Deno.test(`${name} leaves nothing in the heap`, async () => {
    await startBackend();
    const before = tf.memory().numBytes, data = tf.engine().backend.numDataIds();
    assertNoLeak(() => tf.tidy(run));
    assertEquals(tf.memory().numBytes, before);
    assertEquals(tf.engine().backend.numDataIds(), data);
  });
}

Deno.test("slice() of text is left to the stock kernel", async () => {
  await startBackend();
  const words = tf.tensor1d(["a", "b", "c"]);
  const [last] = tf.tidy(() => [words.slice(2, 1)]);
  assertEquals(await last.data<"string">(), ["c"]);
  tf.dispose([words, last]);
});
