/**
 * The recurrence of a gated recurrent unit as one operation with its own gradient: automatic
 * differentiation would keep every intermediate of every step, and multiply for the weights at
 * every step instead of once for all. Cho et al. 2014, arXiv:1406.1078, in the form of Keras'
 * `reset_after`, which is cuDNN's.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { tanh } from "./activations.ts";

/** What the inputs give to the gates at all times, [T, N, H] each. */
export interface GateInputs {
  readonly update: tf.Tensor3D;
  readonly reset: tf.Tensor3D;
  readonly candidate: tf.Tensor3D;
}

/** What the state is multiplied by, [H, H] each, and the bias [H] that the reset gate gates too. */
export interface GateWeights {
  readonly update: tf.Tensor2D;
  readonly reset: tf.Tensor2D;
  readonly candidate: tf.Tensor2D;
  readonly bias: tf.Tensor1D;
}

/** One step, as its gradient needs it: [N, H] each, `state` being the one before. */
const KEPT = ["state", "update", "reset", "memory", "candidate"] as const;
type Step = Readonly<Record<typeof KEPT[number], tf.Tensor2D>>;

/** The slice of one time, which is contiguous and so cheap. */
function at(x: tf.Tensor3D, time: number): tf.Tensor2D {
  return x.slice([time, 0, 0], [1, -1, -1]).as2D(x.shape[1], x.shape[2]);
}

function step(inputs: GateInputs, weights: GateWeights, state: tf.Tensor2D, time: number): Step {
  return tf.tidy(() => {
    const update = tf.sigmoid(
      at(inputs.update, time).add<tf.Tensor2D>(state.matMul(weights.update)),
    );
    const reset = tf.sigmoid(at(inputs.reset, time).add<tf.Tensor2D>(state.matMul(weights.reset)));
    const memory = state.matMul<tf.Tensor2D>(weights.candidate).add<tf.Tensor2D>(weights.bias);
    const candidate = tanh(at(inputs.candidate, time).add<tf.Tensor2D>(reset.mul(memory)));
    return { state, update, reset, memory, candidate };
  });
}

/** The state after a step. */
function after({ state, update, candidate }: Step): tf.Tensor2D {
  return tf.tidy(() => candidate.add(update.mul(state.sub(candidate))));
}

/** The gradients for what the gates were given, and for the state before, from that after. */
function stepGradient(
  { state, update, reset, memory, candidate }: Step,
  transposed: readonly tf.Tensor2D[],
  gradient: tf.Tensor2D,
): Readonly<Record<"update" | "reset" | "candidate" | "memory" | "state", tf.Tensor2D>> {
  return tf.tidy(() => {
    const kept = tf.mul<tf.Tensor2D>(gradient, update);
    const toUpdate = tf.mul<tf.Tensor2D>(kept.mul(state.sub(candidate)), tf.sub(1, update));
    const toCandidate = tf.mul<tf.Tensor2D>(gradient.sub(kept), tf.sub(1, candidate.square()));
    const toMemory = tf.mul<tf.Tensor2D>(toCandidate, reset);
    const toReset = tf.mul<tf.Tensor2D>(toMemory.mul(memory), tf.sub(1, reset));
    const throughGates = [toUpdate, toReset, toMemory].map((g, i) => g.matMul(transposed[i]));
    return {
      update: toUpdate,
      reset: toReset,
      candidate: toCandidate,
      memory: toMemory,
      state: tf.addN([kept, ...throughGates]) as tf.Tensor2D,
    };
  });
}

/**
 * The last state [N, H] of
 *
 *     z = σ(xz + h Uz),  r = σ(xr + h Ur),  h̃ = tanh(xh + r (h Uh + b)),  h ← z h + (1 − z) h̃
 *
 * from h = 0, over all times or, backwards, from the last to the first.
 */
export function lastState(
  inputs: GateInputs,
  weights: GateWeights,
  { backwards }: { readonly backwards: boolean },
): tf.Tensor2D {
  const [length, count, units] = inputs.update.shape;
  const inTime = <T>(steps: T[]) => backwards ? steps.toReversed() : steps;
  const times = inTime(Array.from({ length }, (_, time) => time));

  const operation = tf.customGrad((...args) => {
    const save = args[7] as tf.GradSaveFunc;
    const kept: tf.Tensor[] = [];
    let state: tf.Tensor2D = tf.zeros([count, units]);
    for (const time of times) {
      const taken = step(inputs, weights, state, time);
      kept.push(...KEPT.map((name) => taken[name]));
      state = after(taken);
    }
    save([weights.update, weights.reset, weights.candidate, ...kept]);

    const gradFunc = (dy: tf.Tensor2D, saved: tf.Tensor[]) => {
      const transposed = saved.slice(0, 3).map((matrix) => matrix.transpose<tf.Tensor2D>());
      const steps = times.map((_, i) => {
        const from = 3 + i * KEPT.length;
        return Object.fromEntries(KEPT.map((name, j) => [name, saved[from + j]])) as Step;
      });
      const gradients: ReturnType<typeof stepGradient>[] = [];
      for (const taken of steps.toReversed()) {
        gradients.unshift(stepGradient(taken, transposed, gradients[0]?.state ?? dy));
      }
      const states = tf.concat2d(steps.map(({ state }) => state), 0).transpose();
      const forWeights = (name: "update" | "reset" | "memory") =>
        tf.matMul(states, tf.concat2d(gradients.map((g) => g[name]), 0));
      const forInputs = (name: "update" | "reset" | "candidate") =>
        tf.stack(inTime(gradients.map((g) => g[name])));
      return [
        forInputs("update"),
        forInputs("reset"),
        forInputs("candidate"),
        forWeights("update"),
        forWeights("reset"),
        forWeights("memory"),
        tf.concat2d(gradients.map(({ memory }) => memory), 0).sum(0),
      ];
    };
    return { value: state, gradFunc };
  });
  return operation(
    inputs.update,
    inputs.reset,
    inputs.candidate,
    weights.update,
    weights.reset,
    weights.candidate,
    weights.bias,
  ) as tf.Tensor2D;
}
