/**
 * A coupling with a perceptron for conditioner as one kernel with one gradient: it reorders
 * coordinates, computes the parameters from the held ones and the context, maps the others and
 * sums their log derivatives.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type Address, after, defineKernel, type Heap, runKernel } from "./heap.ts";
import { keptPerRow, type Layer, layersBackward, layersForward, layersRoom } from "./layers.ts";
import {
  type DenseWeights,
  layerInputs,
  type LayersAttributes,
  layersOf,
  makeGradients,
  makeKept,
} from "./perceptron.ts";
import {
  type FamilyKernel,
  familyRoom,
  mapBackward,
  mapForward,
  parametersOf,
  type Way,
} from "./scalar_map.ts";

/** The parts of a coupling, as arguments of the kernel. */
export interface CouplingKernel extends LayersAttributes {
  readonly family: FamilyKernel;
  readonly way: Way;
  readonly held: number;
  /** Forward, coordinate `order[j]` of x is taken for number j; the inverse puts it back. */
  readonly order: readonly number[];
}

/** Cuts a room into parts of these sizes. */
function cut<Name extends string>(
  at: Address,
  sizes: Readonly<Record<Name, number>>,
): Record<Name, Address> {
  const places: Partial<Record<Name, Address>> = {};
  for (const name of Object.keys(sizes) as Name[]) {
    places[name] = at;
    at = after(at, sizes[name]);
  }
  return places as Record<Name, Address>;
}

function total(sizes: Readonly<Record<string, number>>): number {
  return Object.values(sizes).reduce((sum, size) => sum + size, 0);
}

/** Numbers of things, and where in x and y each coordinate is. */
function plan(
  { order, held, way, family }: CouplingKernel,
  rows: number,
  layers: readonly Layer[],
) {
  const dim = order.length, moved = rows * (dim - held), { inputs } = layers[0];
  const inOrder = order.map((_, j) => j);
  const [from, to] = way === "forward" ? [order, inOrder] : [inOrder, order];
  return {
    dim,
    moved,
    contextDim: inputs - held,
    orders: [...from, ...to],
    kept: {
      inputs: rows * inputs,
      moved,
      hidden: rows * keptPerRow(layers),
      h: moved * parametersOf(family),
    },
    room: { orders: 2 * dim, family: familyRoom(family), layers: layersRoom(layers) },
  };
}

const FORWARD = "lif-sbi/Coupling", BACKWARD = "lif-sbi/CouplingGradient";

defineKernel(FORWARD, (heap: Heap, inputs, attrs) => {
  const options = attrs as CouplingKernel, { family, way, held, kind } = options;
  const { x, context } = inputs, [rows] = x.shape;
  const layers = layersOf(heap, inputs);
  const { dim, moved, contextDim, orders, kept, room } = plan(options, rows, layers);
  const y = heap.make(x.shape), logDet = heap.make([rows]), saved = makeKept(heap, total(kept));
  const rooms = { ...room, value: moved, logDerivative: moved };
  const work = cut(heap.scratch(total(rooms)), rooms), keep = cut(heap.of(saved), kept);
  heap.setIntegers(work.orders, orders);
  heap.kernels.couplingInputs({
    rows,
    dim,
    held,
    contextDim,
    order: work.orders,
    x: heap.of(x),
    context: heap.of(context),
    inputs: keep.inputs,
    moved: keep.moved,
  });
  layersForward(heap, layers, kind, rows, {
    x: keep.inputs,
    y: keep.h,
    kept: keep.hidden,
    work: work.layers,
  });
  const { value, logDerivative } = work;
  mapForward(heap, { family, way, count: moved, work: work.family }, {
    x: keep.moved,
    h: keep.h,
    value,
    logDerivative,
  });
  heap.kernels.couplingOutputs({
    rows,
    dim,
    held,
    contextDim,
    order: after(work.orders, dim),
    inputs: keep.inputs,
    moved: value,
    logDerivative,
    y: heap.of(y),
    logDet: heap.of(logDet),
  });
  return [y, logDet, saved];
});

/** Gives the gradients for x, the context and all weights. */
defineKernel(BACKWARD, (heap: Heap, inputs, attrs) => {
  const options = attrs as CouplingKernel, { family, way, held, kind } = options;
  const { dy, dLogDet, saved } = inputs, [rows] = dy.shape;
  const layers = layersOf(heap, inputs);
  const { dim, moved, contextDim, orders, kept, room } = plan(options, rows, layers);
  const dx = heap.make(dy.shape), dContext = heap.make([rows, contextDim]);
  const { tensors, addresses } = makeGradients(heap, layers);
  const rooms = {
    ...room,
    dValue: moved,
    dLogDerivative: moved,
    dMoved: moved,
    dh: kept.h,
    dInputs: kept.inputs,
  };
  const work = cut(heap.scratch(total(rooms)), rooms), keep = cut(heap.of(saved), kept);
  heap.setIntegers(work.orders, orders);
  const to = after(work.orders, dim);
  const { dValue, dLogDerivative } = work;
  heap.kernels.couplingOutputsGradient({
    rows,
    dim,
    held,
    order: to,
    dy: heap.of(dy),
    dLogDet: heap.of(dLogDet),
    dMoved: dValue,
    dLogDerivative,
  });
  mapBackward(heap, { family, way, count: moved, work: work.family }, {
    x: keep.moved,
    h: keep.h,
    dValue,
    dLogDerivative,
    dx: work.dMoved,
    dh: work.dh,
  });
  layersBackward(heap, layers, kind, rows, {
    x: keep.inputs,
    dy: work.dh,
    kept: keep.hidden,
    dx: work.dInputs,
    d0: 0,
    work: work.layers,
  }, addresses);
  heap.kernels.couplingInputsGradient({
    rows,
    dim,
    held,
    contextDim,
    from: work.orders,
    to,
    dInputs: work.dInputs,
    dMoved: work.dMoved,
    dy: heap.of(dy),
    dx: heap.of(dx),
    dContext: heap.of(dContext),
  });
  return [dx, dContext, ...tensors];
});

tf.registerGradient({
  kernelName: FORWARD,
  outputsToSave: [false, false, true],
  gradFunc: (dys, [saved], attrs) => {
    const { layers } = attrs as unknown as CouplingKernel;
    const [dy, dLogDet] = dys as tf.Tensor[];
    const weights = layerInputs(layers);
    const gradients = runKernel(BACKWARD, { dy, dLogDet, saved, ...weights }, attrs);
    const names = ["x", "context", ...Object.keys(weights)];
    return Object.fromEntries(names.map((name, i) => [name, () => gradients[i]]));
  },
});

/** The image of x [N, dim] given the context [N, contextDim], with log |det J| [N]. */
export function couplingByKernel(
  x: tf.Tensor2D,
  context: tf.Tensor2D,
  options: CouplingKernel & { readonly layers: readonly DenseWeights[] },
): { readonly value: tf.Tensor2D; readonly logDet: tf.Tensor1D } {
  const inputs = { x, context, ...layerInputs(options.layers) };
  const [value, logDet, saved] = runKernel(FORWARD, inputs, options);
  saved.dispose();
  return { value: value as tf.Tensor2D, logDet: logDet as tf.Tensor1D };
}
