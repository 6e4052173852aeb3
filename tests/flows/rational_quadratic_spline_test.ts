import { assert, assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { rationalQuadraticSpline } from "../../lib/flows/rational_quadratic_spline.ts";
import { fold, key, stream } from "../../lib/core/random.ts";
import { toTensor, toValues } from "../../lib/compute/tensors.ts";
import { assertAllClose } from "../support.ts";
import { plainSpline, plainSplineInverse } from "./plain_spline.ts";

await startBackend();

const OPTIONS = { bins: 8, bound: 5 };
const spline = rationalQuadraticSpline(OPTIONS);
const P = spline.parametersPerDim;

/** Some x in two coordinates, inside and outside, and their parameters, [20, 2] and [20, 2 P]. */
function given() {
  const rng = stream(fold(key(4), "spline"));
  const x = Array.from({ length: 40 }, () => 3 * rng.normal());
  const h = Array.from({ length: 40 * P }, () => rng.normal());
  return { x, h, hOf: (i: number) => h.slice(i * P, (i + 1) * P) };
}

Deno.test("rationalQuadraticSpline() equals the paper's formulas in float64", async () => {
  const { x, h, hOf } = given();
  const image = tf.tidy(() => ({
    ...spline.forward(toTensor(x, [20, 2]), toTensor(h, [20, 2 * P])),
  }));
  const expected = x.map((x, i) => plainSpline(x, hOf(i), OPTIONS));
  assertAllClose(await toValues(image.value), expected.map(({ value }) => value), 1e-5);
  const logs = expected.map(({ logDerivative }) => logDerivative);
  assertAllClose(await toValues(image.logDerivative), logs, 1e-4);
  tf.dispose(image);
});

Deno.test("rationalQuadraticSpline() has the inverse that bisection finds", async () => {
  const { x: y, h, hOf } = given();
  const image = tf.tidy(() => ({
    ...spline.inverse(toTensor(y, [20, 2]), toTensor(h, [20, 2 * P])),
  }));
  const expected = y.map((y, i) => plainSplineInverse(y, hOf(i), OPTIONS));
  assertAllClose(await toValues(image.value), expected, 1e-4);
  const logs = expected.map((x, i) => -plainSpline(x, hOf(i), OPTIONS).logDerivative);
  assertAllClose(await toValues(image.logDerivative), logs, 1e-3);
  tf.dispose(image);
});

for (const way of ["forward", "inverse"] as const) {
  Deno.test(`rationalQuadraticSpline() ${way} has the gradients of float64 differences`, async () => {
    const { x, h, hOf } = given();
    // One sum of value and logDerivative, each with weights of its own.
    const weight = (i: number) => [Math.cos(i), Math.sin(2 * i)];
    const weights = x.map((_, i) => weight(i));
    const [dx, dh] = tf.tidy(() => {
      const [v, l] = [0, 1].map((k) => toTensor(weights.map((w) => w[k]), [20, 2]));
      return tf.grads((x, h) => {
        const image = spline[way](x as tf.Tensor2D, h as tf.Tensor2D);
        return image.value.mul(v).add(image.logDerivative.mul(l)).sum();
      })([toTensor(x, [20, 2]), toTensor(h, [20, 2 * P])]);
    });
    const term = (i: number, x: number, h: readonly number[]) => {
      const at = way === "forward" ? x : plainSplineInverse(x, h, OPTIONS);
      const { value, logDerivative } = plainSpline(at, h, OPTIONS);
      const [v, l] = weight(i);
      return way === "forward" ? v * value + l * logDerivative : v * at - l * logDerivative;
    };
    const step = 1e-5;
    const slope = (f: (shift: number) => number) => (f(step) - f(-step)) / (2 * step);
    const expectedX = x.map((x, i) => slope((e) => term(i, x + e, hOf(i))));
    const expectedH = x.flatMap((x, i) =>
      hOf(i).map((_, k) => slope((e) => term(i, x, hOf(i).with(k, hOf(i)[k] + e))))
    );
    assertAllClose(await toValues(dx), expectedX, 2e-3);
    assertAllClose(await toValues(dh), expectedH, 2e-3);
    tf.dispose([dx, dh]);
  });
}

Deno.test("rationalQuadraticSpline() is the identity where its parameters are zero", async () => {
  const x = [-7, -5, -4.9, -1.25, 0, 0.3, 2.5, 4.99, 5, 8];
  for (const way of ["forward", "inverse"] as const) {
    const image = tf.tidy(() => ({
      ...spline[way](toTensor(x, [10, 1]), tf.zeros([10, P])),
    }));
    assertAllClose(await toValues(image.value), x, 2e-6);
    assertAllClose(await toValues(image.logDerivative), new Float32Array(10), 1e-6);
    tf.dispose(image);
  }
});

Deno.test("rationalQuadraticSpline() goes over into the identity at both bounds", async () => {
  const { h } = given();
  for (const way of ["forward", "inverse"] as const) {
    const at = async (x: number) => {
      const image = tf.tidy(() => ({
        ...spline[way](tf.fill([20, 2], x), toTensor(h, [20, 2 * P])),
      }));
      const values = [await toValues(image.value), await toValues(image.logDerivative)];
      tf.dispose(image);
      return values;
    };
    for (const bound of [-5, 5]) {
      for (const outside of [0, 1e-6, 0.5]) {
        const x = Math.fround(bound + Math.sign(bound) * outside);
        const [value, logDerivative] = await at(x);
        assertAllClose(value, new Array(40).fill(x), 2e-6);
        assertAllClose(logDerivative, new Array(40).fill(0), 0);
      }
      const [value, logDerivative] = await at(bound - Math.sign(bound) * 1e-5);
      assertAllClose(value, new Array(40).fill(bound), 1e-4);
      assertAllClose(logDerivative, new Array(40).fill(0), 1e-2);
    }
  }
});

Deno.test("rationalQuadraticSpline() increases, and is finite for any parameters", async () => {
  const count = 400;
  const x = Array.from({ length: count }, (_, i) => -6 + 12 * i / (count - 1));
  const rng = stream(key(9));
  for (const size of [3, 30, 1e4]) {
    const h = Array.from({ length: P }, () => size * rng.normal());
    const [value, logDerivative, dh] = tf.tidy(() => {
      const rows = toTensor(x, [count, 1]), raw = tf.tile(toTensor(h, [1, P]), [count, 1]);
      const image = spline.forward(rows, raw);
      const dh = tf.grad((h) => {
        const { value, logDerivative } = spline.forward(rows, h as tf.Tensor2D);
        return value.add(logDerivative).sum();
      })(raw);
      return [image.value, image.logDerivative, dh];
    });
    const values = await toValues(value);
    values.forEach((y, i) => assert(i === 0 || y >= values[i - 1] - 2e-6));
    assert((await toValues(logDerivative)).every(Number.isFinite));
    assert((await toValues(dh)).every(Number.isFinite));
    tf.dispose([value, logDerivative, dh]);
  }
});

Deno.test("rationalQuadraticSpline() computes on wasm what it computes on the cpu", async () => {
  const { x, h } = given();
  const results: Float32Array[][] = [];
  for (const backend of ["cpu", "wasm"]) {
    await startBackend(backend);
    const made = tf.tidy(() => {
      const [rows, raw] = [toTensor(x, [20, 2]), toTensor(h, [20, 2 * P])];
      const { value, logDerivative } = spline.forward(rows, raw);
      const gradients = tf.grads((x, h) =>
        spline.forward(x as tf.Tensor2D, h as tf.Tensor2D).logDerivative.sum()
      )([rows, raw]);
      return [value, logDerivative, ...gradients];
    });
    results.push(await Promise.all(made.map(toValues)));
    tf.dispose(made);
  }
  results[0].forEach((expected, i) => assertAllClose(results[1][i], expected, 1e-3));
});

Deno.test("rationalQuadraticSpline() refuses one bin and a bound of 0", () => {
  assertThrows(
    () => rationalQuadraticSpline({ bins: 1, bound: 5 }),
    RangeError,
    "Cannot build spline as bins must be an integer >= 2: current value is 1",
  );
  assertThrows(
    () => rationalQuadraticSpline({ bins: 8, bound: 0 }),
    RangeError,
    "Cannot build spline as bound must be > 0: current value is 0",
  );
  assertEquals(P, 23);
});
