import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { startBackend } from "../../../lib/compute/backend.ts";
import { binMoments, rawMoments } from "../../../lib/compute/kernels/bin_moments.ts";
import { makeHeap } from "../../../lib/compute/kernels/heap.ts";
import { toTensor, toValues } from "../../../lib/compute/tensors.ts";
import { fold, type Key, key, stream } from "../../../lib/core/random.ts";
import { assertAllClose } from "../../support.ts";
import { assertKernelsAgree, assertKernelsLeaveNothing, type Case, normal } from "./comparison.ts";

type Size = readonly [rows: number, bins: number, filters: number];

/** Sums of 0 to 4 normal values and of their squares, [rows, bins, 2 filters], and their numbers. */
function pooledOf(root: Key, [rows, bins, filters]: Size) {
  const rng = stream(root), width = 2 * filters;
  const counts = Float32Array.from({ length: rows * bins }, () => Math.floor(5 * rng.uniform()));
  const sums = new Float32Array(rows * bins * width);
  counts.forEach((count, bin) => {
    for (let n = 0; n < count; n++) {
      for (let j = bin * width; j < bin * width + filters; j++) {
        const z = 1 + rng.normal();
        sums[j] += z;
        sums[j + filters] += z * z;
      }
    }
  });
  return { sums, counts };
}

function momentsCase(size: Size): Case {
  const [rows, bins, filters] = size, width = 2 * filters;
  const { sums, counts } = pooledOf(key(41), size);
  return {
    inputs: [
      { values: sums, shape: [rows, bins, width] },
      normal(fold(key(42), "scale"), [bins, width], 3), // so that some are squashed
      normal(fold(key(42), "shift"), [bins, width]),
    ],
    run: (sums, scale, shift) => {
      const pooled = {
        sums: sums as tf.Tensor3D,
        counts: toTensor(counts, [rows, bins]) as tf.Tensor2D,
      };
      const units = { scale: scale as tf.Tensor2D, shift: shift as tf.Tensor2D };
      return [binMoments(pooled, units)];
    },
  };
}

const SIZES: Readonly<Record<string, Size>> = {
  "one of each": [1, 1, 8],
  "several rows and bins": [5, 7, 8],
  "several panels": [3, 4, 24],
  "filters that are no whole panel": [3, 4, 5],
};

for (const [name, size] of Object.entries(SIZES)) {
  Deno.test(`binMoments() is what plain tfjs gives, with its gradients: ${name}`, async () => {
    await assertKernelsAgree(momentsCase(size), 2e-6);
  });

  Deno.test(`binMoments() leaves nothing behind: ${name}`, async () => {
    await assertKernelsLeaveNothing(momentsCase(size));
  });
}

/** A filter's sums in two bins, the second of them empty, and the units of moments. */
function tiny(scale: readonly number[], shift: readonly number[]) {
  const row = (values: readonly number[]) => values.flatMap((value) => Array(8).fill(value));
  const of = (values: readonly number[]) => toTensor(row(values), [2, 16]) as tf.Tensor2D;
  return {
    pooled: {
      sums: toTensor(row([6, 30, 0, 0]), [1, 2, 16]) as tf.Tensor3D, // of the values 1, 5
      counts: toTensor([2, 0], [1, 2]) as tf.Tensor2D,
    },
    units: { scale: of(scale), shift: of(shift) },
  };
}

Deno.test("rawMoments() are means and variances, and 0 in an empty bin", async () => {
  await startBackend();
  const { pooled, units } = tiny([1, 1, 1, 1], [0, 0, 0, 0]);
  const raw = rawMoments(pooled);
  const values = await toValues(raw);
  assertEquals([0, 8, 16, 24].map((i) => values[i]), [3, 6, 0, 0]);
  tf.dispose([raw, pooled, units]);
});

for (const kernels of ["on", "off"] as const) {
  Deno.test(`binMoments() are moments in their units, squashed to 8, and 0 in an empty bin: kernels ${kernels}`, async () => {
    await startBackend("wasm", { kernels });
    const { pooled, units } = tiny([4, 1000, 3, 3], [8, 5000, 7, 7]);
    const y = binMoments(pooled, units);
    const values = await toValues(y);
    const expected = [4 / Math.hypot(1, 4 / 8), 1000 / Math.hypot(1, 1000 / 8), 0, 0];
    [0, 8, 16, 24].forEach((i, j) => assertAlmostEquals(values[i], expected[j], 1e-5));
    assert(values.every((value) => Math.abs(value) <= 8));
    tf.dispose([y, pooled, units]);
    await startBackend();
  });

  Deno.test(`binMoments() has no gradient through an empty bin: kernels ${kernels}`, async () => {
    await startBackend("wasm", { kernels });
    const { pooled, units } = tiny([4, 1, 3, 3], [8, 5, 7, 7]);
    const run = (sums: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor) =>
      binMoments({ ...pooled, sums: sums as tf.Tensor3D }, {
        scale: scale as tf.Tensor2D,
        shift: shift as tf.Tensor2D,
      });
    const gradients = tf.grads(run)([pooled.sums, units.scale, units.shift]);
    for (const values of await Promise.all(gradients.map(toValues))) {
      assert(values.subarray(0, 16).every((value) => value !== 0));
      assert(values.subarray(16).every((value) => value === 0));
    }
    tf.dispose([gradients, pooled, units]);
    await startBackend();
  });
}

Deno.test("binMoments' kernels without relaxed SIMD compute the same, but for rounding", async () => {
  await startBackend();
  const size = SIZES["several panels"], [rows, bins, filters] = size;
  const { inputs } = momentsCase(size), { counts } = pooledOf(key(41), size);
  const [sums, scale, shift] = inputs.map(({ values, shape }) => toTensor(values, shape));
  const own = toTensor(counts, [rows, bins]);
  const results = await Promise.all((["relaxed", "simd"] as const).map(async (build) => {
    const { kernels, make, of } = makeHeap(tf.backend() as BackendWasm, build);
    const made = [sums, sums, scale, shift].map(({ shape }) => make(shape));
    const [y, dSums, dScale, dShift] = made.map(of);
    const given = {
      rows,
      bins,
      filters,
      sums: of(sums),
      counts: of(own),
      scale: of(scale),
      shift: of(shift),
    };
    kernels.binMoments({ ...given, y });
    kernels.binMomentsGradient({ ...given, dy: of(sums), dSums, dScale, dShift });
    const tensors = made.map((info) => tf.engine().makeTensorFromTensorInfo(info));
    const values = await Promise.all(tensors.map(toValues));
    tf.dispose(tensors);
    return values;
  }));
  results[0].forEach((values, i) => assertAllClose(values, results[1][i], 1e-4));
  tf.dispose([sums, scale, shift, own]);
});
