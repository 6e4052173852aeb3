import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { type Activation, hardSilu, mish, silu, tanh } from "../../lib/networks/activations.ts";
import { toTensor, toValues } from "../../lib/compute/tensors.ts";
import { assertAllClose, assertNoLeak } from "../support.ts";

await startBackend();

const X = [-90, -4, -3.5, -1, -0.1, 0, 0.1, 1, 2.9, 4, 90];

const TABLE: Readonly<Record<string, readonly [Activation, (x: number) => number]>> = {
  "silu()": [silu, (x) => x / (1 + Math.exp(-x))],
  "hardSilu()": [hardSilu, (x) => x * Math.min(Math.max((x + 3) / 6, 0), 1)],
  "mish()": [mish, (x) => x * Math.tanh(Math.log1p(Math.exp(x)))],
  "tanh()": [tanh, Math.tanh],
};

for (const [name, [activation, definition]] of Object.entries(TABLE)) {
  Deno.test(`${name} has the values of its definition`, async () => {
    const x = toTensor(X, [X.length]);
    const y = activation(x);
    assertAllClose(await toValues(y), X.map(definition), 1e-6);
    tf.dispose([x, y]);
  });

  Deno.test(`${name} has the slope of its definition`, async () => {
    const x = toTensor(X, [X.length]);
    const slope = tf.grad((x) => activation(x).sum())(x);
    const h = 1e-5;
    const expected = X.map((x) => (definition(x + h) - definition(x - h)) / (2 * h));
    assertAllClose(await toValues(slope), expected, 1e-5);
    tf.dispose([x, slope]);
  });

  Deno.test(`${name} leaves no tensor behind`, () => {
    const x = toTensor(X, [X.length]);
    assertNoLeak(() => activation(x));
    x.dispose();
  });
}
