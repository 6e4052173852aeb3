import { assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { startBackend } from "../../lib/compute/backend.ts";
import type { WorkerGroup } from "../../lib/compute/parallel/worker_group.ts";
import { adamStep } from "../../lib/training/adamw.ts";
import type { Matrix } from "../../lib/training/matrices.ts";
import { muonStep } from "../../lib/training/muon.ts";
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
async function stepped(limit: number, perVariable: boolean) {
  const sizes = { dim: 1, summarySize: 1, training: 1, validation: 1, refreshed: false };
  const memory = trainingMemory({ variables, ...sizes }, false);
  memory.gradients.forEach((gradient, i) => gradient.set(normals(key(i), gradient.length)));
  sumGradients(ONE_WORKER, memory, BATCH);
  const gradient = memory.gradients[0].slice();
  const length = gradientNorm(memory);
  if (perVariable) measureVariables(ONE_WORKER, memory);
  await stepWeights(ONE_WORKER, memory, {
    steps: 0,
    limit,
    perVariable,
    matrices: [],
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

Deno.test("sumGradients() weighs each shard by its rows", async () => {
  const { gradient, length } = await stepped(1e9, false);
  const shares = [2, 3, 2, 3].map((rows) => rows / BATCH); // 10 rows in four shards
  const expected = Array.from({ length: SHARDS }, (_, i) => normals(key(i), 13));
  gradient.forEach((value, i) => {
    const sum = expected.reduce((sum, shard, s) => sum + shares[s] * shard[i], 0);
    assertAlmostEquals(value, sum, 1e-6);
  });
  assertAlmostEquals(length, norm(gradient), 1e-6);
});

Deno.test("stepWeights() cuts the whole gradient, or each variable's", async () => {
  const whole = await stepped(0.5, false);
  assertAlmostEquals(norm(whole.mean), 0.5, 1e-5);
  const apart = await stepped(0.5, true);
  const lengths = parts(apart.gradient).map(norm);
  assertEquals(new Set(lengths.map((length) => length > 0.5)), new Set([true, false]));
  parts(apart.mean).forEach((part, i) => {
    assertAlmostEquals(norm(part), Math.min(0.5, lengths[i]), 1e-5);
    // Its direction stays.
    const cosine = part.reduce((sum, value, j) => sum + value * parts(apart.gradient)[i][j], 0);
    assertAlmostEquals(cosine / (norm(part) * lengths[i]), 1, 1e-5);
  });
});

/** Of 13 weights, those 4 … 10 − 1 and 10 … 12 − 1 are matrices, which lie across all ranges. */
const SIZES = [3, 1, 6, 2, 1];
const MATRICES: readonly (readonly Matrix[])[] = [
  [{ variable: 2, shape: [3, 2], from: 4, to: 10 }],
  [],
  [{ variable: 3, shape: [1, 2], from: 10, to: 12 }],
  [],
];

/** The memory after two steps of all workers of a group, and the gradient they went along. */
async function steppedTwice(workers: number, perVariable: boolean) {
  await startBackend();
  const sizes = { dim: 1, summarySize: 1, training: 1, validation: 1, refreshed: false };
  const memory = trainingMemory({ variables: SIZES, ...sizes }, false);
  memory.weights.set(normals(key(9), 13));
  const groups = Array.from({ length: workers }, (_, index): WorkerGroup => ({
    index,
    size: workers,
    barrier: () => {},
  }));
  const summed: Float32Array[] = [];
  for (const steps of [0, 1]) {
    memory.gradients.forEach((gradient, i) => gradient.set(normals(key(10 * steps + i), 13)));
    for (const group of groups) sumGradients(group, memory, BATCH);
    summed.push(memory.gradients[0].slice());
    for (const group of groups) measureVariables(group, memory);
    const options = { steps, limit: 0.5, perVariable, learningRate: 0.1, weightDecay: 0.2 };
    for (const group of groups) {
      await stepWeights(group, memory, { ...options, matrices: MATRICES });
    }
  }
  return { memory, summed };
}

Deno.test("stepWeights() steps matrices by Muon, all others by AdamW without decay, along the gradient that was cut", async () => {
  for (const perVariable of [false, true]) {
    const { memory, summed } = await steppedTwice(1, perVariable);
    const weights = Float32Array.from(normals(key(9), 13));
    const mean = new Float32Array(13), square = new Float32Array(13);
    const options = { learningRate: 0.1, weightDecay: 0.2 };
    for (const [step, gradient] of summed.entries()) {
      let end = 0;
      for (const [variable, size] of SIZES.entries()) {
        const from = end;
        end += size;
        const [w, m, s, g] = [weights, mean, square, gradient].map((all) =>
          all.subarray(from, end)
        );
        const cut = Math.min(1, 0.5 / norm(perVariable ? g : gradient));
        const along = g.map((value) => cut * value);
        const matrix = MATRICES.flat().find((matrix) => matrix.variable === variable);
        if (matrix) await muonStep(matrix.shape, w, along, m, options);
        else adamStep(w, along, { step, mean: m, square: s }, { ...options, weightDecay: 0 });
      }
    }
    for (const [own, expected] of [[memory.weights, weights], [memory.mean, mean]]) {
      own.forEach((value, i) => assertAlmostEquals(value, expected[i], 1e-5));
    }
    assertEquals([...memory.square.subarray(4, 12)], Array(8).fill(0)); // Muon has none
  }
});

Deno.test("stepWeights() comes to the same bits, however many workers take the step", async () => {
  for (const perVariable of [false, true]) {
    const { memory: { weights, mean, square } } = await steppedTwice(1, perVariable);
    for (const workers of [2, 3, 4]) {
      const { memory } = await steppedTwice(workers, perVariable);
      assertEquals([memory.weights, memory.mean, memory.square], [weights, mean, square]);
    }
  }
  const [whole, apart] = await Promise.all([false, true].map((way) => steppedTwice(1, way)));
  assertNotEquals(whole.memory.weights, apart.memory.weights);
});
