import { assertNotEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/backend.ts";
import { type GateInputs, type GateWeights, lastState } from "../../lib/networks/gru.ts";
import { fold, key } from "../../lib/random.ts";
import { toValues } from "../../lib/tensors.ts";
import { assertAllClose, assertNoLeak, normalTensor } from "../support.ts";

await startBackend();

const [LENGTH, COUNT, UNITS] = [6, 3, 4];

/** Inputs and weights in the order of {@linkcode parts}. */
function tensors(): tf.Tensor[] {
  const root = fold(key(3), "gru");
  const normal = (name: string, ...shape: number[]) => {
    const size = shape.reduce((a, b) => a * b);
    return normalTensor(fold(root, name), [1, size]).reshape(shape);
  };
  return [
    normal("xz", LENGTH, COUNT, UNITS),
    normal("xr", LENGTH, COUNT, UNITS),
    normal("xh", LENGTH, COUNT, UNITS),
    normal("Uz", UNITS, UNITS),
    normal("Ur", UNITS, UNITS),
    normal("Uh", UNITS, UNITS),
    normal("b", UNITS),
  ];
}

function parts(tensors: tf.Tensor[]): [GateInputs, GateWeights] {
  const [xz, xr, xh, Uz, Ur, Uh, b] = tensors;
  const inputs = { update: xz, reset: xr, candidate: xh } as GateInputs;
  return [inputs, { update: Uz, reset: Ur, candidate: Uh, bias: b } as GateWeights];
}

/** The same recurrence, left to automatic differentiation. */
function plain([xz, xr, xh, Uz, Ur, Uh, b]: tf.Tensor[], backwards: boolean): tf.Tensor2D {
  const times = Array.from({ length: LENGTH }, (_, t) => backwards ? LENGTH - 1 - t : t);
  let h: tf.Tensor2D = tf.zeros([COUNT, UNITS]);
  for (const t of times) {
    const at = (x: tf.Tensor) => x.slice([t, 0, 0], [1, -1, -1]).as2D(COUNT, UNITS);
    const z = at(xz).add(tf.matMul(h, Uz as tf.Tensor2D)).sigmoid();
    const r = at(xr).add(tf.matMul(h, Ur as tf.Tensor2D)).sigmoid();
    const memory = tf.matMul(h, Uh as tf.Tensor2D).add(b);
    h = z.mul(h).add(tf.sub(1, z).mul(at(xh).add(r.mul(memory)).tanh()));
  }
  return h;
}

for (const backwards of [false, true]) {
  const way = backwards ? "backwards" : "forwards";

  Deno.test(`lastState() ${way} equals a hand-written loop in plain numbers`, async () => {
    const given = tensors();
    const state = tf.tidy(() => lastState(...parts(given), { backwards }));
    const [xz, xr, xh, Uz, Ur, Uh, b] = await Promise.all(given.map(toValues));
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
    const expected: number[] = [];
    for (let n = 0; n < COUNT; n++) {
      let h = new Array(UNITS).fill(0);
      for (let i = 0; i < LENGTH; i++) {
        const at = ((backwards ? LENGTH - 1 - i : i) * COUNT + n) * UNITS;
        const product = (U: Float32Array, j: number) =>
          h.reduce((sum, value, k) => sum + value * U[k * UNITS + j], 0);
        h = h.map((value, j) => {
          const z = sigmoid(xz[at + j] + product(Uz, j));
          const r = sigmoid(xr[at + j] + product(Ur, j));
          const candidate = Math.tanh(xh[at + j] + r * (product(Uh, j) + b[j]));
          return z * value + (1 - z) * candidate;
        });
      }
      expected.push(...h);
    }
    assertAllClose(await toValues(state), expected, 1e-5);
    tf.dispose([given, state]);
  });

  Deno.test(`lastState() ${way} has the gradient of automatic differentiation`, async () => {
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

Deno.test("lastState() depends on the direction", async () => {
  const given = tensors();
  const [ahead, back] = [false, true].map((backwards) =>
    tf.tidy(() => lastState(...parts(given), { backwards }))
  );
  assertNotEquals(await toValues(ahead), await toValues(back));
  tf.dispose([given, ahead, back]);
});

Deno.test("lastState() leaves no tensor behind", () => {
  const given = tensors();
  const state = (t: tf.Tensor[]) => lastState(...parts(t), { backwards: true });
  assertNoLeak(() => tf.tidy(() => state(given)));
  assertNoLeak(() => tf.grads((...t) => state(t).sum())(given));
  tf.dispose(given);
});
