/** What tests of tensors share. */
import { assert } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { type Key, stream } from "../lib/core/random.ts";
import type { Scope } from "../lib/compute/scope.ts";
import { toTensor, toValues } from "../lib/compute/tensors.ts";

/** Standard normal numbers in a tensor. */
export function normalTensor(key: Key, shape: readonly [number, number]): tf.Tensor2D {
  const rng = stream(key);
  return toTensor(Array.from({ length: shape[0] * shape[1] }, () => rng.normal()), shape);
}

/** Moves every weight at random, so that none is zero. */
export function perturb(scope: Scope, key: Key, sd: number): void {
  const rng = stream(key);
  for (const variable of scope.variables.values()) {
    tf.tidy(() => {
      const noise = Array.from({ length: variable.size }, () => sd * rng.normal());
      variable.assign(tf.add(variable, tf.tensor(noise, variable.shape)));
    });
  }
}

/** Fails unless all values are within `tolerance` of the expected ones. */
export function assertAllClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
): void {
  assert(actual.length === expected.length, `${actual.length} values, not ${expected.length}`);
  for (let i = 0; i < actual.length; i++) {
    assert(
      Math.abs(actual[i] - expected[i]) <= tolerance,
      `value ${i} is ${actual[i]}, not within ${tolerance} of ${expected[i]}`,
    );
  }
}

/** Fails unless `run` disposes everything but its result, which is disposed here. */
export function assertNoLeak(run: () => tf.TensorContainer): void {
  const before = tf.memory().numTensors;
  tf.dispose(run());
  const after = tf.memory().numTensors;
  assert(after === before, `${after - before} tensors are left`);
}

/** Fails unless the gradient of `loss` is finite everywhere and somewhere not zero, for each weight. */
export async function assertEveryWeightLearns(scope: Scope, loss: () => tf.Scalar): Promise<void> {
  const variables = [...scope.variables];
  const { value, grads } = tf.variableGrads(loss, variables.map(([, variable]) => variable));
  for (const [path, variable] of variables) {
    const gradient = await toValues(grads[variable.name]);
    assert(gradient.every(Number.isFinite), `the gradient of ${path} is not finite`);
    assert(gradient.some((g) => g !== 0), `the gradient of ${path} is zero`);
  }
  tf.dispose([value, grads]);
}
