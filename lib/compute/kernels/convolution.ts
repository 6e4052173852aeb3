/**
 * A convolution in time with bias and nonlinearity as one kernel with its gradients: what each
 * output sees is laid out as a row, by chunks that stay in the cache, and multiplied.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type Address, after, defineKernel, type Heap, runKernel } from "./heap.ts";
import { makeKept } from "./perceptron.ts";
import { multiply, productRoom } from "./product.ts";

/** How the kernel moves over a series. */
export interface ConvolutionShape {
  /** Length of the kernel, in points. */
  readonly kernel: number;
  readonly stride: number;
  /** Points of zero ahead of the first. */
  readonly before: number;
  /** Outputs of a series. */
  readonly outputs: number;
}

interface Attributes extends ConvolutionShape {
  /** Number of the nonlinearity, −1 for none. */
  readonly kind: number;
}

/** Numbers of a chunk of rows: a part of the second cache. */
const CHUNK = 65_536;

/** The counts of a convolution of x with weights [kernel × channels, filters], and its chunks. */
function plan(
  shape: ConvolutionShape,
  [count, length, channels]: readonly number[],
  filters: number,
) {
  const { kernel, stride, before, outputs } = shape;
  const width = kernel * channels, rows = count * outputs;
  const step = 6 * Math.max(8, Math.floor(CHUNK / width / 6));
  const starts = Array.from({ length: Math.ceil(rows / step) }, (_, i) => i * step);
  return {
    width,
    rows,
    filters,
    /** Whether x is such rows already. */
    laidOut: kernel === stride && before === 0 && length === outputs * stride,
    geometry: { outputs, length, channels, kernel, stride, before },
    chunks: starts.map((first) => [first, Math.min(step, rows - first)] as const),
    room: step * width,
  };
}

type Plan = ReturnType<typeof plan>;

/** The rows of a chunk. */
function rowsOf(
  { kernels }: Heap,
  plan: Plan,
  first: number,
  count: number,
  x: Address,
  to: Address,
) {
  if (plan.laidOut) return after(x, first * plan.width);
  kernels.unfold({ first, count, ...plan.geometry, x, rows: to });
  return to;
}

const FORWARD = "lif-sbi/Convolution";
const WEIGHTS = "lif-sbi/ConvolutionWeightsGradient";
const INPUT = "lif-sbi/ConvolutionInputGradient";

defineKernel(FORWARD, (heap, { x, weights, bias }, attrs) => {
  const { kind, ...shape } = attrs as Attributes, filters = weights.shape[1];
  const counts = plan(shape, x.shape, filters), { width, rows, chunks, room } = counts;
  const y = heap.make([x.shape[0], shape.outputs, filters]);
  const kept = makeKept(heap, kind < 0 ? 0 : rows * filters);
  const work = heap.scratch(productRoom(filters) + room), laid = after(work, productRoom(filters));
  const z = heap.of(kind < 0 ? y : kept);
  for (const [first, count] of chunks) {
    const from = rowsOf(heap, counts, first, count, heap.of(x), laid);
    const to = after(z, first * filters);
    multiply(heap, {
      m: count,
      n: filters,
      k: width,
      a: from,
      b: heap.of(weights),
      c: to,
      bias: heap.of(bias),
      work,
    });
    if (kind >= 0) {
      const active = after(heap.of(y), first * filters);
      heap.kernels.activation({ kind, count: count * filters, x: to, y: active });
    }
  }
  return [y, kept];
});

/** Gives the gradients for what is before the nonlinearity, for the weights and the bias. */
defineKernel(WEIGHTS, (heap, { x, dy, kept }, attrs) => {
  const { kind, ...shape } = attrs as Attributes, filters = dy.shape[2];
  const counts = plan(shape, x.shape, filters), { width, rows, chunks, room } = counts;
  const dz = heap.make(kind < 0 ? [0] : dy.shape);
  const dWeights = heap.make([width, filters]), dBias = heap.make([filters]);
  const panels = productRoom(filters);
  const work = heap.scratch(panels + room + rows * filters), laid = after(work, panels);
  let d = heap.of(dy);
  if (kind >= 0) {
    const y = after(laid, room);
    d = heap.of(dz);
    heap.kernels.activationGradient({
      kind,
      count: rows * filters,
      x: heap.of(kept),
      dy: heap.of(dy),
      dx: d,
      y,
    });
  }
  for (const [first, count] of chunks) {
    const from = rowsOf(heap, counts, first, count, heap.of(x), laid);
    const by = after(d, first * filters), add = first > 0;
    multiply(heap, {
      m: width,
      n: filters,
      k: count,
      a: from,
      transposeA: true,
      b: by,
      c: heap.of(dWeights),
      add,
      work,
    });
    heap.kernels.columnSums({ m: count, n: filters, x: by, sums: heap.of(dBias), add });
  }
  return [dz, dWeights, dBias];
});

defineKernel(INPUT, (heap, { dz, weights }, attrs) => {
  const { size, ...shape } = attrs as ConvolutionShape & { readonly size: number[] };
  const filters = dz.shape[2], counts = plan(shape, size, filters);
  const { width, chunks, room, laidOut, geometry } = counts;
  const dx = heap.make(size), panels = productRoom(width), work = heap.scratch(panels + room);
  if (!laidOut) heap.kernels.clear({ count: tf.util.sizeFromShape(size), x: heap.of(dx) });
  for (const [first, count] of chunks) {
    const to = laidOut ? after(heap.of(dx), first * width) : after(work, panels);
    const from = after(heap.of(dz), first * filters);
    multiply(heap, {
      m: count,
      n: width,
      k: filters,
      a: from,
      b: heap.of(weights),
      transposeB: true,
      c: to,
      work,
    });
    if (!laidOut) heap.kernels.fold({ first, count, ...geometry, rows: to, x: heap.of(dx) });
  }
  return dx;
});

tf.registerGradient({
  kernelName: FORWARD,
  inputsToSave: ["x", "weights"],
  outputsToSave: [false, true],
  gradFunc: (dys, [x, weights, kept], attrs) => {
    const [dy] = dys as tf.Tensor[], { kind } = attrs as unknown as Attributes;
    const [dz, dWeights, dBias] = runKernel(WEIGHTS, { x, dy, kept }, attrs);
    const size = x.shape;
    return {
      x: () => {
        const inputs = { dz: kind < 0 ? dy : dz, weights };
        return runKernel(INPUT, inputs, { ...attrs, size }) as unknown as tf.Tensor;
      },
      weights: () => dWeights,
      bias: () => dBias,
    };
  },
});

/** The convolution of x [N, T, channels] with weights [kernel × channels, filters], and its bias. */
export function convolutionByKernel(
  x: tf.Tensor3D,
  weights: tf.Tensor2D,
  bias: tf.Tensor1D,
  shape: Attributes,
): tf.Tensor3D {
  return tf.tidy(() => runKernel(FORWARD, { x, weights, bias }, shape)[0] as tf.Tensor3D);
}
