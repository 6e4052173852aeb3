import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { actNorm } from "../../lib/flows/act_norm.ts";
import { affineFamily } from "../../lib/flows/affine_family.ts";
import { chain } from "../../lib/flows/chain.ts";
import { coupling } from "../../lib/flows/coupling.ts";
import { permute } from "../../lib/flows/permute.ts";
import { rationalQuadraticSpline } from "../../lib/flows/rational_quadratic_spline.ts";
import { mlp } from "../../lib/networks/mlp.ts";
import { key } from "../../lib/core/random.ts";
import { type Scope, scope } from "../../lib/compute/scope.ts";
import { toTensor, toValues } from "../../lib/compute/tensors.ts";
import { assertAllClose, normalTensor } from "../support.ts";

await startBackend();

const FAMILIES = {
  "affine maps": affineFamily(),
  splines: rationalQuadraticSpline({ bins: 4, bound: 5 }),
};

function couplingOf(scope: Scope, family: keyof typeof FAMILIES) {
  const { parametersPerDim } = FAMILIES[family];
  const conditioner = mlp(scope, { inputs: 2 + 3, outputs: 4 * parametersPerDim, widths: [8] });
  return coupling({ dim: 6, held: 2, family: FAMILIES[family], conditioner });
}

for (const family of ["affine maps", "splines"] as const) {
  Deno.test(`coupling() of ${family} leaves the held coordinates unchanged`, async () => {
    using weights = scope(key(1));
    const bijector = couplingOf(weights, family);
    const x = normalTensor(key(2), [7, 6]), context = normalTensor(key(3), [7, 3]);
    for (const way of ["forward", "inverse"] as const) {
      const value = tf.tidy(() => bijector[way](x, context).value);
      const [before, after] = [await toValues(x), await toValues(value)];
      for (let i = 0; i < 42; i++) {
        assertEquals(after[i] === before[i], i % 6 < 2, `coordinate ${i % 6}`);
      }
      value.dispose();
    }
    tf.dispose([x, context]);
  });

  Deno.test(`coupling() of ${family} depends on the context and on the held ones`, async () => {
    using weights = scope(key(1));
    const bijector = couplingOf(weights, family);
    const last = async (held: number, context: number) => {
      const value = tf.tidy(() => {
        const x = toTensor([held, 0, 0.5, 0.5, 0.5, 0.5], [1, 6]);
        return bijector.forward(x, tf.fill([1, 3], context)).value;
      });
      const values = await toValues(value);
      value.dispose();
      return values.slice(2);
    };
    assertNotEquals(await last(0, 0.5), await last(0, 0.6));
    assertNotEquals(await last(0, 0.5), await last(0.1, 0.5));
  });
}

Deno.test("coupling() refuses to hold all, or parts", () => {
  const parts = { dim: 6, family: affineFamily(), conditioner: (x: tf.Tensor2D) => x };
  assertThrows(
    () => coupling({ ...parts, held: 7 }),
    RangeError,
    "Cannot build coupling as held must be in [0, 5]: current value is 7",
  );
  assertThrows(() => coupling({ ...parts, held: 1.5 }), RangeError, "held must be an integer");
});

Deno.test("affineFamily() scales by 1 and shifts by 0 where its parameters are zero", async () => {
  const x = toTensor([-3, 0, 4], [3, 1]);
  const image = tf.tidy(() => ({ ...affineFamily().forward(x, tf.zeros([3, 2])) }));
  assertAllClose(await toValues(image.value), [-3, 0, 4], 1e-6);
  assertAllClose(await toValues(image.logDerivative), [0, 0, 0], 1e-6);
  tf.dispose([x, image]);
});

Deno.test("affineFamily() reads scale and shift of each coordinate side by side", async () => {
  const image = tf.tidy(() => {
    const h = toTensor([1, 10, -2, 20], [1, 4]);
    return { ...affineFamily().forward(toTensor([1, 2], [1, 2]), h) };
  });
  const scale = (a: number) => Math.log1p(Math.exp(Math.asinh(a) + Math.log(Math.E - 1)));
  const [first, second] = [scale(1), scale(-2)];
  assertAllClose(await toValues(image.value), [first + 10, 2 * second + 20], 1e-5);
  const logs = [Math.log(first), Math.log(second)];
  assertAllClose(await toValues(image.logDerivative), logs, 1e-5);
  tf.dispose(image);
});

Deno.test("permute() puts coordinate order[i] in place i, exactly", async () => {
  const x = toTensor([0.1, 0.2, 0.3], [1, 3]);
  const { value, logDet } = permute([1, 2, 0]).forward(x, x);
  assertEquals(await toValues(value), Float32Array.of(0.2, 0.3, 0.1));
  assertEquals(await toValues(logDet), Float32Array.of(0));
  tf.dispose([x, value, logDet]);
});

Deno.test("permute() refuses what is no permutation", () => {
  for (const order of [[0, 0, 1], [1, 2, 3]]) {
    assertThrows(
      () => permute(order),
      RangeError,
      "Cannot permute as order must hold each of 0 … 2 once",
    );
  }
});

Deno.test("actNorm() starts as the identity, then scales by exp(log_scale) and shifts", async () => {
  using weights = scope(key(1));
  const bijector = actNorm(weights, 2);
  const x = toTensor([3, 4], [1, 2]);
  const start = tf.tidy(() => bijector.forward(x, x).value);
  assertEquals([...await toValues(start)], [3, 4]);
  tf.tidy(() => {
    weights.variables.get("log_scale")?.assign(tf.tensor1d([Math.log(2), Math.log(5)]));
    weights.variables.get("shift")?.assign(tf.tensor1d([10, 20]));
  });
  const image = tf.tidy(() => ({ ...bijector.forward(x, x) }));
  assertAllClose(await toValues(image.value), [16, 40], 1e-5);
  assertAllClose(await toValues(image.logDet), [Math.log(10)], 1e-6);
  tf.dispose([x, start, image]);
});

Deno.test("chain() applies the first listed first", async () => {
  const x = toTensor([5, 6, 7], [1, 3]);
  const flow = chain([permute([1, 2, 0]), permute([1, 0, 2])]);
  const [there, back] = tf.tidy(() => [flow.forward(x, x).value, flow.inverse(x, x).value]);
  assertEquals([...await toValues(there)], [7, 6, 5]);
  assertEquals([...await toValues(back)], [7, 6, 5]);
  tf.dispose([x, there, back]);
});

Deno.test("chain() refuses none, and names the odd one out", () => {
  assertThrows(() => chain([]), RangeError, "at least one is needed");
  assertThrows(
    () => chain([permute([0, 1]), permute([0, 1, 2])]),
    RangeError,
    "Cannot chain bijectors as all must have dim 2: number 1 has dim 3",
  );
  assert(Object.isFrozen(chain([permute([0, 1])])));
});
