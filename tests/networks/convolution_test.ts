import { assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { convolution, type ConvolutionOptions } from "../../lib/networks/convolution.ts";
import { fold, key } from "../../lib/core/random.ts";
import { scope } from "../../lib/compute/scope.ts";
import { toValues } from "../../lib/compute/tensors.ts";
import {
  assertAllClose,
  assertEveryWeightLearns,
  assertNoLeak,
  normalTensor,
  perturb,
} from "../support.ts";

await startBackend();

const [COUNT, CHANNELS, FILTERS] = [2, 3, 4];

function series(length: number): tf.Tensor3D {
  return tf.tidy(() =>
    normalTensor(fold(key(1), length), [COUNT * length, CHANNELS]).as3D(COUNT, length, CHANNELS)
  );
}

/** The definition, in plain numbers. */
function byLoops(
  x: Float32Array,
  W: Float32Array,
  b: Float32Array,
  { length, kernel, stride }: { length: number; kernel: number; stride: number },
): number[] {
  const outputs = Math.ceil(length / stride);
  const before = Math.floor(Math.max((outputs - 1) * stride + kernel - length, 0) / 2);
  const y: number[] = [];
  for (let n = 0; n < COUNT; n++) {
    for (let t = 0; t < outputs; t++) {
      for (let f = 0; f < FILTERS; f++) {
        let sum = b[f];
        for (let k = 0; k < kernel; k++) {
          const time = t * stride + k - before;
          if (time < 0 || time >= length) continue;
          for (let c = 0; c < CHANNELS; c++) {
            sum += W[(k * CHANNELS + c) * FILTERS + f] * x[(n * length + time) * CHANNELS + c];
          }
        }
        y.push(sum);
      }
    }
  }
  return y;
}

const CASES = [
  { kernel: 3, stride: 1, length: 11 },
  { kernel: 4, stride: 1, length: 7 },
  { kernel: 3, stride: 5, length: 20 },
  { kernel: 3, stride: 5, length: 21 },
  { kernel: 7, stride: 5, length: 23 },
  { kernel: 4, stride: 4, length: 16 },
  { kernel: 4, stride: 4, length: 13 },
  { kernel: 1, stride: 3, length: 8 },
] as const;

for (const { kernel, stride, length } of CASES) {
  const options = { channels: CHANNELS, filters: FILTERS, kernel, stride };
  const name = `kernel ${kernel}, stride ${stride}, ${length} points`;

  Deno.test(`convolution() equals a loop over its definition: ${name}`, async () => {
    using weights = scope(key(2));
    const layer = convolution(weights, options);
    perturb(weights, key(3), 1);
    const x = series(length);
    const y = layer(x);
    assertEquals(y.shape, [COUNT, Math.ceil(length / stride), FILTERS]);
    const [values, W, b] = await Promise.all([x, ...weights.variables.values()].map(toValues));
    assertAllClose(await toValues(y), byLoops(values, W, b, { length, kernel, stride }), 1e-5);
    tf.dispose([x, y]);
  });

  Deno.test(`convolution() has the gradient of tfjs' own on the cpu: ${name}`, async () => {
    using weights = scope(key(2));
    const layer = convolution(weights, options);
    const x = series(length);
    const own = tf.variableGrads(() => layer(x).square().sum());
    const onWasm = await Promise.all(Object.values(own.grads).map(toValues));
    const parts = await Promise.all([x, ...weights.variables.values()].map(toValues));
    tf.dispose([x, own]);

    await startBackend("cpu");
    const [W, b] = tf.tidy(() => {
      const input = tf.tensor3d(parts[0], [COUNT, length, CHANNELS]);
      return tf.grads((W, b) => {
        const filter = W.reshape([kernel, CHANNELS, FILTERS]) as tf.Tensor3D;
        return tf.conv1d(input, filter, stride, "same").add(b).square().sum();
      })([tf.tensor(parts[1]), tf.tensor(parts[2])]);
    });
    const onCpu = await Promise.all([W, b].map(toValues));
    tf.dispose([W, b]);
    await startBackend();
    assertAllClose(onWasm[0], onCpu[0], 1e-4);
    assertAllClose(onWasm[1], onCpu[1], 1e-4);
  });
}

Deno.test("convolution() gives every weight a gradient and leaves no tensor behind", async () => {
  using weights = scope(key(2));
  const options: ConvolutionOptions = { channels: CHANNELS, filters: FILTERS, kernel: 3 };
  const layer = convolution(weights, options);
  const x = series(9);
  assertNoLeak(() => layer(x));
  await assertEveryWeightLearns(weights, () => layer(x).square().sum());
  x.dispose();
});

Deno.test("convolution() refuses a stride of 0", () => {
  using weights = scope(key(2));
  assertThrows(
    () => convolution(weights, { channels: 2, filters: 2, kernel: 3, stride: 0 }),
    RangeError,
    "Cannot build convolution as stride must be an integer >= 1: current value is 0",
  );
  assertEquals(weights.variables.size, 0);
});
