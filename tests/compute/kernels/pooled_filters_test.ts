import { assert, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { startBackend } from "../../../lib/compute/backend.ts";
import { makeHeap } from "../../../lib/compute/kernels/heap.ts";
import {
  type PooledFilters,
  pooledFilters,
  type PooledFiltersShape,
} from "../../../lib/compute/kernels/pooled_filters.ts";
import { toTensor, toValues } from "../../../lib/compute/tensors.ts";
import { fold, key, stream } from "../../../lib/core/random.ts";
import { assertAllClose } from "../../support.ts";
import { assertKernelsAgree, assertKernelsLeaveNothing, type Case, normal } from "./comparison.ts";

interface Size extends PooledFiltersShape {
  readonly groups: number;
  readonly length: number;
  readonly clocks: number;
  readonly filters: number;
}

/** Series [groups × sweeps, length, channels + clocks], their codes in runs, some of them no bin. */
function seriesOf({ groups, sweeps, length, channels, clocks, bins }: Size): Float32Array {
  const rng = stream(key(31)), width = channels + clocks;
  const codes = new Int32Array(clocks);
  return Float32Array.from({ length: groups * sweeps * length * width }, (_, i) => {
    const clock = i % width - channels;
    if (clock < 0) return rng.normal();
    if (rng.uniform() < 0.3) codes[clock] = Math.floor(rng.uniform() * (bins + 1)) - 1;
    return codes[clock];
  });
}

const inputsOf = ({ taps, channels, filters }: Size) => [
  normal(fold(key(32), "weights"), [taps * channels, filters], 1 / Math.sqrt(taps * channels)),
];

/** Gradients are those of the weights alone: series are data. */
function pooledCase(size: Size): Case {
  const values = seriesOf(size), { groups, sweeps, length, channels, clocks } = size;
  return {
    inputs: inputsOf(size),
    run: (weights) => {
      const x = toTensor(values, [groups * sweeps, length, channels + clocks]);
      const { sums, counts } = pooledFilters(x as tf.Tensor3D, weights as tf.Tensor2D, size);
      return [sums, counts];
    },
  };
}

const tiny = { groups: 2, sweeps: 1, length: 13, channels: 2, clocks: 1, filters: 8, bins: 4 };
const SIZES: Readonly<Record<string, Size>> = {
  "ragged points": { ...tiny, taps: 3, every: 1 },
  "whole tiles, one channel": { ...tiny, length: 12, channels: 1, taps: 5, every: 1 },
  "an even number of taps": { ...tiny, taps: 4, every: 1 },
  "one tap, one point": { ...tiny, length: 1, taps: 1, every: 1 },
  "more taps than points": { ...tiny, length: 5, taps: 9, every: 1 },
  "two clocks, three panels": { ...tiny, clocks: 2, filters: 24, taps: 8, every: 1 },
  "several sweeps": { ...tiny, sweeps: 3, clocks: 2, taps: 3, every: 1 },
  "means of samples, some of them left over": { ...tiny, length: 30, taps: 3, every: 4 },
  "means of an odd number, sweeps, clocks, panels": {
    groups: 3,
    sweeps: 2,
    length: 50,
    channels: 3,
    clocks: 2,
    filters: 16,
    bins: 11,
    taps: 8,
    every: 3,
  },
};

for (const [name, size] of Object.entries(SIZES)) {
  Deno.test(`pooledFilters() is what plain tfjs gives, with its gradient: ${name}`, async () => {
    await assertKernelsAgree(pooledCase(size), 2e-6);
  });

  Deno.test(`pooledFilters() leaves nothing behind: ${name}`, async () => {
    await assertKernelsLeaveNothing(pooledCase(size));
  });
}

/** The values of sums and counts, and the gradient of `loss` for the weights. */
async function pooled(
  values: Float32Array,
  weights: ArrayLike<number>,
  size: Size,
  loss = ({ sums }: PooledFilters) => sums.sum(),
) {
  const { groups, sweeps, length, channels, clocks, taps, filters } = size;
  const x = toTensor(values, [groups * sweeps, length, channels + clocks]) as tf.Tensor3D;
  const own = toTensor(weights, [taps * channels, filters]) as tf.Tensor2D;
  const { sums, counts } = pooledFilters(x, own, size);
  const gradient = tf.grad((own) => loss(pooledFilters(x, own as tf.Tensor2D, size)))(own);
  const [s, c, g] = await Promise.all([sums, counts, gradient].map(toValues));
  tf.dispose([x, own, sums, counts, gradient]);
  return { sums: s, counts: c, gradient: g };
}

Deno.test("pooledFilters() adds up what was worked out by hand", async () => {
  // Points 1, 2, 4, 8, their codes 0, 1, 1, −1; a filter a x[p − 1] + b x[p] + c x[p + 1].
  const size = { ...tiny, groups: 1, length: 4, channels: 1, bins: 2, taps: 3, every: 1 };
  const values = Float32Array.of(1, 0, 2, 1, 4, 1, 8, -1);
  const weights = new Float32Array(3 * 8);
  [10, 1, 100].forEach((weight, tap) => weights[8 * tap + 5] = weight); // the sixth filter
  for (const kernels of ["on", "off"] as const) {
    await startBackend("wasm", { kernels });
    const { sums, counts, gradient } = await pooled(values, weights, size);
    assertEquals([...counts], [1, 2]);
    // z = 201, 412, 824 (and 48 in no bin).
    const expected = new Float32Array(2 * 16);
    expected[5] = 201;
    expected[8 + 5] = 201 ** 2;
    expected[16 + 5] = 412 + 824;
    expected[24 + 5] = 412 ** 2 + 824 ** 2;
    assertEquals(sums, expected);
    // Of Σ z + z²: for each weight Σ (1 + 2 z) x, of the first three points.
    const factors = [403, 825, 1649];
    const of = (x: readonly number[]) => factors.reduce((sum, f, i) => sum + f * x[i], 0);
    const own = [[0, 1, 2], [1, 2, 4], [2, 4, 8]].map(of);
    assertEquals([5, 13, 21].map((i) => gradient[i]), own);
    // Of a filter of zero weights, z = 0: Σ x.
    assertEquals([0, 8, 16].map((i) => gradient[i]), [3, 7, 14]);
  }
  await startBackend();
});

Deno.test("pooledFilters() reads a point's code at its middle sample", async () => {
  await startBackend();
  const size = { ...tiny, groups: 1, length: 5, channels: 1, bins: 3, taps: 1, every: 2 };
  const values = Float32Array.of(1, 0, 3, 1, 5, 0, 7, 2, 100, 0); // the fifth is no whole point
  const { sums, counts } = await pooled(values, new Float32Array(8).fill(1), size);
  assertEquals([...counts], [0, 1, 1]);
  assertEquals([0, 16, 32].map((i) => sums[i]), [0, 2, 6]);
});

Deno.test("pooledFilters() over all bins of a clock is over all points, whatever the bins", async () => {
  await startBackend();
  const size = { ...tiny, sweeps: 2, length: 40, taps: 5, every: 2, bins: 6 };
  const values = seriesOf(size).map((value, i) => i % 3 === 2 ? Math.max(value, 0) : value);
  const [{ values: weights }] = inputsOf(size);
  const several = await pooled(values, weights, size);
  const one = { ...size, bins: 1 };
  const alone = await pooled(values.map((v, i) => i % 3 === 2 ? 0 : v), weights, one);
  assertEquals([...alone.counts], [40, 40]);
  for (let group = 0; group < 2; group++) {
    for (let j = 0; j < 16; j++) {
      let sum = 0;
      for (let bin = 0; bin < 6; bin++) sum += several.sums[(group * 6 + bin) * 16 + j];
      assertAllClose([sum], [alone.sums[group * 16 + j]], 1e-4);
    }
  }
  assertAllClose(several.gradient, alone.gradient, 1e-3);
});

Deno.test("pooledFilters() hardly depends on the order of sweeps, and adds sweeps alone up", async () => {
  await startBackend();
  const size = { ...tiny, groups: 1, sweeps: 3, clocks: 2, length: 40, taps: 8, every: 1 };
  const values = seriesOf(size), [{ values: weights }] = inputsOf(size);
  const part = values.length / 3;
  const sweeps = [0, 1, 2].map((i) => values.subarray(i * part, (i + 1) * part));
  const turned = Float32Array.from([2, 0, 1].flatMap((i) => [...sweeps[i]]));
  const expected = await pooled(values, weights, size);
  const other = await pooled(turned, weights, size);
  assertAllClose(other.sums, expected.sums, 1e-4);
  assertEquals(other.counts, expected.counts);
  const apart = await Promise.all(
    sweeps.map((sweep) => pooled(sweep, weights, { ...size, sweeps: 1 })),
  );
  for (const name of ["sums", "counts", "gradient"] as const) {
    const sum = expected[name].map((_, i) => apart.reduce((sum, own) => sum + own[name][i], 0));
    assertAllClose(expected[name], sum, 1e-3);
  }
});

Deno.test("pooledFilters() of series in no bin is zero, and so is its gradient", async () => {
  for (const kernels of ["on", "off"] as const) {
    await startBackend("wasm", { kernels });
    const size = { ...tiny, clocks: 2, taps: 3, every: 1 };
    const values = seriesOf(size).map((value, i) => i % 4 > 1 ? -1 : value);
    const loss = ({ sums }: PooledFilters) => sums.square().sum().add(sums.sum()).asScalar();
    const results = await pooled(values, inputsOf(size)[0].values, size, loss);
    for (const own of Object.values(results)) assert(own.every((value) => value === 0));
  }
  await startBackend();
});

Deno.test("pooledFilters() writes nothing for a code that is no bin, however large", async () => {
  for (const kernels of ["on", "off"] as const) {
    await startBackend("wasm", { kernels });
    const size = { ...tiny, taps: 3, every: 1 };
    const values = seriesOf(size), [{ values: weights }] = inputsOf(size);
    const of = (code: number) => values.map((v, i) => i % 3 === 2 && v === 3 ? code : v);
    const expected = await pooled(of(-1), weights, size);
    for (const code of [4, 5, 1e6]) assertEquals(await pooled(of(code), weights, size), expected);
  }
  await startBackend();
});

Deno.test("pooledFilters' kernels without relaxed SIMD compute the same, but for rounding", async () => {
  await startBackend();
  const size = SIZES["means of an odd number, sweeps, clocks, panels"];
  const { groups, sweeps, length, channels, clocks, taps, every, filters, bins } = size;
  const count = groups * sweeps, points = Math.floor(length / every), rows = points + 6;
  const x = toTensor(seriesOf(size), [count, length, channels + clocks]);
  const [{ values, shape }] = inputsOf(size);
  const weights = toTensor(values, shape);
  const dNormal = normal(fold(key(33), "d"), [groups, bins, 2 * filters]);
  const dSums = toTensor(dNormal.values, dNormal.shape);
  const results = await Promise.all((["relaxed", "simd"] as const).map(async (build) => {
    const { kernels, make, of, scratch } = makeHeap(tf.backend() as BackendWasm, build);
    const sums = make([groups, bins, 2 * filters]), counts = make([groups, bins]);
    const dWeights = make(shape), kept = make([count * filters * rows]), work = scratch(20_000);
    const given = { count, sweeps, length, channels, clocks, every, bins, x: of(x) };
    const all = { ...given, taps, filters, kept: of(kept), work };
    kernels.pooledCounts({ ...given, counts: of(counts) });
    kernels.pooledFilters({ ...all, weights: of(weights), sums: of(sums) });
    kernels.pooledFiltersGradient({ ...all, dSums: of(dSums), dWeights: of(dWeights) });
    const tensors = [sums, counts, dWeights, kept].map((info) =>
      tf.engine().makeTensorFromTensorInfo(info)
    );
    const found = await Promise.all(tensors.slice(0, 3).map(toValues));
    tf.dispose(tensors);
    return found;
  }));
  results[0].forEach((values, i) => assertAllClose(values, results[1][i], 1e-3));
  tf.dispose([x, weights, dSums]);
});
