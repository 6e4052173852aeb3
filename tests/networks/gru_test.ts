import { assertNotEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { type Gate, type GruWeights, lastState } from "../../lib/networks/gru.ts";
import { fold, key } from "../../lib/core/random.ts";
import { toValues } from "../../lib/compute/tensors.ts";
import { assertAllClose, assertNoLeak, normalTensor } from "../support.ts";

const SWITCH = ["on", "off"] as const; // by the kernel, and as plain tfjs, its reference

const [LENGTH, COUNT, CHANNELS, UNITS] = [6, 3, 2, 4];

/** The input and the weights, in the order of {@linkcode parts}. */
function tensors(): tf.Tensor[] {
  const normal = (name: string, ...shape: number[]) => {
    const size = shape.reduce((a, b) => a * b);
    return normalTensor(fold(key(3), name), [1, size]).reshape(shape);
  };
  return [
    normal("x", LENGTH, COUNT, CHANNELS),
    ...["Wz", "Wr", "Wc"].map((name) => normal(name, CHANNELS, UNITS)),
    ...["bz", "br", "bc"].map((name) => normal(name, UNITS)),
    ...["Uz", "Ur", "Uc"].map((name) => normal(name, UNITS, UNITS)),
    normal("d", UNITS),
  ];
}

function parts([x, Wz, Wr, Wc, bz, br, bc, Uz, Ur, Uc, d]: tf.Tensor[]): [tf.Tensor3D, GruWeights] {
  const gate = (inputWeights: tf.Tensor, bias: tf.Tensor, stateWeights: tf.Tensor) =>
    ({ inputWeights, bias, stateWeights }) as Gate;
  return [x as tf.Tensor3D, {
    update: gate(Wz, bz, Uz),
    reset: gate(Wr, br, Ur),
    candidate: gate(Wc, bc, Uc),
    stateBias: d as tf.Tensor1D,
  }];
}

/** The same recurrence, left to automatic differentiation. */
function plain(tensors: tf.Tensor[], backwards: boolean): tf.Tensor2D {
  const [x, Wz, Wr, Wc, bz, br, bc, Uz, Ur, Uc, d] = tensors;
  const times = Array.from({ length: LENGTH }, (_, t) => backwards ? LENGTH - 1 - t : t);
  let h: tf.Tensor = tf.zeros([COUNT, UNITS]);
  for (const t of times) {
    const now = x.slice([t, 0, 0], [1, -1, -1]).as2D(COUNT, CHANNELS);
    const z = tf.matMul(now, Wz).add(bz).add(tf.matMul(h, Uz)).sigmoid();
    const r = tf.matMul(now, Wr).add(br).add(tf.matMul(h, Ur)).sigmoid();
    const memory = tf.matMul(h, Uc).add(d);
    const c = tf.matMul(now, Wc).add(bc).add(r.mul(memory)).tanh();
    h = z.mul(h).add(tf.sub(1, z).mul(c));
  }
  return h as tf.Tensor2D;
}

for (const kernels of SWITCH) {
  for (const backwards of [false, true]) {
    const way = `${backwards ? "backwards" : "forwards"}, kernels ${kernels},`;

    Deno.test(`lastState() ${way} equals a hand-written loop in plain numbers`, async () => {
      await startBackend("wasm", { kernels });
      const given = tensors();
      const state = tf.tidy(() => lastState(...parts(given), { backwards }));
      const [x, Wz, Wr, Wc, bz, br, bc, Uz, Ur, Uc, d] = await Promise.all(given.map(toValues));
      const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
      const product = (row: ArrayLike<number>, matrix: Float32Array, j: number) =>
        Array.from(row).reduce((sum, value, k) => sum + value * matrix[k * UNITS + j], 0);
      const expected: number[] = [];
      for (let n = 0; n < COUNT; n++) {
        let h = new Array<number>(UNITS).fill(0);
        for (let i = 0; i < LENGTH; i++) {
          const at = ((backwards ? LENGTH - 1 - i : i) * COUNT + n) * CHANNELS;
          const now = x.subarray(at, at + CHANNELS);
          h = h.map((value, j) => {
            const z = sigmoid(product(now, Wz, j) + bz[j] + product(h, Uz, j));
            const r = sigmoid(product(now, Wr, j) + br[j] + product(h, Ur, j));
            const c = Math.tanh(product(now, Wc, j) + bc[j] + r * (product(h, Uc, j) + d[j]));
            return z * value + (1 - z) * c;
          });
        }
        expected.push(...h);
      }
      assertAllClose(await toValues(state), expected, 1e-5);
      tf.dispose([given, state]);
    });

    Deno.test(`lastState() ${way} has the gradient of automatic differentiation`, async () => {
      await startBackend("wasm", { kernels });
      const given = tensors();
      const direction = normalTensor(key(4), [COUNT, UNITS]);
      const own = tf.grads((...t) => lastState(...parts(t), { backwards }).mul(direction).sum())(
        given,
      );
      const automatic = tf.grads((...t) => plain(t, backwards).mul(direction).sum())(given);
      for (let i = 0; i < given.length; i++) {
        assertAllClose(await toValues(own[i]), await toValues(automatic[i]), 1e-5);
      }
      tf.dispose([given, direction, own, automatic]);
    });
  }
}

Deno.test("lastState() depends on the direction", async () => {
  await startBackend();
  const given = tensors();
  const [ahead, back] = [false, true].map((backwards) =>
    tf.tidy(() => lastState(...parts(given), { backwards }))
  );
  assertNotEquals(await toValues(ahead), await toValues(back));
  tf.dispose([given, ahead, back]);
});

for (const kernels of SWITCH) {
  Deno.test(`lastState() with kernels ${kernels} leaves no tensor behind`, async () => {
    await startBackend("wasm", { kernels });
    const given = tensors();
    const state = (t: tf.Tensor[]) => lastState(...parts(t), { backwards: true });
    assertNoLeak(() => tf.tidy(() => state(given)));
    assertNoLeak(() => tf.grads((...t) => state(t).sum())(given));
    tf.dispose(given);
    await startBackend();
  });
}
