import { assert, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { startBackend } from "../../../lib/compute/backend.ts";
import { makeHeap } from "../../../lib/compute/kernels/heap.ts";
import { orthogonal } from "../../../lib/compute/kernels/orthogonal.ts";
import { toTensor, toValues } from "../../../lib/compute/tensors.ts";
import { fold, key } from "../../../lib/core/random.ts";
import { assertAllClose, assertNoLeak } from "../../support.ts";
import { normal } from "./comparison.ts";

type Shape = [rows: number, columns: number];

const random = (shape: Shape) => normal(fold(key(71), shape.join(" ")), shape);
const SHAPES: readonly Shape[] = [[1, 1], [1, 9], [9, 1], [6, 6], [17, 5], [5, 17], [40, 33]];

/** What it makes of a matrix, by its kernel or plainly. */
async function made(kernels: "on" | "off", values: ArrayLike<number>, shape: Shape) {
  await startBackend("wasm", { kernels });
  const x = toTensor(values, shape) as tf.Tensor2D, y = orthogonal(x);
  const found = await toValues(y);
  assertEquals(await toValues(x), Float32Array.from(values));
  tf.dispose([x, y]);
  await startBackend();
  return found;
}

for (const shape of SHAPES) {
  Deno.test(`orthogonal() is what plain tfjs gives: ${shape}`, async () => {
    const { values } = random(shape);
    assertAllClose(await made("on", values, shape), await made("off", values, shape), 1e-4);
  });
}

Deno.test("orthogonal() of a diagonal matrix has its signs, and sizes near 1", async () => {
  const diagonal = [5, -3, 0.2, 1];
  const values = Array.from({ length: 16 }, (_, at) => at % 5 === 0 ? diagonal[at / 5] : 0);
  for (const kernels of ["on", "off"] as const) {
    const y = await made(kernels, values, [4, 4]);
    diagonal.forEach((value, i) => {
      const size = y[5 * i] * Math.sign(value);
      assert(size > 0.6 && size < 1.3, `${size}`);
    });
    assert(y.every((value, at) => at % 5 === 0 || value === 0));
  }
});

Deno.test("orthogonal() of no gradient is zero", async () => {
  for (const kernels of ["on", "off"] as const) {
    assertEquals([...await made(kernels, [0, 0, 0, 0, 0, 0], [2, 3])], [0, 0, 0, 0, 0, 0]);
  }
});

Deno.test("orthogonal() leaves nothing behind", async () => {
  await startBackend();
  const x = toTensor(random([5, 17]).values, [5, 17]) as tf.Tensor2D;
  const data = tf.engine().backend.numDataIds();
  assertNoLeak(() => orthogonal(x));
  assertEquals(tf.engine().backend.numDataIds(), data);
  x.dispose();
});

Deno.test("orthogonal's kernel without relaxed SIMD computes the same, but for rounding", async () => {
  await startBackend();
  const [rows, columns] = [17, 5], { values } = random([17, 5]);
  const x = toTensor(values, [rows, columns]);
  const results = await Promise.all((["relaxed", "simd"] as const).map(async (build) => {
    const { kernels, make, of, scratch } = makeHeap(tf.backend() as BackendWasm, build);
    const y = make([rows, columns]), work = scratch(20_000);
    const polynomial = { steps: 5, a: 3.4445, b: -4.775, c: 2.0315 };
    kernels.orthogonal({ rows, columns, ...polynomial, x: of(x), y: of(y), work });
    const tensor = tf.engine().makeTensorFromTensorInfo(y);
    const found = await toValues(tensor);
    tensor.dispose();
    return found;
  }));
  assertAllClose(results[0], results[1], 1e-4);
  x.dispose();
});
