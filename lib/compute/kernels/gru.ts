/**
 * The recurrence of a gated recurrent unit as one kernel with one gradient: with a call for each
 * time and product, most of the time goes between them.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { defineKernel, type Heap, runKernel } from "./heap.ts";
import { makeKept } from "./perceptron.ts";

/**
 * All weights for C channels and H units, side by side in the order of the gates: the state's part
 * of the candidate, update, reset, candidate.
 */
export interface GruMatrices {
  /** Of the last three, [C, 3 H]. */
  readonly weights: tf.Tensor2D;
  /** Of the first three, [H, 3 H]. */
  readonly state: tf.Tensor2D;
  /** [4 H] */
  readonly bias: tf.Tensor1D;
}

interface Attributes {
  readonly backwards: boolean;
}

/** The counts that both kernels take, and the sizes of their work arrays. */
function plan(x: tf.TensorInfo, state: tf.TensorInfo, { backwards }: Attributes) {
  const [times, count, channels] = x.shape, [units] = state.shape;
  const rounded = (n: number) => 8 * Math.ceil(n / 8);
  const width = rounded(units), rows = Math.max(256, count);
  const weights = 3 * width * (width + rounded(channels));
  return {
    counts: { backwards, times, count, channels, units },
    kept: 5 * times * count * width,
    room: 8 + weights + width * (count + 4) + 6 * (channels + units),
    gradientRoom: 8 + 2 * weights + width * (count + 28) + rows * (8 * width + 6),
  };
}

const FORWARD = "lif-sbi/Gru", BACKWARD = "lif-sbi/GruGradient";

defineKernel(FORWARD, (heap: Heap, { x, weights, state, bias }, attrs) => {
  const { counts, kept: size, room } = plan(x, state, attrs as Attributes);
  const y = heap.make([x.shape[1], state.shape[0]]), kept = makeKept(heap, size);
  const work = heap.scratch(room);
  heap.kernels.gru({
    ...counts,
    x: heap.of(x),
    weights: heap.of(weights),
    state: heap.of(state),
    bias: heap.of(bias),
    kept: heap.of(kept),
    y: heap.of(y),
    work,
  });
  return [y, kept];
});

/** Gives the gradients for x and all weights. */
defineKernel(BACKWARD, (heap: Heap, { x, weights, state, kept, dy }, attrs) => {
  const { counts, gradientRoom } = plan(x, state, attrs as Attributes);
  const made = [x.shape, weights.shape, state.shape, [4 * state.shape[0]]].map(heap.make);
  const work = heap.scratch(gradientRoom);
  const [dx, dWeights, dState, dBias] = made.map(heap.of);
  heap.kernels.gruGradient({
    ...counts,
    x: heap.of(x),
    weights: heap.of(weights),
    state: heap.of(state),
    kept: heap.of(kept),
    dy: heap.of(dy),
    dx,
    dWeights,
    dState,
    dBias,
    work,
  });
  return made;
});

tf.registerGradient({
  kernelName: FORWARD,
  inputsToSave: ["x", "weights", "state"],
  outputsToSave: [false, true],
  gradFunc: (dys, [x, weights, state, kept], attrs) => {
    const [dy] = dys as tf.Tensor[];
    const gradients = runKernel(BACKWARD, { x, weights, state, kept, dy }, attrs);
    const names = ["x", "weights", "state", "bias"];
    return Object.fromEntries(names.map((name, i) => [name, () => gradients[i]]));
  },
});

/** The last state [N, H] for x [T, N, C], read from its end or from its start. */
export function gruByKernel(
  x: tf.Tensor3D,
  { weights, state, bias }: GruMatrices,
  { backwards }: Attributes,
): tf.Tensor2D {
  return tf.tidy(() =>
    runKernel(FORWARD, { x, weights, state, bias }, { backwards })[0] as tf.Tensor2D
  );
}
