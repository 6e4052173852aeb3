import { assert, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { linearRecurrence } from "../../lib/networks/linear_recurrence.ts";
import { linearRecurrenceSummary } from "../../lib/networks/linear_recurrence_summary.ts";
import { fold, key } from "../../lib/core/random.ts";
import { type Scope, scope } from "../../lib/compute/scope.ts";
import { toValues } from "../../lib/compute/tensors.ts";
import { assertAllClose, normalTensor, perturb } from "../support.ts";
import { series as rows, testNetwork } from "./network_laws.ts";

await startBackend();

testNetwork("linearRecurrence()", (s) => {
  const layer = linearRecurrence(s, { width: 4, states: 3, longest: 7 });
  return { x: rows(5, 7, 4), run: (x) => tf.tidy(() => layer(x as tf.Tensor3D).sum(1)) };
});

testNetwork("linearRecurrenceSummary()", (s) => {
  const options = { shape: [40, 2], dim: 4, stride: 5, width: 6, states: 3, seeds: 2 };
  return { x: rows(5, 40, 2), run: linearRecurrenceSummary(s, options).apply };
});

const WIDTH = 3, STATES = 4, ROWS = 2;

const series = (length: number): tf.Tensor3D =>
  tf.tidy(() =>
    normalTensor(fold(key(2), length), [ROWS * length, WIDTH]).as3D(ROWS, length, WIDTH)
  );

/** The same by loops over time, in plain numbers. */
async function byLoops(weights: Scope, x: tf.Tensor3D): Promise<Float64Array> {
  const [rows, length] = x.shape;
  const values = await toValues(x);
  const weight = new Map<string, Float32Array>();
  for (const [name, variable] of weights.variables) weight.set(name, await toValues(variable));
  const [decays, angles, input, gates, shifts, output, bias] = [
    "decays",
    "angles",
    "input",
    "gates",
    "shifts",
    "output",
    "bias",
  ].map((name) => weight.get(name)!);
  const y = new Float64Array(rows * length * WIDTH);
  for (let n = 0; n < rows; n++) {
    const v = Array.from({ length }, () => [...shifts]);
    for (let s = 0; s < 2 * STATES; s++) {
      const backwards = s >= STATES;
      const modulus = Math.exp(-Math.exp(decays[s])), angle = Math.exp(angles[s]);
      const [a, b] = [modulus * Math.cos(angle), modulus * Math.sin(angle)];
      // The rows of `gates`: real and imaginary parts forwards, then both backwards.
      const row = backwards ? s + STATES : s;
      let [re, im] = [0, 0];
      for (let k = 0; k < length; k++) {
        const t = backwards ? length - 1 - k : k;
        let u = 0;
        for (let c = 0; c < WIDTH; c++) {
          u += values[(n * length + t) * WIDTH + c] * input[c * 2 * STATES + s];
        }
        [re, im] = [a * re - b * im + Math.sqrt(1 - modulus ** 2) * u, b * re + a * im];
        for (let j = 0; j < 2 * WIDTH; j++) {
          v[t][j] += re * gates[row * 2 * WIDTH + j] + im * gates[(row + STATES) * 2 * WIDTH + j];
        }
      }
    }
    for (let t = 0; t < length; t++) {
      for (let j = 0; j < WIDTH; j++) {
        y[(n * length + t) * WIDTH + j] = bias[j];
        for (let i = 0; i < WIDTH; i++) {
          const gated = v[t][i] / (1 + Math.exp(-v[t][WIDTH + i]));
          y[(n * length + t) * WIDTH + j] += gated * output[i * WIDTH + j];
        }
      }
    }
  }
  return y;
}

for (const kernels of ["on", "off"] as const) {
  // A square number of points, one that needs padding, fewer than a chunk, one alone.
  for (const length of [49, 31, 3, 1]) {
    Deno.test(`linearRecurrence() equals a loop over ${length} points, kernels ${kernels}`, async () => {
      await startBackend("wasm", { kernels });
      using weights = scope(key(1));
      const layer = linearRecurrence(weights, { width: WIDTH, states: STATES, longest: 20 });
      perturb(weights, key(3), 0.2);
      const x = series(length);
      const y = layer(x);
      assertAllClose(await toValues(y), await byLoops(weights, x), 2e-5);
      tf.dispose([x, y]);
      await startBackend();
    });
  }
}

Deno.test("linearRecurrence() remembers over chunks, in both directions of time", async () => {
  using weights = scope(key(1));
  const layer = linearRecurrence(weights, { width: WIDTH, states: STATES, longest: 50 });
  const x = tf.zeros<tf.Rank.R3>([1, 64, WIDTH]);
  const pulse = tf.tidy(() => tf.oneHot(tf.tensor1d([32], "int32"), 64).reshape([1, 64, 1]).add(x));
  const y = layer(pulse as tf.Tensor3D);
  const values = await toValues(y);
  const size = (t: number) =>
    Math.max(...Array.from({ length: WIDTH }, (_, c) => Math.abs(values[t * WIDTH + c])));
  for (const [near, far] of [[35, 55], [29, 9]]) {
    assert(size(far) > 1e-4, `the pulse is forgotten at ${far}`);
    assert(size(near) > size(far), `the pulse grows to ${far}`);
  }
  tf.dispose([x, pulse, y]);
});

Deno.test("linearRecurrence() refuses a width of 0", () => {
  using weights = scope(key(1));
  assertThrows(
    () => linearRecurrence(weights, { width: 0, states: 2, longest: 5 }),
    RangeError,
    "Cannot build linear recurrence as width must be an integer >= 1: current value is 0",
  );
});

Deno.test("linearRecurrenceSummary() sees a variance where all means are the same", async () => {
  using weights = scope(key(1));
  const options = { shape: [60, 1], dim: 4, stride: 5, width: 6, states: 3, seeds: 2 };
  const { apply } = linearRecurrenceSummary(weights, options);
  perturb(weights, key(3), 0.2);
  const flat = tf.zeros([1, 60, 1]);
  const [x, y] = [1, -1].map((sign) =>
    tf.tidy(() => normalTensor(key(4), [60, 1]).mul(sign).reshape([1, 60, 1]))
  );
  const [silent, up, down] = [flat, x, y].map((z) => apply(z));
  const away = (a: Float32Array, b: Float32Array) =>
    Math.hypot(...a.map((value, i) => value - b[i]));
  const [none, one, other] = await Promise.all([silent, up, down].map((z) => toValues(z)));
  assert(away(none, one) > 1e-2);
  assert(away(one, other) > 1e-3);
  tf.dispose([flat, x, y, silent, up, down]);
});

Deno.test("linearRecurrenceSummary() refuses no blocks", () => {
  using weights = scope(key(1));
  assertThrows(
    () => linearRecurrenceSummary(weights, { shape: [60, 1], dim: 4, blocks: 0 }),
    RangeError,
    "Cannot build linear recurrence summary as blocks must be an integer >= 1: current value is 0",
  );
});
