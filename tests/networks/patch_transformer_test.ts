import { assert, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { patchTransformer } from "../../lib/networks/patch_transformer.ts";
import { key } from "../../lib/core/random.ts";
import { type Scope, scope } from "../../lib/compute/scope.ts";
import { toValues } from "../../lib/compute/tensors.ts";
import { assertAllClose, normalTensor, perturb } from "../support.ts";

await startBackend();

const network = (weights: Scope, mask?: number) => {
  const made = patchTransformer(weights, {
    shape: [40, 2],
    dim: 3,
    patch: 5,
    width: 8,
    heads: 2,
    ...(mask !== undefined && { mask }),
  });
  perturb(weights, key(3), 0.2);
  return made;
};

/** A recording of noise and a mask, [1, points, 2]; the first samples exist. */
function masked(points: number, existing: number): tf.Tensor3D {
  return tf.tidy(() => {
    const values = normalTensor(key(2), [40, 1]).slice([0, 0], [points, 1]);
    const there = tf.range(0, points).less(existing).toFloat().sub(1).as2D(points, 1); // 0 or −1
    return tf.concat2d([values, there], 1).as3D(1, points, 2);
  });
}

Deno.test("patchTransformer() reads a padded recording as the shorter one that exists", async () => {
  using weights = scope(key(1));
  const { apply } = network(weights, 1);
  const [padded, short] = [masked(40, 25), masked(25, 25)];
  const [a, b] = [apply(padded), apply(short)];
  assertAllClose(await toValues(a), await toValues(b), 1e-5);
  using unmasked = scope(key(1));
  const c = network(unmasked).apply(padded); // the case that must differ
  const other = await toValues(c);
  assert((await toValues(b)).some((value, i) => Math.abs(value - other[i]) > 1e-2));
  tf.dispose([padded, short, a, b, c]);
});

Deno.test("patchTransformer() is finite where no sample exists", async () => {
  using weights = scope(key(1));
  const { apply } = network(weights, 1);
  const x = masked(40, 0);
  const y = apply(x);
  assert((await toValues(y)).every(Number.isFinite));
  tf.dispose([x, y]);
});

Deno.test("patchTransformer() depends on when something happened", async () => {
  using weights = scope(key(1));
  const { apply } = network(weights);
  const x = masked(40, 40);
  const [y, z] = [apply(x), tf.tidy(() => apply(x.reverse(1)))];
  const values = await toValues(z);
  assert((await toValues(y)).some((value, i) => Math.abs(value - values[i]) > 1e-2));
  tf.dispose([x, y, z]);
});

Deno.test("patchTransformer() refuses a patch that does not divide the length", () => {
  using weights = scope(key(1));
  assertThrows(
    () => patchTransformer(weights, { shape: [50, 2], dim: 3, patch: 20 }),
    RangeError,
    "Cannot build patch transformer as patch must divide the length 50: current value is 20",
  );
});
