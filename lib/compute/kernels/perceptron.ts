/**
 * A multilayer perceptron as one kernel with one gradient: what a small batch costs is the number
 * of calls.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type Activation, kindOf } from "./activation.ts";
import { defineKernel, type Heap, kernelsRun, runKernel } from "./heap.ts";
import { keptPerRow, type Layer, layersBackward, layersForward, layersRoom } from "./layers.ts";

/** A dense layer x W + b. */
export interface DenseWeights {
  /** W, [inputs, outputs] */
  readonly weights: tf.Tensor2D;
  /** b, [outputs] */
  readonly bias: tf.Tensor1D;
}

/**
 * The options of the layers' kernels. Their gradients find the weights here, as tfjs would copy
 * each tensor that it saves: so weights must live until the gradient is taken, as variables do.
 */
export interface LayersAttributes {
  readonly layers: readonly DenseWeights[];
  readonly kind: number;
}

/** The weights as inputs of a kernel: only what is an input can have a gradient. */
export function layerInputs(layers: readonly DenseWeights[]): Record<string, tf.Tensor> {
  return Object.fromEntries(
    layers.flatMap(({ weights, bias }, i) => [[`weights${i}`, weights], [`bias${i}`, bias]]),
  );
}

/** The layers among the inputs of a kernel. */
export function layersOf(
  heap: Heap,
  inputs: Readonly<Record<string, tf.TensorInfo>>,
): readonly Layer[] {
  const layers: Layer[] = [];
  for (let i = 0; inputs[`weights${i}`] !== undefined; i++) {
    const weights = inputs[`weights${i}`];
    layers.push({
      inputs: weights.shape[0],
      outputs: weights.shape[1],
      weights: heap.of(weights),
      bias: heap.of(inputs[`bias${i}`]),
    });
  }
  return layers;
}

/** New tensors for the gradients of layers, in the order of {@linkcode layerInputs}. */
export function makeGradients(heap: Heap, layers: readonly Layer[]) {
  const tensors = layers.flatMap(({ inputs, outputs }) => [
    heap.make([inputs, outputs]),
    heap.make([outputs]),
  ]);
  const addresses = layers.map((_, i) => ({
    weights: heap.of(tensors[2 * i]),
    bias: heap.of(tensors[2 * i + 1]),
  }));
  return { tensors, addresses };
}

/**
 * A new tensor for what a gradient will need. It says to be a single number, since tfjs makes a
 * gradient of zeros for each output that has none.
 */
export function makeKept(heap: Heap, size: number): tf.TensorInfo {
  return { ...heap.make([Math.max(size, 1)]), shape: [1] };
}

const FORWARD = "lif-sbi/Perceptron", BACKWARD = "lif-sbi/PerceptronGradient";

defineKernel(FORWARD, (heap, inputs, attrs) => {
  const layers = layersOf(heap, inputs), [rows] = inputs.x.shape;
  const y = heap.make([rows, layers[layers.length - 1].outputs]);
  const kept = makeKept(heap, rows * keptPerRow(layers));
  const work = heap.scratch(layersRoom(layers));
  layersForward(heap, layers, (attrs as LayersAttributes).kind, rows, {
    x: heap.of(inputs.x),
    y: heap.of(y),
    kept: heap.of(kept),
    work,
  });
  return [y, kept];
});

/** Gives d0, the gradient of what the first layer gives, and those of all weights. */
defineKernel(BACKWARD, (heap, inputs, attrs) => {
  const layers = layersOf(heap, inputs), [rows] = inputs.x.shape;
  const { tensors, addresses } = makeGradients(heap, layers);
  const d0 = heap.make(layers.length === 1 ? [0, 0] : [rows, layers[0].outputs]);
  const work = heap.scratch(layersRoom(layers));
  const { x, dy, kept } = inputs;
  layersBackward(heap, layers, (attrs as LayersAttributes).kind, rows, {
    x: heap.of(x),
    dy: heap.of(dy),
    kept: heap.of(kept),
    dx: 0,
    d0: heap.of(d0),
    work,
  }, addresses);
  return [d0, ...tensors];
});

tf.registerGradient({
  kernelName: FORWARD,
  inputsToSave: ["x"],
  outputsToSave: [false, true],
  gradFunc: (dys, [x, kept], attrs) => {
    const { layers, kind } = attrs as unknown as LayersAttributes;
    const [dy] = dys as [tf.Tensor2D, tf.Tensor];
    const inputs = layerInputs(layers);
    const [d0, ...gradients] = runKernel(BACKWARD, { x, dy, kept, ...inputs }, { kind });
    const names = Object.keys(inputs);
    return {
      x: () =>
        tf.matMul(layers.length === 1 ? dy : d0 as tf.Tensor2D, layers[0].weights, false, true),
      ...Object.fromEntries(names.map((name, i) => [name, () => gradients[i]])),
    };
  },
});

/**
 * Dense layers with a nonlinearity between them, [N, inputs] → [N, outputs]. The weights must live
 * until the gradient is taken.
 */
export function perceptron(
  x: tf.Tensor2D,
  layers: readonly DenseWeights[],
  activation: Activation,
): tf.Tensor2D {
  const kind = kernelsRun() && layers.length === 1 ? 0 : kindOf(activation);
  return tf.tidy(() => {
    if (kind !== undefined && x.dtype === "float32") {
      return runKernel(FORWARD, { x, ...layerInputs(layers) }, { layers, kind })[0] as tf.Tensor2D;
    }
    return layers.reduce((h, { weights, bias }, i) => {
      const y = tf.add<tf.Tensor2D>(tf.matMul(h, weights), bias);
      return i === layers.length - 1 ? y : activation(y);
    }, x);
  });
}
