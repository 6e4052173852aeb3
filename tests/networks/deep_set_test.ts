import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { deepSet } from "../../lib/networks/deep_set.ts";
import { mlpSummary } from "../../lib/networks/mlp.ts";
import { key } from "../../lib/core/random.ts";
import { scope } from "../../lib/compute/scope.ts";
import { toTensor, toValues } from "../../lib/compute/tensors.ts";
import { assertAllClose, perturb } from "../support.ts";

await startBackend();

/** What a deep set says of one set of pairs, in so many places; further ones hold `filler`. */
async function saidOf(
  elements: readonly (readonly [number, number])[],
  { most = 6, filler = 0 }: { most?: number; filler?: number } = {},
): Promise<Float32Array> {
  using weights = scope(key(2));
  const element = mlpSummary(weights.child("element"), { inputs: 3, dim: 5, widths: [8] });
  const { apply } = deepSet(weights, { shape: [most, 3], element, dim: 4, widths: [8] });
  perturb(weights, key(3), 0.3);
  const free = new Array(most - elements.length).fill([filler, filler, 0]);
  const x = toTensor([...elements.map((pair) => [...pair, 1]), ...free].flat(), [1, most * 3]);
  const y = apply(x);
  const values = await toValues(y);
  tf.dispose([x, y]);
  return values;
}

const [a, b, c] = [[0.3, -1.2], [2.1, 0.4], [-0.7, 0.9]] as const;

Deno.test("deepSet() does not see the order of the elements, up to rounding", async () => {
  const said = await saidOf([a, b, c]);
  for (const order of [[b, a, c], [c, b, a], [b, c, a]]) {
    assertAllClose(await saidOf(order), said, 1e-6);
  }
  const other = await saidOf([a, b, [-0.7, 0.8]]);
  assert(other.some((value, i) => Math.abs(value - said[i]) > 1e-3));
});

Deno.test("deepSet() does not see what stands in free places, bit for bit", async () => {
  assertEquals(await saidOf([a, b], { filler: 7 }), await saidOf([a, b]));
});

Deno.test("deepSet() does not see how many places are free", async () => {
  assertAllClose(await saidOf([a, b], { most: 40 }), await saidOf([a, b], { most: 2 }), 1e-6);
});

Deno.test("deepSet() depends on how many elements there are, where their mean is the same", async () => {
  assertNotEquals(await saidOf([a, a]), await saidOf([a]));
});

Deno.test("deepSet() answers an empty set", async () => {
  const nothing = await saidOf([]);
  assert(nothing.every(Number.isFinite));
  assertNotEquals(nothing, await saidOf([a]));
});

Deno.test("deepSet() refuses an element network with noise, and a set without places", () => {
  using weights = scope(key(2));
  const element = { dim: 2, noise: 3, apply: (x: tf.Tensor) => x as tf.Tensor2D };
  assertThrows(
    () => deepSet(weights, { shape: [4, 3], element, dim: 4 }),
    RangeError,
    "Cannot build deep set as its element network must take no noise: it takes 3",
  );
  assertThrows(
    () => deepSet(weights, { shape: [0, 3], element: { ...element, noise: 0 }, dim: 4 }),
    RangeError,
    "Cannot build deep set as most must be an integer >= 1: current value is 0",
  );
});
