import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { affineFamily } from "../../lib/flows/affine_family.ts";
import { rationalQuadraticSpline } from "../../lib/flows/rational_quadratic_spline.ts";
import { couplingFlow, type CouplingFlowOptions } from "../../lib/flows/coupling_flow.ts";
import type { PosteriorEstimator } from "../../lib/flows/estimator.ts";
import { hardSilu } from "../../lib/networks/activations.ts";
import { fold, key } from "../../lib/core/random.ts";
import { type Scope, scope } from "../../lib/compute/scope.ts";
import { normalLogDensity, normalQuantile } from "../../lib/core/special.ts";
import { toNumber, toTensor, toValues } from "../../lib/compute/tensors.ts";
import {
  assertAllClose,
  assertEveryWeightLearns,
  assertNoLeak,
  normalTensor,
  perturb,
} from "../support.ts";

await startBackend();

const TABLE: Readonly<Record<string, CouplingFlowOptions>> = {
  "of splines": { depth: 2, widths: [16] },
  "of affine maps with actNorm": {
    depth: 2,
    widths: [16],
    family: affineFamily(),
    activation: hardSilu,
    actNorm: true,
  },
  "of splines behind a conditional affine map": {
    depth: 2,
    widths: [16],
    conditionalAffine: true,
  },
};

function flow(weights: Scope, options: CouplingFlowOptions, dim: number): PosteriorEstimator {
  const q = couplingFlow(options)(weights, { dim, contextDim: 3 });
  perturb(weights, key(6), 0.1);
  return q;
}

for (const [name, options] of Object.entries(TABLE)) {
  Deno.test(`couplingFlow() ${name} is standard normal before training`, async () => {
    using weights = scope(key(1));
    const q = couplingFlow(options)(weights, { dim: 4, contextDim: 3 });
    const z = normalTensor(key(2), [9, 4]), context = normalTensor(key(3), [9, 3]);
    const logProb = q.logProb(z, context), draws = q.sample(z, context);
    const values = await toValues(z);
    const expected = Array.from(
      { length: 9 },
      (_, i) => values.subarray(4 * i, 4 * i + 4).reduce((sum, z) => sum + normalLogDensity(z), 0),
    );
    assertAllClose(await toValues(logProb), expected, 1e-5);
    // Only shuffled: each draw is its own noise.
    const sorted = (v: Float32Array, i: number) => v.slice(4 * i, 4 * i + 4).sort();
    const drawn = await toValues(draws);
    for (let i = 0; i < 9; i++) assertAllClose(sorted(drawn, i), sorted(values, i), 1e-5);
    tf.dispose([z, context, logProb, draws]);
  });

  for (const context of [-1, 0, 2]) {
    Deno.test(`couplingFlow() ${name} integrates to one in 1-D, context ${context}`, async () => {
      using weights = scope(key(1));
      const q = flow(weights, options, 1);
      const step = 0.01;
      const grid = Array.from({ length: 4001 }, (_, i) => -20 + i * step);
      const logProb = tf.tidy(() =>
        q.logProb(toTensor(grid, [grid.length, 1]), tf.fill([grid.length, 3], context))
      );
      const total = (await toValues(logProb)).reduce((sum, l) => sum + step * Math.exp(l), 0);
      assertAllClose([total], [1], 1e-3);
      logProb.dispose();
    });

    Deno.test(`couplingFlow() ${name} integrates to one in 2-D, context ${context}`, async () => {
      using weights = scope(key(1));
      const q = flow(weights, options, 2);
      const step = 0.05, side = 321;
      const grid = Array.from({ length: side * side }, (_, i) => [
        -8 + step * Math.floor(i / side),
        -8 + step * (i % side),
      ]);
      const logProb = tf.tidy(() =>
        q.logProb(toTensor(grid.flat(), [grid.length, 2]), tf.fill([grid.length, 3], context))
      );
      const total = (await toValues(logProb)).reduce((sum, l) => sum + step ** 2 * Math.exp(l), 0);
      assertAllClose([total], [1], 1e-3);
      logProb.dispose();
    });
  }

  Deno.test(`couplingFlow() ${name} draws from its density`, async () => {
    using weights = scope(key(1));
    const q = flow(weights, options, 1);
    const probabilities = [0.05, 0.3, 0.5, 0.8, 0.99];
    const draws = tf.tidy(() =>
      q.sample(toTensor(probabilities.map(normalQuantile), [5, 1]), tf.fill([5, 3], 0.7))
    );
    // In 1-D the flow increases, so the quantiles of the noise become those of the draws.
    const step = 0.002;
    const grid = Array.from({ length: 10_001 }, (_, i) => -10 + i * step);
    const logProb = tf.tidy(() =>
      q.logProb(toTensor(grid, [grid.length, 1]), tf.fill([grid.length, 3], 0.7))
    );
    const density = await toValues(logProb);
    const below = Array.from(
      await toValues(draws),
      (draw) => density.reduce((sum, l, i) => grid[i] < draw ? sum + step * Math.exp(l) : sum, 0),
    );
    assertAllClose(below, probabilities, 2e-3);
    tf.dispose([draws, logProb]);
  });

  Deno.test(`couplingFlow() ${name} has as loss the mean of −logProb`, async () => {
    using weights = scope(key(1));
    const q = flow(weights, options, 4);
    const z = normalTensor(key(2), [9, 4]), context = normalTensor(key(3), [9, 3]);
    const loss = q.loss(z, context, tf.zeros([z.shape[0], 0])), logProb = q.logProb(z, context);
    const mean = (await toValues(logProb)).reduce((sum, l) => sum + l / 9, 0);
    assertAllClose([await toNumber(loss)], [-mean], 1e-5);
    tf.dispose([z, context, loss, logProb]);
  });

  Deno.test(`couplingFlow() ${name} learns by every weight, and leaves no tensor`, async () => {
    for (const dim of [1, 2, 5]) {
      using weights = scope(fold(key(1), dim));
      const q = flow(weights, options, dim);
      const z = normalTensor(key(2), [30, dim]), context = normalTensor(key(3), [30, 3]);
      const variables = [...weights.variables.values()];
      await assertEveryWeightLearns(weights, () => q.loss(z, context, tf.zeros([z.shape[0], 0])));
      assertNoLeak(() =>
        tf.variableGrads(() => q.loss(z, context, tf.zeros([z.shape[0], 0])), variables)
      );
      assertNoLeak(() => q.logProb(z, context));
      assertNoLeak(() => q.sample(z, context));
      tf.dispose([z, context]);
    }
  });

  Deno.test(`couplingFlow() ${name} has on wasm the gradients of the cpu`, async () => {
    const gradients: Float32Array[][] = [];
    for (const backend of ["cpu", "wasm"]) {
      await startBackend(backend);
      using weights = scope(key(1));
      const q = flow(weights, options, 4);
      const z = normalTensor(key(2), [9, 4]), context = normalTensor(key(3), [9, 3]);
      const variables = [...weights.variables.values()];
      const { value, grads } = tf.variableGrads(
        () => q.loss(z, context, tf.zeros([z.shape[0], 0])),
        variables,
      );
      gradients.push(await Promise.all(variables.map(({ name }) => toValues(grads[name]))));
      tf.dispose([z, context, value, grads]);
    }
    gradients[0].forEach((cpu, i) => assertAllClose(gradients[1][i], cpu, 1e-4));
  });
}

Deno.test("couplingFlow() depends on the context in every coordinate", async () => {
  using weights = scope(key(1));
  const q = flow(weights, { depth: 1, widths: [16] }, 6);
  const noise = normalTensor(key(2), [1, 6]);
  const draw = async (context: number) => {
    const draws = tf.tidy(() => q.sample(noise, tf.fill([1, 3], context)));
    const values = await toValues(draws);
    draws.dispose();
    return values;
  };
  const [one, other] = [await draw(0), await draw(1)];
  one.forEach((value, j) => assertNotEquals(value, other[j], `coordinate ${j}`));
  noise.dispose();
});

Deno.test("couplingFlow() has the original study's couplings by its options", () => {
  using weights = scope(key(1));
  const original = couplingFlow({
    depth: 6,
    family: affineFamily(),
    activation: hardSilu,
    actNorm: true,
  });
  const q = original(weights, { dim: 6, contextDim: 32 });
  assertEquals([q.dim, q.contextDim], [6, 32]);
  const conditioner = (35 * 128 + 128) + (128 * 128 + 128) + (128 * 6 + 6);
  const size = [...weights.variables.values()].reduce((sum, { size }) => sum + size, 0);
  assertEquals(size, 6 * (2 * conditioner + 12));
});

Deno.test("couplingFlow() refuses a depth and a dim of 0", () => {
  assertThrows(
    () => couplingFlow({ depth: 0 }),
    RangeError,
    "Cannot build coupling flow as depth must be an integer >= 1: current value is 0",
  );
  using weights = scope(key(1));
  const family = rationalQuadraticSpline({ bins: 4, bound: 5 });
  assertThrows(
    () => couplingFlow({ family })(weights, { dim: 0, contextDim: 3 }),
    RangeError,
    "Cannot build coupling flow as dim must be an integer >= 1: current value is 0",
  );
});
