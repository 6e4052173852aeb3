import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { mlpSummary } from "../../lib/networks/mlp.ts";
import { setTransformer } from "../../lib/networks/set_transformer.ts";
import { key } from "../../lib/core/random.ts";
import { scope } from "../../lib/compute/scope.ts";
import { toTensor, toValues } from "../../lib/compute/tensors.ts";
import { assertAllClose, perturb } from "../support.ts";
import { places, testNetwork } from "./network_laws.ts";

await startBackend();

testNetwork("setTransformer()", (s) => {
  const element = mlpSummary(s.child("element"), { inputs: 3, dim: 8, widths: [6] });
  const options = { shape: [4, 1, 3], element, dim: 4, heads: 2, seeds: 3, widths: [6] };
  return { x: places(5), run: setTransformer(s, options).apply };
});

/** What a set transformer says of one set of pairs, in so many places; further ones hold `filler`. */
async function saidOf(
  elements: readonly (readonly [number, number])[],
  { most = 6, filler = 0 }: { most?: number; filler?: number } = {},
): Promise<Float32Array> {
  using weights = scope(key(2));
  const element = mlpSummary(weights.child("element"), { inputs: 3, dim: 8, widths: [8] });
  const options = { shape: [most, 3], element, dim: 4, heads: 2, seeds: 3, widths: [8] };
  const { apply } = setTransformer(weights, options);
  perturb(weights, key(3), 0.3);
  const free = new Array(most - elements.length).fill([filler, filler, 0]);
  const x = toTensor([...elements.map((pair) => [...pair, 1]), ...free].flat(), [1, most * 3]);
  const y = apply(x);
  const values = await toValues(y);
  tf.dispose([x, y]);
  return values;
}

const [a, b, c] = [[0.3, -1.2], [2.1, 0.4], [-0.7, 0.9]] as const;

Deno.test("setTransformer() does not see the order of the elements, up to rounding", async () => {
  const said = await saidOf([a, b, c]);
  for (const order of [[b, a, c], [c, b, a], [b, c, a]]) {
    assertAllClose(await saidOf(order), said, 1e-5);
  }
  const other = await saidOf([a, b, [-0.7, 0.8]]);
  assert(other.some((value, i) => Math.abs(value - said[i]) > 1e-3));
});

Deno.test("setTransformer() does not see what stands in free places, bit for bit", async () => {
  assertEquals(await saidOf([a, b], { filler: 7 }), await saidOf([a, b]));
  assertEquals(await saidOf([], { filler: 7 }), await saidOf([]));
});

Deno.test("setTransformer() does not see how many places are free", async () => {
  assertAllClose(await saidOf([a, b], { most: 40 }), await saidOf([a, b], { most: 2 }), 1e-5);
});

Deno.test("setTransformer() depends on how many elements there are, where all are the same", async () => {
  assertNotEquals(await saidOf([a, a]), await saidOf([a]));
});

Deno.test("setTransformer() answers an empty set", async () => {
  const nothing = await saidOf([]);
  assert(nothing.every(Number.isFinite));
  assertNotEquals(nothing, await saidOf([a]));
});

Deno.test("setTransformer() refuses an element network with noise, and a set without places", () => {
  using weights = scope(key(2));
  const element = { dim: 4, noise: 3, apply: (x: tf.Tensor) => x as tf.Tensor2D };
  assertThrows(
    () => setTransformer(weights, { shape: [4, 3], element, dim: 4 }),
    RangeError,
    "Cannot build set transformer as its element network must take no noise: it takes 3",
  );
  assertThrows(
    () => setTransformer(weights, { shape: [0, 3], element: { ...element, noise: 0 }, dim: 4 }),
    RangeError,
    "Cannot build set transformer as most must be an integer >= 1: current value is 0",
  );
});
