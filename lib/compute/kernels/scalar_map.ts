/**
 * Families of increasing maps of single coordinates: splines and affine maps, in either direction,
 * and their gradients.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type Address, defineKernel, type Heap, runKernel } from "./heap.ts";

/** A family that the kernels have. */
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

/** Which map, of how many elements, and the room to work in. */
export interface MapCall {
  readonly family: FamilyKernel;
  readonly way: Way;
  readonly count: number;
  /** Room for {@linkcode familyRoom} numbers. */
  readonly work: Address;
}

/** Maps x with the parameters h to the value and the log derivative. */
export function mapForward(
  { kernels }: Heap,
  { family, way, count, work }: MapCall,
  places: Readonly<Record<"x" | "h" | "value" | "logDerivative", Address>>,
): void {
  const given = { inverse: way === "inverse", count, ...places };
  if (family.name === "affine") kernels.affine(given);
  else kernels.spline({ ...given, bins: family.bins, bound: family.bound, work });
}

/** The gradients for x and h, from those for the value and the log derivative. */
export function mapBackward(
  { kernels }: Heap,
  { family, way, count, work }: MapCall,
  places: Readonly<Record<"x" | "h" | "dValue" | "dLogDerivative" | "dx" | "dh", Address>>,
): void {
  const given = { inverse: way === "inverse", count, ...places };
  if (family.name === "affine") kernels.affineGradient(given);
  else kernels.splineGradient({ ...given, bins: family.bins, bound: family.bound, work });
}

interface Attributes {
  readonly family: FamilyKernel;
  readonly way: Way;
}

const FORWARD = "lif-sbi/ScalarMap", BACKWARD = "lif-sbi/ScalarMapGradient";

defineKernel(FORWARD, (heap, { x, h }, attrs) => {
  const { family, way } = attrs as Attributes;
  const value = heap.make(x.shape), logDerivative = heap.make(x.shape);
  const work = heap.scratch(familyRoom(family)), count = tf.util.sizeFromShape(x.shape);
  mapForward(heap, { family, way, count, work }, {
    x: heap.of(x),
    h: heap.of(h),
    value: heap.of(value),
    logDerivative: heap.of(logDerivative),
  });
  return [value, logDerivative];
});

defineKernel(BACKWARD, (heap, { x, h, dValue, dLogDerivative }, attrs) => {
  const { family, way } = attrs as Attributes;
  const dx = heap.make(x.shape), dh = heap.make(h.shape);
  const work = heap.scratch(familyRoom(family)), count = tf.util.sizeFromShape(x.shape);
  mapBackward(heap, { family, way, count, work }, {
    x: heap.of(x),
    h: heap.of(h),
    dValue: heap.of(dValue),
    dLogDerivative: heap.of(dLogDerivative),
    dx: heap.of(dx),
    dh: heap.of(dh),
  });
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
