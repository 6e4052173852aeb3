import { assert, assertAlmostEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { flowMatching } from "../../lib/flows/flow_matching.ts";
import { velocity } from "../../lib/flows/velocity.ts";
import { key, normalRows } from "../../lib/core/random.ts";
import { scope } from "../../lib/compute/scope.ts";
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
const small = { width: 16, blocks: 2 };

/** A flow whose every weight is at random, over contexts of 3 numbers. */
function untrained(dim: number) {
  const weights = scope(key(1));
  const q = flowMatching(small)(weights, { dim, contextDim: 3 });
  perturb(weights, key(6), 0.15);
  return { q, weights, [Symbol.dispose]: () => weights[Symbol.dispose]() };
}

Deno.test("flowMatching() is standard normal before training", async () => {
  using weights = scope(key(1));
  const q = flowMatching(small)(weights, { dim: 4, contextDim: 3 });
  const z = normalTensor(key(2), [9, 4]), context = normalTensor(key(3), [9, 3]);
  const [logProb, draws] = [q.logProb(z, context), q.sample(z, context)];
  const values = await toValues(z);
  const expected = Array.from(
    { length: 9 },
    (_, i) => values.subarray(4 * i, 4 * i + 4).reduce((sum, z) => sum + normalLogDensity(z), 0),
  );
  assertAllClose(await toValues(logProb), expected, 1e-5);
  assertAllClose(await toValues(draws), values, 1e-6);
  tf.dispose([z, context, logProb, draws]);
});

for (const [dim, step, side] of [[1, 0.05, 321], [2, 0.25, 49]]) {
  Deno.test(`flowMatching() integrates to one in ${dim}-D, whatever the context`, async () => {
    using made = untrained(dim);
    for (const context of [-1, 0, 2]) {
      const at = (i: number) => step * (i - (side - 1) / 2);
      const grid = Array.from(
        { length: side ** dim },
        (_, i) => dim === 1 ? [at(i)] : [at(Math.floor(i / side)), at(i % side)],
      );
      const logProb = tf.tidy(() =>
        made.q.logProb(
          toTensor(grid.flat(), [grid.length, dim]),
          tf.fill([grid.length, 3], context),
        )
      );
      const values = await toValues(logProb);
      assertAlmostEquals(values.reduce((sum, l) => sum + step ** dim * Math.exp(l), 0), 1, 1e-3);
      assert(
        values.some((l, i) =>
          Math.abs(l - grid[i].reduce((s, z) => s + normalLogDensity(z), 0)) > 0.1
        ),
      );
      logProb.dispose();
    }
  });
}

Deno.test("flowMatching() draws from its density", async () => {
  using made = untrained(1);
  const probabilities = [0.05, 0.3, 0.5, 0.8, 0.99];
  const draws = tf.tidy(() =>
    made.q.sample(toTensor(probabilities.map(normalQuantile), [5, 1]), tf.fill([5, 3], 0.7))
  );
  // In 1-D paths don't cross, so the quantiles of the noise become those of the draws.
  const step = 0.02;
  const grid = Array.from({ length: 801 }, (_, i) => -8 + i * step);
  const logProb = tf.tidy(() =>
    made.q.logProb(toTensor(grid, [grid.length, 1]), tf.fill([grid.length, 3], 0.7))
  );
  const density = await toValues(logProb);
  const below = Array.from(
    await toValues(draws),
    (draw) =>
      grid.reduce((sum, z, i) => {
        const share = Math.min(1, Math.max(0, (draw - z) / step + 0.5)); // of the cell around z
        return sum + share * step * Math.exp(density[i]);
      }, 0),
  );
  assertAllClose(below, probabilities, 2e-3);
  tf.dispose([draws, logProb]);
});

Deno.test("velocity() has the divergence that automatic differentiation finds", async () => {
  using weights = scope(key(1));
  const field = velocity(weights, { dim: 3, contextDim: 2, width: 16, blocks: 2 });
  perturb(weights, key(4), 0.3);
  const x = normalTensor(key(2), [7, 3]), context = normalTensor(key(3), [7, 2]);
  const t = toTensor([0, 0.1, 0.3, 0.5, 0.7, 0.9, 1], [7, 1]);
  const at = (x: tf.Tensor) => field.at(x as tf.Tensor2D, t, field.embed(context));
  const { value, divergence } = tf.tidy(() => ({
    ...field.withDivergence(x, t, field.embed(context)),
  }));
  const [plain, trace] = tf.tidy(() => {
    const own = [0, 1, 2].map((i) =>
      tf.grad((x) => at(x).slice([0, i], [-1, 1]).sum())(x).slice([0, i], [-1, 1])
    );
    return [at(x), tf.addN(own)];
  });
  assertAllClose(await toValues(value), await toValues(plain), 1e-5);
  assertAllClose(await toValues(divergence), await toValues(trace), 1e-4);
  tf.dispose([x, context, t, value, divergence, plain, trace]);
});

Deno.test("flowMatching() has as loss the squared error of the velocity, by its noise", async () => {
  using weights = scope(key(1));
  const q = flowMatching(small)(weights, { dim: 2, contextDim: 3 }); // its velocity is 0
  const z = toTensor([1, 2], [1, 2]), context = toTensor([0, 0, 0], [1, 3]);
  const noise = toTensor([0.5, -1, 0.3], [1, 3]);
  const loss = q.loss(z, context, noise);
  assertAlmostEquals(await toNumber(loss), 0.5 ** 2 + 3 ** 2, 1e-5);
  tf.dispose([z, context, noise, loss]);
});

Deno.test("flowMatching() learns by every weight, and leaves no tensor", async () => {
  for (const dim of [1, 3]) {
    using made = untrained(dim);
    const { q, weights } = made;
    const z = normalTensor(key(2), [30, dim]), context = normalTensor(key(3), [30, 3]);
    const noise = normalTensor(key(4), [30, q.noise.loss]);
    const variables = [...weights.variables.values()];
    await assertEveryWeightLearns(weights, () => q.loss(z, context, noise));
    assertNoLeak(() => tf.variableGrads(() => q.loss(z, context, noise), variables));
    assertNoLeak(() => q.logProb(z, context));
    assertNoLeak(() => q.sample(z, context));
    tf.dispose([z, context, noise]);
  }
});

Deno.test("flowMatching() comes within 0.05 nats of a narrow conjugate posterior", async () => {
  // z ~ N(0, I), x = z + 0.3 ε: the posterior N(x / 1.09, 0.09 / 1.09), its entropy known.
  const noiseSd = 0.3;
  const rows = (seed: number, count: number) => {
    const z = normalRows(key(seed), 2, { to: count });
    const e = normalRows(key(seed + 1), 2, { to: count });
    return tf.tidy(() => ({
      z: toTensor(z, [count, 2]),
      x: toTensor(z.map((value, i) => value + noiseSd * e[i]), [count, 2]),
    }));
  };
  using weights = scope(key(1));
  const q = flowMatching({ width: 32, blocks: 2 })(weights, { dim: 2, contextDim: 2 });
  const variables = [...weights.variables.values()];
  const steps = 250;
  const optimizer = tf.train.adam(3e-3);
  for (let step = 0; step < steps; step++) {
    const { z, x } = rows(10 + 3 * step, 256);
    const noise = normalTensor(key(12 + 3 * step), [256, 3]);
    Object.assign(optimizer, { learningRate: 6e-3 * (1 - step / steps) });
    optimizer.minimize(() => q.loss(z, x, noise), false, variables);
    tf.dispose([z, x, noise]);
  }
  optimizer.dispose();
  const { z, x } = rows(5000, 1500);
  const nlpd = tf.tidy(() => q.logProb(z, x).mean<tf.Scalar>().neg<tf.Scalar>());
  const variance = noiseSd ** 2 / (1 + noiseSd ** 2);
  const exact = tf.tidy(() => {
    const error = z.sub(x.div(1 + noiseSd ** 2)).square().sum<tf.Scalar>().div(2 * variance * 1500);
    return error.add(Math.log(2 * Math.PI * variance)) as tf.Scalar;
  });
  const gap = await toNumber(nlpd) - await toNumber(exact);
  assert(gap < 0.05, `gap ${gap}`);
  assert(gap > -0.01, `better than the exact posterior: ${gap}`);
  tf.dispose([z, x, nlpd, exact]);
});

Deno.test("flowMatching() refuses a solver without steps", () => {
  assertThrows(
    () => flowMatching({ steps: 0 }),
    RangeError,
    "Cannot build flow matching as steps must be an integer >= 1: current value is 0",
  );
});
