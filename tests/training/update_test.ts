import { assertAlmostEquals, assertEquals } from "@std/assert";
import { SHARDS, trainingMemory } from "../../lib/training/memory.ts";
import {
  gradientNorm,
  measureVariables,
  stepWeights,
  sumGradients,
} from "../../lib/training/update.ts";
import { ONE_WORKER } from "../../lib/compute/parallel/worker_group.ts";
import { key, normals } from "../../lib/core/random.ts";

const variables = [3, 1, 7, 2];
const BATCH = 10;

/** Memory with the gradients of all shards, and the first moment after one step along them. */
function stepped(limit: number, perVariable: boolean) {
  const sizes = { dim: 1, summarySize: 1, training: 1, validation: 1, refreshed: false };
  const memory = trainingMemory({ variables, ...sizes }, false);
  memory.gradients.forEach((gradient, i) => gradient.set(normals(key(i), gradient.length)));
  sumGradients(ONE_WORKER, memory, BATCH);
  const gradient = memory.gradients[0].slice();
  const length = gradientNorm(memory);
  if (perVariable) measureVariables(ONE_WORKER, memory);
  stepWeights(ONE_WORKER, memory, {
    steps: 0,
    limit,
    perVariable,
    learningRate: 1,
    weightDecay: 0,
  });
  return { gradient, length, mean: memory.mean.map((value) => value / 0.1) };
}

const norm = (values: Float32Array) => Math.hypot(...values);

/** Each variable's part. */
function parts(values: Float32Array): Float32Array[] {
  let end = 0;
  return variables.map((size) => values.subarray(end, end += size));
}

Deno.test("sumGradients() weighs each shard by its rows", () => {
  const { gradient, length } = stepped(1e9, false);
  const shares = [2, 3, 2, 3].map((rows) => rows / BATCH); // 10 rows in four shards
  const expected = Array.from({ length: SHARDS }, (_, i) => normals(key(i), 13));
  gradient.forEach((value, i) => {
    const sum = expected.reduce((sum, shard, s) => sum + shares[s] * shard[i], 0);
    assertAlmostEquals(value, sum, 1e-6);
  });
  assertAlmostEquals(length, norm(gradient), 1e-6);
});

Deno.test("stepWeights() cuts the whole gradient, or each variable's", () => {
  const whole = stepped(0.5, false);
  assertAlmostEquals(norm(whole.mean), 0.5, 1e-5);
  const apart = stepped(0.5, true);
  const lengths = parts(apart.gradient).map(norm);
  assertEquals(new Set(lengths.map((length) => length > 0.5)), new Set([true, false]));
  parts(apart.mean).forEach((part, i) => {
    assertAlmostEquals(norm(part), Math.min(0.5, lengths[i]), 1e-5);
    // Its direction stays.
    const cosine = part.reduce((sum, value, j) => sum + value * parts(apart.gradient)[i][j], 0);
    assertAlmostEquals(cosine / (norm(part) * lengths[i]), 1, 1e-5);
  });
});
