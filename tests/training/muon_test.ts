import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { fold, key, normals } from "../../lib/core/random.ts";
import { type AdamState, adamStep } from "../../lib/training/adamw.ts";
import { muonCost, muonStep } from "../../lib/training/muon.ts";
import { warmupCosine } from "../../lib/training/schedule.ts";
import { assertAllClose } from "../support.ts";

await startBackend();

type Shape = readonly [rows: number, columns: number];

const random = (name: string, [rows, columns]: Shape) =>
  Float32Array.from(normals(fold(key(51), name), rows * columns));

/** The first step of weights that are zero, in units of its length; so it is −orthogonal. */
async function firstStep(shape: Shape, gradient: Float32Array): Promise<Float32Array> {
  const weights = new Float32Array(gradient.length);
  const options = { learningRate: 1, weightDecay: 0 };
  await muonStep(shape, weights, gradient, new Float32Array(gradient.length), options);
  return weights.map((weight) => weight / (0.2 * Math.sqrt(Math.max(...shape))));
}

/** The singular values of a matrix by one-sided Jacobi rotations: Hestenes 1958. */
function singularValues(matrix: Float32Array, [rows, columns]: Shape): number[] {
  const of = (column: number) =>
    Float64Array.from({ length: rows }, (_, i) => matrix[i * columns + column]);
  const all = Array.from({ length: columns }, (_, column) => of(column));
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + x * b[i], 0);
  for (let sweep = 0; sweep < 30; sweep++) {
    for (let p = 0; p < columns; p++) {
      for (let q = p + 1; q < columns; q++) {
        const [a, b] = [all[p], all[q]];
        const angle = Math.atan2(2 * dot(a, b), dot(a, a) - dot(b, b)) / 2;
        const c = Math.cos(angle), s = Math.sin(angle);
        all[p] = a.map((x, i) => c * x + s * b[i]);
        all[q] = b.map((x, i) => c * x - s * a[i]);
      }
    }
  }
  const values = all.map((column) => Math.sqrt(dot(column, column))).sort((a, b) => b - a);
  return values.slice(0, Math.min(rows, columns));
}

/** A rotation of so many axes at random, row-major: a product of reflections. */
function rotation(axes: number): Float64Array {
  const matrix = Float64Array.from({ length: axes ** 2 }, (_, at) => Number(at % (axes + 1) === 0));
  for (let n = 0; n < axes; n++) {
    const v = normals(fold(key(52), n), axes);
    const square = v.reduce((sum, x) => sum + x * x, 0);
    for (let i = 0; i < axes; i++) {
      const row = matrix.subarray(i * axes, (i + 1) * axes);
      const along = row.reduce((sum, x, k) => sum + x * v[k], 0);
      row.forEach((_, k) => row[k] -= 2 * along * v[k] / square);
    }
  }
  return matrix;
}

/** The same numbers, columns for rows. */
function transposed(matrix: Float32Array, [rows, columns]: Shape): Float32Array {
  return matrix.map((_, at) => matrix[at % rows * columns + Math.floor(at / rows)]);
}

Deno.test("singularValues() are those of a rotated diagonal matrix", () => {
  const [c, s] = [0.6, 0.8];
  const found = singularValues(Float32Array.of(2 * c, -5 * s, 2 * s, 5 * c), [2, 2]);
  assertAllClose(found, [5, 2], 1e-6);
  assertAllClose(singularValues(Float32Array.of(3, 4), [1, 2]), [5], 1e-6);
});

for (const shape of [[8, 8], [12, 5], [5, 12], [3, 40], [1, 6], [6, 1]] as const) {
  Deno.test(`muonStep() has singular values near 1, of the gradient's directions: ${shape}`, async () => {
    const gradient = random("gradient", shape);
    const step = await firstStep(shape, gradient);
    const values = singularValues(step, shape);
    assert(values.every((value) => value > 0.6 && value < 1.3), values.join(" "));
    // −⟨step, gradient⟩ is Σ own value × gradient's, so within the same bounds of their sum.
    const along = -step.reduce((sum, value, i) => sum + value * gradient[i], 0);
    const sum = singularValues(gradient, shape).reduce((sum, value) => sum + value, 0);
    assert(along / sum > 0.6 && along / sum < 1.3, `${along / sum}`);
  });
}

Deno.test("muonStep() moves unequal directions alike", async () => {
  const step = await firstStep([3, 3], Float32Array.of(-1, 0, 0, 0, 0.1, 0, 0, 0, 30));
  const diagonal = [0, 4, 8].map((i) => step[i]);
  assertEquals(diagonal.map(Math.sign), [1, -1, -1]);
  assert(diagonal.every((value) => Math.abs(value) > 0.6 && Math.abs(value) < 1.3), `${diagonal}`);
  assert(step.every((value, i) => i % 4 === 0 || value === 0));
});

Deno.test("muonStep() does not depend on the gradient's scale", async () => {
  const shape = [6, 4] as const, gradient = random("gradient", shape);
  const expected = await firstStep(shape, gradient);
  for (const factor of [1e-6, 1e-2, 64, 1e6]) {
    const step = await firstStep(shape, gradient.map((value) => factor * value));
    assertAllClose(step, expected, 1e-4);
  }
});

Deno.test("muonStep() of a wide matrix is that of the tall one, transposed", async () => {
  const shape = [4, 9] as const, gradient = random("gradient", shape);
  const wide = await firstStep(shape, gradient);
  const tall = await firstStep([9, 4], transposed(gradient, shape));
  assertAllClose(tall, transposed(wide, shape), 1e-6);
});

Deno.test("muonStep() without a gradient is that of the weight decay", async () => {
  const shape = [3, 4] as const, weights = random("weights", shape), before = weights.slice();
  const options = { learningRate: 0.1, weightDecay: 0.5 };
  await muonStep(shape, weights, new Float32Array(12), new Float32Array(12), options);
  assertAllClose(weights, before.map((weight) => 0.95 * weight), 1e-6);
});

Deno.test("muonStep() is as long as a step of AdamW times 0.2: by the root mean square", async () => {
  for (const shape of [[16, 16], [40, 10], [10, 40]] as const) {
    const gradient = random("gradient", shape);
    const step = await firstStep(shape, gradient);
    const rms = Math.hypot(...step) / Math.sqrt(step.length) * 0.2 * Math.sqrt(Math.max(...shape));
    assert(rms > 0.2 * 0.6 && rms < 0.2 * 1.3, `${rms}`);
  }
});

Deno.test("muonStep() looks ahead along a momentum that decays by 0.95", async () => {
  const weights = new Float32Array(1), momentum = Float32Array.of(2);
  const options = { learningRate: 0.1, weightDecay: 0 };
  await muonStep([1, 1], weights, Float32Array.of(-1), momentum, options);
  assertAlmostEquals(momentum[0], 0.95 * 2 - 1, 1e-6);
  assert(weights[0] > 0); // −1 + 0.95 × 0.9 < 0
  await muonStep([1, 1], weights.fill(0), Float32Array.of(-0.5), momentum.fill(2), options);
  assert(weights[0] < 0); // −0.5 + 0.95 × 1.4 > 0
});

Deno.test("muonStep() leaves no tensor", async () => {
  const before = tf.memory().numTensors;
  await firstStep([3, 2], random("gradient", [3, 2]));
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("muonCost() grows with both axes, and is that of the transposed", () => {
  assertEquals(muonCost([3, 7]), muonCost([7, 3]));
  assert(muonCost([4, 7]) > muonCost([3, 7]) && muonCost([3, 8]) > muonCost([3, 7]));
});

Deno.test("muonStep() goes further than AdamW in as many steps where inputs are of unequal sizes", async () => {
  const shape = [16, 8] as const, [inputs, outputs] = shape;
  const truth = random("truth", shape);
  const sds = Array.from({ length: inputs }, (_, i) => 100 ** (-i / (inputs - 1))); // 1 to 0.01
  const mixing = rotation(inputs);
  /** Half the mean squared error of outputs for inputs x = rotation sds z, and its gradient. */
  function regression(weights: Float32Array) {
    const gradient = new Float32Array(weights.length);
    let loss = 0;
    for (let j = 0; j < outputs; j++) {
      for (let k = 0; k < inputs; k++) {
        let seen = 0;
        for (let i = 0; i < inputs; i++) {
          const error = weights[i * outputs + j] - truth[i * outputs + j];
          seen += mixing[i * inputs + k] * error;
        }
        loss += (sds[k] * seen) ** 2 / 2;
        for (let i = 0; i < inputs; i++) {
          gradient[i * outputs + j] += mixing[i * inputs + k] * sds[k] ** 2 * seen;
        }
      }
    }
    return { loss, gradient };
  }
  const steps = 200;
  const best = { muon: Infinity, adam: Infinity };
  for (const peak of [0.01, 0.03, 0.1, 0.3]) { // each at its best rate
    const rate = warmupCosine({ peak, warmup: 0.05, steps });
    const muon = new Float32Array(truth.length), momentum = new Float32Array(truth.length);
    const adam = new Float32Array(truth.length);
    let state: AdamState = { step: 0, mean: momentum.slice(), square: momentum.slice() };
    for (let step = 0; step < steps; step++) {
      const options = { learningRate: rate(step), weightDecay: 0 };
      await muonStep(shape, muon, regression(muon).gradient, momentum, options);
      state = adamStep(adam, regression(adam).gradient, state, options);
    }
    best.muon = Math.min(best.muon, regression(muon).loss);
    best.adam = Math.min(best.adam, regression(adam).loss);
  }
  assert(best.muon < best.adam / 2, JSON.stringify(best));
});
