/**
 * What own kernels are compared by: the same operation with the kernels on, off, and on the cpu.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../../lib/compute/backend.ts";
import { type Key, stream } from "../../../lib/core/random.ts";
import { toTensor, toValues } from "../../../lib/compute/tensors.ts";
import { assertAllClose, assertNoLeak } from "../../support.ts";

/** An operation of tensors, and the numbers it is given. */
export interface Case {
  readonly inputs: readonly { readonly values: ArrayLike<number>; readonly shape: number[] }[];
  readonly run: (...inputs: tf.Tensor[]) => tf.Tensor[];
}

/** Normal numbers of any shape. */
export function normal(key: Key, shape: number[], sd = 1): Case["inputs"][number] {
  const rng = stream(key);
  const size = shape.reduce((product, length) => product * length, 1);
  return { values: Array.from({ length: size }, () => sd * rng.normal()), shape };
}

/** The results of a case, and the gradients of a sum of them in which every number counts. */
export async function computed({ inputs, run }: Case): Promise<Float32Array[]> {
  const tensors = inputs.map(({ values, shape }) => toTensor(values, shape));
  const results = tf.tidy(() => run(...tensors));
  const weighted = (...inputs: tf.Tensor[]) =>
    run(...inputs).map((y, i) => {
      const weights = Array.from({ length: y.size }, (_, j) => Math.cos(j + 2 * i));
      return y.mul(toTensor(weights, y.shape)).sum();
    }).reduce((sum, y) => sum.add(y)).asScalar();
  const gradients = tf.grads(weighted)(tensors);
  const values = await Promise.all([...results, ...gradients].map(toValues));
  tf.dispose([tensors, results, gradients]);
  return values;
}

/** Fails unless values and gradients agree, in units of the largest number of each. */
export async function assertKernelsAgree(given: Case, tolerance: number): Promise<void> {
  await startBackend("wasm", { kernels: "on" });
  const own = await computed(given);
  for (const [backend, kernels] of [["wasm", "off"], ["cpu", "on"]] as const) {
    await startBackend(backend, { kernels });
    const expected = await computed(given);
    expected.forEach((values, i) => {
      const scale = Math.max(1, ...values.map(Math.abs));
      assertAllClose(own[i].map((x) => x / scale), values.map((x) => x / scale), tolerance);
    });
  }
  await startBackend();
}

/** Fails if an operation or its gradient leaves a tensor or a piece of the heap behind. */
export async function assertKernelsLeaveNothing({ inputs, run }: Case): Promise<void> {
  await startBackend();
  const tensors = inputs.map(({ values, shape }) => toTensor(values, shape));
  const data = tf.engine().backend.numDataIds();
  assertNoLeak(() => tf.tidy(() => run(...tensors)));
  assertNoLeak(() =>
    tf.grads((...inputs) => run(...inputs).map((y) => y.sum()).reduce((a, b) => a.add(b)))(tensors)
  );
  if (tf.engine().backend.numDataIds() !== data) throw new Error("the heap has more in it");
  tf.dispose(tensors);
}
