import { assert, assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { type Scope, scope } from "../../lib/compute/scope.ts";
import { toTensor, toValues } from "../../lib/compute/tensors.ts";
import { key } from "../../lib/core/random.ts";
import { conditionalAffine } from "../../lib/flows/conditional_affine.ts";
import { assertAllClose, normalTensor } from "../support.ts";

await startBackend();

/** A map of so many coordinates whose parameters are these, whatever the context. */
function mapOf(weights: Scope, dim: number, parameters: readonly number[]) {
  const map = conditionalAffine(weights, { dim, contextDim: 1 });
  tf.tidy(() => weights.variables.get("bias")?.assign(tf.tensor1d([...parameters])));
  return map;
}

/** The raw parameter whose log scale is l. */
const raw = (l: number) => 6 * Math.atanh(l / 6);

Deno.test("conditionalAffine() shifts, regresses on those before, and scales what is left", async () => {
  using weights = scope(key(1));
  const [m, l, [c10, c20, c21]] = [[1, 2, 3], [0.5, -1, 2], [0.3, -0.2, 0.7]];
  const map = mapOf(weights, 3, [...m, ...l.map(raw), c10, c20, c21]);
  const image = tf.tidy(() => ({ ...map.forward(toTensor([2, 5, 4], [1, 3]), tf.ones([1, 1])) }));
  const d = [1, 3, 1];
  const expected = [
    Math.exp(0.5) * d[0],
    Math.exp(-1) * (d[1] - c10 * d[0]),
    Math.exp(2) * (d[2] - c20 * d[0] - c21 * d[1]),
  ];
  assertAllClose(await toValues(image.value), expected, 1e-5);
  assertAllClose(await toValues(image.logDet), [0.5 - 1 + 2], 1e-5);
  tf.dispose(image);
});

Deno.test("conditionalAffine() generates the normal distribution of its parameters", async () => {
  using weights = scope(key(1));
  const slope = 0.9, [sd0, sd1] = [0.2, 0.05];
  const map = mapOf(weights, 2, [1, -1, raw(-Math.log(sd0)), raw(-Math.log(sd1)), slope]);
  const count = 20_000;
  const noise = normalTensor(key(2), [count, 2]);
  const draws = tf.tidy(() => map.inverse(noise, tf.ones([count, 1])).value);
  const values = await toValues(draws);
  const mean = (f: (x: number, y: number) => number) => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += f(values[2 * i], values[2 * i + 1]) / count;
    return sum;
  };
  assertAllClose([mean((x) => x), mean((_, y) => y)], [1, -1], 5e-3);
  assertAllClose(
    [
      mean((x) => (x - 1) ** 2),
      mean((x, y) => (x - 1) * (y + 1)),
      mean((_, y) => (y + 1) ** 2),
    ],
    [sd0 ** 2, slope * sd0 ** 2, sd1 ** 2 + slope ** 2 * sd0 ** 2],
    1e-3,
  );
  tf.dispose([noise, draws]);
});

Deno.test("conditionalAffine() keeps every scale within exp(±6), and a finite gradient", async () => {
  for (const extreme of [1e4, -1e4]) {
    using weights = scope(key(1));
    const map = mapOf(weights, 2, [0, 0, extreme, extreme, 0]);
    const variables = [...weights.variables.values()];
    const { value, grads } = tf.variableGrads(() => {
      const { value, logDet } = map.forward(tf.ones([1, 2]), tf.ones([1, 1]));
      return value.square().sum<tf.Scalar>().sub(logDet.sum());
    }, variables);
    const scale = Math.exp(6 * Math.sign(extreme));
    assertAllClose(
      [(await toValues(value))[0] / (2 * scale ** 2 - 12 * Math.sign(extreme))],
      [1],
      1e-4,
    );
    for (const { name } of variables) assert((await toValues(grads[name])).every(Number.isFinite));
    tf.dispose([value, grads]);
  }
});

Deno.test("conditionalAffine() is the identity at first, whatever the context", async () => {
  using weights = scope(key(1));
  const map = conditionalAffine(weights, { dim: 4, contextDim: 3 });
  const x = normalTensor(key(2), [5, 4]), context = normalTensor(key(3), [5, 3]);
  const image = tf.tidy(() => ({ ...map.forward(x, context) }));
  assertEquals(await toValues(image.value), await toValues(x));
  assertEquals(await toValues(image.logDet), new Float32Array(5));
  tf.dispose([x, context, image]);
});

Deno.test("conditionalAffine() refuses a dim of 0", () => {
  using weights = scope(key(1));
  assertThrows(
    () => conditionalAffine(weights, { dim: 0, contextDim: 3 }),
    RangeError,
    "Cannot build conditional affine map as dim must be an integer >= 1: current value is 0",
  );
});
