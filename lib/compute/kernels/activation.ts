/**
 * The nonlinearities of the kernels.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Tensor } from "../tfjs.ts";
import { defineKernel, kernelsRun, runKernel } from "./heap.ts";

/** A nonlinearity, applied to each element. */
export type Activation = <T extends Tensor>(x: T) => T;

/** In the order of `assembly/activation.ts`. */
const KINDS = ["silu", "hardSilu", "mish", "tanh"] as const;

const FORWARD = "lif-sbi/Activation", BACKWARD = "lif-sbi/ActivationGradient";

interface Attributes {
  readonly kind: number;
}

defineKernel(FORWARD, (heap, { x }, attrs) => {
  const y = heap.make(x.shape);
  const { kind } = attrs as Attributes, count = tf.util.sizeFromShape(x.shape);
  heap.kernels.activation({ kind, count, x: heap.of(x), y: heap.of(y) });
  return y;
});

defineKernel(BACKWARD, (heap, { x, dy }, attrs) => {
  const dx = heap.make(x.shape);
  const { kind } = attrs as Attributes, count = tf.util.sizeFromShape(x.shape);
  const to = heap.of(dx); // also the room for y, which is not kept
  heap.kernels.activationGradient({ kind, count, x: heap.of(x), dy: heap.of(dy), dx: to, y: to });
  return dx;
});

tf.registerGradient({
  kernelName: FORWARD,
  inputsToSave: ["x"],
  gradFunc: (dy, [x], attrs) => ({
    x: () => runKernel(BACKWARD, { x, dy: dy as tf.Tensor }, attrs) as unknown as tf.Tensor,
  }),
});

const kinds = new WeakMap<Activation, number>();

/** The kernels' number for a nonlinearity; none if they don't have it, or don't run. */
export function kindOf(activation: Activation): number | undefined {
  return kernelsRun() ? kinds.get(activation) : undefined;
}

/** A nonlinearity by the kernel of that name, and otherwise by `plain`. */
export function activation(name: typeof KINDS[number], plain: Activation): Activation {
  const kind = KINDS.indexOf(name);
  const apply: Activation = <T extends tf.Tensor>(x: T) =>
    kernelsRun() && x.dtype === "float32"
      ? runKernel(FORWARD, { x }, { kind }) as unknown as T
      : plain(x);
  kinds.set(apply, kind);
  return apply;
}
