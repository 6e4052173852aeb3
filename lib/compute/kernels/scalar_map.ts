/**
 * Families of increasing maps of single coordinates: splines and affine maps, in either direction,
 * and their gradients.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type Address, defineKernel, type Heap, runKernel } from "./heap.ts";

/** A family that the kernels know. */
export type FamilyKernel =
  | { readonly name: "affine" }
  | { readonly name: "spline"; readonly bins: number; readonly bound: number };

/** Which direction. */
export type Way = "forward" | "inverse";

/** The number of parameters of a coordinate. */
export function parametersOf(family: FamilyKernel): number {
  return family.name === "affine" ? 2 : 3 * family.bins - 1;
}

/** The numbers that a family needs to work. */
export function familyRoom(family: FamilyKernel): number {
  return family.name === "affine" ? 0 : 12 * family.bins + 112;
}

/** Maps `count` elements: `to` is the value and the log derivative. */
export function mapForward(
  { kernels }: Heap,
  family: FamilyKernel,
  way: Way,
  count: number,
  from: readonly [x: Address, h: Address],
  to: readonly [value: Address, logDerivative: Address],
  work: Address,
): void {
  const inverse = Number(way === "inverse");
  if (family.name === "affine") kernels.affine(inverse, count, ...from, ...to);
  else kernels.spline(inverse, count, family.bins, family.bound, ...from, ...to, work);
}

/** The gradients `to` for x and h, from those for the value and the log derivative. */
export function mapBackward(
  { kernels }: Heap,
  family: FamilyKernel,
  way: Way,
  count: number,
  from: readonly [x: Address, h: Address, dValue: Address, dLogDerivative: Address],
  to: readonly [dx: Address, dh: Address],
  work: Address,
): void {
  const inverse = Number(way === "inverse");
  if (family.name === "affine") kernels.affineGradient(inverse, count, ...from, ...to);
  else kernels.splineGradient(inverse, count, family.bins, family.bound, ...from, ...to, work);
}

interface Attributes {
  readonly family: FamilyKernel;
  readonly way: Way;
}

const FORWARD = "lif-sbi/ScalarMap", BACKWARD = "lif-sbi/ScalarMapGradient";

defineKernel(FORWARD, (heap, { x, h }, attrs) => {
  const { family, way } = attrs as Attributes;
  const value = heap.make(x.shape), logDerivative = heap.make(x.shape);
  const work = heap.scratch(familyRoom(family)), size = tf.util.sizeFromShape(x.shape);
  const to = [heap.of(value), heap.of(logDerivative)] as const;
  mapForward(heap, family, way, size, [heap.of(x), heap.of(h)], to, work);
  return [value, logDerivative];
});

defineKernel(BACKWARD, (heap, { x, h, dValue, dLogDerivative }, attrs) => {
  const { family, way } = attrs as Attributes;
  const dx = heap.make(x.shape), dh = heap.make(h.shape);
  const work = heap.scratch(familyRoom(family)), size = tf.util.sizeFromShape(x.shape);
  const from = [heap.of(x), heap.of(h), heap.of(dValue), heap.of(dLogDerivative)] as const;
  mapBackward(heap, family, way, size, from, [heap.of(dx), heap.of(dh)], work);
  return [dx, dh];
});

tf.registerGradient({
  kernelName: FORWARD,
  inputsToSave: ["x", "h"],
  gradFunc: (dys, [x, h], attrs) => {
    const [dValue, dLogDerivative] = dys as tf.Tensor[];
    const [dx, dh] = runKernel(BACKWARD, { x, h, dValue, dLogDerivative }, attrs);
    return { x: () => dx, h: () => dh };
  },
});

/** The value and the log derivative of x [N, d] with parameters h [N, d × parametersPerDim]. */
export function scalarMap(family: FamilyKernel, way: Way, x: tf.Tensor2D, h: tf.Tensor2D) {
  const [value, logDerivative] = runKernel(FORWARD, { x, h }, { family, way }) as tf.Tensor2D[];
  return { value, logDerivative };
}
