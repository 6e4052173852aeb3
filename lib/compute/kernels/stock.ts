/**
 * Replaces the kernels of tfjs-backend-wasm 4.22 that are slow in training:
 *
 * - matrices multiply at 26–32 GFLOP/s, but transposed ones, which every gradient needs, at 2;
 * - a transpose of a tall matrix misses the cache at every number;
 * - a sum over leading axes, which every bias needs, goes by such a transpose;
 * - a slice copies all of its argument first, and again for each part of a split;
 * - a clone copies, and all that a gradient needs is cloned.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { kernelsRun } from "./heap.ts";
import { matMul } from "./mat_mul.ts";

/** Calls a kernel of the wasm backend on bare tensor infos. Its result is the caller's. */
function run(
  kernel: string,
  inputs: tf.NamedTensorInfoMap,
  attrs: tf.NamedAttrMap,
  backend: object,
): tf.TensorInfo {
  return tf.getKernel(kernel, "wasm").kernelFunc({ inputs, attrs, backend }) as tf.TensorInfo;
}

/** Puts a kernel before the stock one of that name, which it is handed. */
function override(kernel: string, wrap: (stock: tf.KernelFunc) => tf.KernelFunc): void {
  const config = tf.getKernel(kernel, "wasm");
  tf.unregisterKernel(kernel, "wasm");
  tf.registerKernel({ ...config, kernelFunc: wrap(config.kernelFunc) });
}

/** By the own kernel; without it, transposes first and so always multiplies by the fast path. */
function matMulByTransposes(stock: tf.KernelFunc): tf.KernelFunc {
  return (call) => {
    const { inputs, attrs, backend } = call;
    if (kernelsRun() && inputs.a?.dtype === "float32" && inputs.b?.dtype === "float32") {
      return matMul(call);
    }
    const heap = backend as tf.KernelBackend;
    const made: tf.TensorInfo[] = [];
    const transposed = (x: tf.TensorInfo) => {
      const perm = x.shape.map((_, axis) => axis);
      perm.push(...perm.splice(-2).reverse());
      made.push(run("Transpose", { x }, { perm }, backend));
      return made[made.length - 1];
    };
    const { a, b } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
    const product = stock({
      inputs: {
        a: attrs?.transposeA ? transposed(a) : a,
        b: attrs?.transposeB ? transposed(b) : b,
      },
      attrs: { transposeA: false, transposeB: false },
      backend,
    });
    made.forEach(({ dataId }) => heap.disposeData(dataId));
    return product;
  };
}

/**
 * Numbers of a tensor where they are. Any allocation may move the heap: take them again after one.
 */
function numbers(x: tf.TensorInfo, backend: object): tf.backend_util.TypedArray {
  return (backend as BackendWasm).typedArrayFromHeap(x);
}

/** Swaps the last two axes by blocks of rows that stay in the cache. */
function transposeByBlocks(stock: tf.KernelFunc): tf.KernelFunc {
  return (call) => {
    const { x } = call.inputs as { x: tf.TensorInfo };
    const { perm } = call.attrs as { perm: number[] };
    const rank = x.shape.length;
    const swapped = (axis: number) => axis < rank - 2 ? axis : 2 * rank - 3 - axis;
    if (x.dtype === "string" || rank < 2 || perm.some((axis, i) => axis !== swapped(i))) {
      return stock(call);
    }
    const shape = perm.map((axis) => x.shape[axis]);
    const out = (call.backend as BackendWasm).makeOutput(shape, x.dtype);
    const from = numbers(x, call.backend), to = numbers(out, call.backend);
    const [columns, rows] = shape.slice(-2);
    for (let start = 0; start < from.length; start += rows * columns) {
      for (let block = 0; block < rows; block += 16) {
        const end = Math.min(rows, block + 16);
        for (let j = 0; j < columns; j++) {
          const column = start + j * rows;
          for (let i = block; i < end; i++) to[column + i] = from[start + i * columns + j];
        }
      }
    }
    return out;
  };
}

/** Sums over leading axes, as every gradient of a bias does, row by row and in float64. */
function sumByRows(stock: tf.KernelFunc): tf.KernelFunc {
  return (call) => {
    const { x } = call.inputs as { x: tf.TensorInfo };
    const { axis, keepDims } = call.attrs as { axis: number | number[]; keepDims: boolean };
    const axes = tf.util.parseAxisParam(axis, x.shape).sort((i, j) => i - j);
    const rest = x.shape.slice(axes.length);
    if (x.dtype !== "float32" || rest.length === 0 || axes.some((axis, i) => axis !== i)) {
      return stock(call);
    }
    const shape = keepDims ? [...axes.map(() => 1), ...rest] : rest;
    const out = (call.backend as BackendWasm).makeOutput(shape, x.dtype);
    const from = numbers(x, call.backend);
    const sums = new Float64Array(tf.util.sizeFromShape(rest));
    for (let k = 0; k < from.length;) {
      for (let j = 0; j < sums.length; j++) sums[j] += from[k++];
    }
    numbers(out, call.backend).set(sums);
    return out;
  };
}

/** Copies the box of `size` at `begin` out of `x`, run by run. */
function copyBox(
  x: tf.TensorInfo,
  begin: readonly number[],
  size: number[],
  backend: BackendWasm,
): tf.TensorInfo {
  const out = backend.makeOutput(size, x.dtype);
  const from = numbers(x, backend), to = numbers(out, backend);
  const strides = [...tf.util.computeStrides(x.shape), 1];
  let inner = size.length - 1;
  while (inner > 0 && size[inner] === x.shape[inner]) inner--;
  const run = tf.util.sizeFromShape(size.slice(inner));
  let written = 0;
  const copy = (axis: number, offset: number) => {
    const start = offset + begin[axis] * strides[axis];
    if (axis < inner) {
      for (let i = 0; i < size[axis]; i++) copy(axis + 1, start + i * strides[axis]);
    } else if (run < 32) { // a loop is faster than a view of so little
      for (let i = 0; i < run; i++) to[written++] = from[start + i];
    } else {
      to.set(from.subarray(start, start + run), written);
      written += run;
    }
  };
  if (to.length > 0) copy(0, 0);
  return out;
}

function sliceByBox(stock: tf.KernelFunc): tf.KernelFunc {
  return (call) => {
    const { x } = call.inputs as { x: tf.Tensor };
    const { begin, size } = call.attrs as { begin: number[]; size: number[] };
    if (x.dtype === "string") return stock(call);
    const [from, shape] = tf.slice_util.parseSliceParams(x, begin, size);
    return copyBox(x, from, shape, call.backend as BackendWasm);
  };
}

/** The parts of `x` of these sizes along an axis. */
function boxesAlong(
  x: tf.TensorInfo,
  sizes: readonly number[],
  axis: number,
  backend: object,
): tf.TensorInfo[] {
  let from = 0;
  return sizes.map((length) => {
    const begin = x.shape.map((_, i) => i === axis ? from : 0);
    from += length;
    return copyBox(x, begin, x.shape.with(axis, length), backend as BackendWasm);
  });
}

function splitByBox(stock: tf.KernelFunc): tf.KernelFunc {
  return (call) => {
    const { x } = call.inputs as { x: tf.Tensor };
    const attrs = call.attrs as { numOrSizeSplits: number[] | number; axis: number };
    if (x.dtype === "string") return stock(call);
    const [axis] = tf.util.parseAxisParam(attrs.axis, x.shape);
    const sizes = tf.backend_util.prepareSplitSize(x, attrs.numOrSizeSplits, axis);
    return boxesAlong(x, sizes, axis, call.backend);
  };
}

function unpackByBox(stock: tf.KernelFunc): tf.KernelFunc {
  return (call) => {
    const { value } = call.inputs as { value: tf.TensorInfo };
    if (value.dtype === "string") return stock(call);
    const [axis] = tf.util.parseAxisParam((call.attrs as { axis: number }).axis, value.shape);
    const sizes = new Array<number>(value.shape[axis]).fill(1);
    const shape = value.shape.toSpliced(axis, 1);
    return boxesAlong(value, sizes, axis, call.backend).map((box) => ({ ...box, shape }));
  };
}

/** Shares the numbers, as the other backends do, until the last that has them is disposed. */
function identityByReference(stock: tf.KernelFunc): tf.KernelFunc {
  return (call) => {
    const { x } = call.inputs as { x: tf.TensorInfo };
    if (x.dtype === "string") return stock(call);
    (call.backend as BackendWasm).incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  };
}

/** Replaces the kernels. To be called once, before the wasm backend computes. */
export function mendStockKernels(): void {
  override("BatchMatMul", matMulByTransposes);
  override("Transpose", transposeByBlocks);
  override("Sum", sumByRows);
  override("Slice", sliceByBox);
  override("SplitV", splitByBox);
  override("Unpack", unpackByBox);
  override("Identity", identityByReference);
}
