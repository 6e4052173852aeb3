import { assert, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { startBackend } from "../../../lib/compute/backend.ts";
import { rationalQuadraticSpline } from "../../../lib/flows/rational_quadratic_spline.ts";
import { BUILDS, heapOf, kernelsRun, makeHeap } from "../../../lib/compute/kernels/heap.ts";
import { multiply } from "../../../lib/compute/kernels/product.ts";
import { fold, key, stream } from "../../../lib/core/random.ts";
import { toTensor, toValues } from "../../../lib/compute/tensors.ts";
import { assertAllClose } from "../../support.ts";

/** The numbers of a module's sections. */
function sectionsOf(bytes: Uint8Array): number[] {
  const sections: number[] = [];
  for (let at = 8; at < bytes.length;) {
    sections.push(bytes[at++]);
    let size = 0;
    for (let shift = 0;; shift += 7) {
      const byte = bytes[at++];
      size |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    at += size;
  }
  return sections;
}

for (const [name, bytes] of Object.entries(BUILDS)) {
  Deno.test(`BUILDS has a ${name} module that touches nothing of tfjs but its arguments`, () => {
    const module = new WebAssembly.Module(bytes);
    assertEquals(WebAssembly.Module.imports(module), [
      { module: "env", name: "memory", kind: "memory" },
    ]);
    const [START, DATA] = [8, 11];
    assert(!sectionsOf(bytes).includes(DATA), "static data would lie in tfjs' heap");
    assert(!sectionsOf(bytes).includes(START));
    assert(bytes.length < 40_000);
  });
}

/** A row of random numbers. */
function numbers(name: string, size: number): tf.Tensor1D {
  const rng = stream(fold(key(3), name));
  return toTensor(Array.from({ length: size }, () => rng.normal()), [size]);
}

Deno.test("makeHeap() without relaxed SIMD computes the same, but for rounding", async () => {
  await startBackend();
  const backend = tf.backend() as BackendWasm;
  const x = numbers("x", 200), h = numbers("h", 200 * 14);
  const results = await Promise.all((["relaxed", "simd"] as const).map(async (build) => {
    const heap = makeHeap(backend, build), { kernels, make, of, scratch } = heap;
    const [product, value, log, dx, dh, y] = [15 * 20, 200, 200, 200, 200 * 14, 200].map((n) =>
      make([n])
    );
    const work = scratch(20_000);
    multiply(heap, {
      m: 15,
      n: 20,
      k: 13,
      a: of(h),
      b: of(h),
      transposeB: true,
      c: of(product),
      work,
    });
    const map = { inverse: false, count: 200, bins: 5, bound: 4, x: of(x), h: of(h), work };
    kernels.spline({ ...map, value: of(value), logDerivative: of(log) });
    kernels.splineGradient({
      ...map,
      dValue: of(value),
      dLogDerivative: of(log),
      dx: of(dx),
      dh: of(dh),
    });
    kernels.activation({ kind: 2, count: 200, x: of(x), y: of(y) });
    const tensors = [product, value, log, dx, dh, y].map((info) =>
      tf.engine().makeTensorFromTensorInfo(info)
    );
    const values = await Promise.all(tensors.map(toValues));
    tf.dispose(tensors);
    return values;
  }));
  results[0].forEach((values, i) => {
    const scale = Math.max(1, ...values.map(Math.abs));
    assertAllClose(values.map((v) => v / scale), results[1][i].map((v) => v / scale), 1e-5);
  });
  tf.dispose([x, h]);
});

Deno.test("heapOf() computes the same bits, whatever was computed before", async () => {
  await startBackend();
  const heap = heapOf(tf.backend());
  const a = numbers("a", 64 * 50), b = numbers("b", 50 * 30);
  const product = () => tf.tidy(() => tf.matMul(a.as2D(64, 50), b.as2D(50, 30)));
  const first = product();
  heap.kernels.clear({ count: 1000, x: heap.scratch(1000) });
  const wide = tf.tidy(() => tf.matMul(tf.ones([3, 700]), tf.ones([700, 400])));
  const second = product();
  assertEquals(await toValues(first), await toValues(second));
  tf.dispose([a, b, first, wide, second]);
});

Deno.test("kernelsRun() follows the options of startBackend()", async () => {
  await startBackend("wasm", { kernels: "off" });
  assertEquals(kernelsRun(), false);
  await startBackend("cpu");
  assertEquals(kernelsRun(), false);
  await startBackend("wasm");
  assertEquals(kernelsRun(), true);
});

Deno.test("a spline's kernel equals plain tfjs at knots, bounds and with extreme parameters", async () => {
  const spline = rationalQuadraticSpline({ bins: 4, bound: 2 });
  const x = [-7, -2, -1.99, -1, 0, 1, 1.5, 1.99, 2, 2.5, 1e6]; // −1, 0, 1: knots of equal bins
  const extremes = [0, 0.5, 39, 41, -39, -50, 1000];
  const rows = extremes.flatMap((size) => x.map((x) => ({ x, size })));
  const h = rows.flatMap(({ size }, row) =>
    Array.from({ length: 11 }, (_, i) => size * Math.cos(i * i + (size === 0.5 ? row : 0)))
  );
  const image = async (way: "forward" | "inverse", kernels: "on" | "off") => {
    await startBackend("wasm", { kernels });
    const tensors = tf.tidy(() => {
      const [given, raw] = [
        toTensor(rows.map(({ x }) => x), [rows.length, 1]),
        toTensor(h, [
          rows.length,
          11,
        ]),
      ];
      return { ...spline[way](given, raw) };
    });
    const values = await Promise.all([tensors.value, tensors.logDerivative].map(toValues));
    tf.dispose(tensors);
    return values;
  };
  for (const way of ["forward", "inverse"] as const) {
    const own = await image(way, "on"), plain = await image(way, "off");
    assert(own.every((values) => values.every(Number.isFinite)));
    // With such parameters a position in a bin is a small difference of large float32 numbers.
    assertAllClose(own[0], plain[0], 5e-3);
    assertAllClose(own[1], plain[1], 3e-2);
  }
  await startBackend();
});

Deno.test("kernels give NaN for NaN, so that a loss that explodes is seen", async () => {
  await startBackend();
  const spline = rationalQuadraticSpline({ bins: 4, bound: 2 });
  const made = tf.tidy(() => {
    const nan = tf.fill([1, 1], NaN) as tf.Tensor2D;
    const { value, logDerivative } = spline.forward(nan, tf.zeros([1, 11]));
    const broken = spline.forward(tf.zeros([1, 1]), tf.fill([1, 11], NaN));
    return [value, logDerivative, broken.value, broken.logDerivative, tf.matMul(nan, nan)];
  });
  for (const values of await Promise.all(made.map(toValues))) assert(values.every(Number.isNaN));
  tf.dispose(made);
});
