/**
 * The recurrence of a gated recurrent unit as one operation with its own gradient: automatic
 * differentiation would keep every intermediate of every step, and multiply for the weights at
 * every step instead of once for all. Cho et al. 2014, arXiv:1406.1078, in the form of Keras'
 * `reset_after`, which is cuDNN's.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { gruByKernel } from "../compute/kernels/gru.ts";
import { kernelsRun } from "../compute/kernels/heap.ts";
import { tanh } from "./activations.ts";

/** What a gate is made of: x W + b from the input [N, C], h U from the state [N, H]. */
export interface Gate {
  /** W, [C, H] */
  readonly inputWeights: tf.Tensor2D;
  /** b, [H] */
  readonly bias: tf.Tensor1D;
  /** U, [H, H] */
  readonly stateWeights: tf.Tensor2D;
}

/** The three gates, and the bias [H] that is added to the state's part of the candidate. */
export interface GruWeights {
  readonly update: Gate;
  readonly reset: Gate;
  readonly candidate: Gate;
  readonly stateBias: tf.Tensor1D;
}

/** One step, as its gradient needs it: [N, H] each, `state` being the one before. */
const KEPT = ["state", "update", "reset", "memory", "candidate"] as const;
type Step = Readonly<Record<typeof KEPT[number], tf.Tensor2D>>;

function step(x: tf.Tensor2D, state: tf.Tensor2D, weights: GruWeights): Step {
  return tf.tidy(() => {
    const fromInput = (gate: Gate) => x.matMul<tf.Tensor2D>(gate.inputWeights).add(gate.bias);
    const fromState = (gate: Gate) => state.matMul<tf.Tensor2D>(gate.stateWeights);
    const gated = (gate: Gate) => fromInput(gate).add(fromState(gate)).sigmoid() as tf.Tensor2D;
    const update = gated(weights.update);
    const reset = gated(weights.reset);
    const memory = fromState(weights.candidate).add<tf.Tensor2D>(weights.stateBias);
    const candidate = tanh(fromInput(weights.candidate).add<tf.Tensor2D>(reset.mul(memory)));
    return { state, update, reset, memory, candidate };
  });
}

/** The state after a step. */
function after({ state, update, candidate }: Step): tf.Tensor2D {
  return tf.tidy(() => candidate.add(update.mul(state.sub(candidate))));
}

/** A gradient for what each gate was before its nonlinearity, and for the state before the step. */
type StepGradient = Readonly<
  Record<"update" | "reset" | "candidate" | "memory" | "state", tf.Tensor2D>
>;

/** From the gradient for the state after a step; `transposed` are the gates' Uᵀ. */
function stepGradient(
  { state, update, reset, memory, candidate }: Step,
  transposed: readonly tf.Tensor2D[],
  gradient: tf.Tensor2D,
): StepGradient {
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

/** Steps one below the other, [T, N, …] as [T N, …]. */
function rows(x: tf.Tensor): tf.Tensor2D {
  return x.reshape([-1, x.shape[x.rank - 1]]);
}

/** By the own kernel, which takes the gates side by side. */
function lastStateByKernel(
  x: tf.Tensor3D,
  { update, reset, candidate, stateBias }: GruWeights,
  way: { readonly backwards: boolean },
): tf.Tensor2D {
  const inputWeights = [update, reset, candidate].map((gate) => gate.inputWeights);
  const stateWeights = [candidate, update, reset].map((gate) => gate.stateWeights);
  return gruByKernel(x, {
    weights: tf.concat2d(inputWeights, 1),
    state: tf.concat2d(stateWeights, 1),
    bias: tf.concat1d([stateBias, update.bias, reset.bias, candidate.bias]),
  }, way);
}

/**
 * The last state [N, H] of
 *
 *     z = σ(x Wz + bz + h Uz)
 *     r = σ(x Wr + br + h Ur)
 *     c = tanh(x Wc + bc + r (h Uc + d))
 *     h ← z h + (1 − z) c
 *
 * for x from the first time of [T, N, C] to the last or, backwards, from the last to the first,
 * and h = 0 before. To be called inside a `tf.tidy`.
 */
export function lastState(
  x: tf.Tensor3D,
  weights: GruWeights,
  { backwards }: { readonly backwards: boolean },
): tf.Tensor2D {
  if (kernelsRun()) return lastStateByKernel(x, weights, { backwards });
  const [length, count, channels] = x.shape;
  const gates = [weights.update, weights.reset, weights.candidate];
  const inOrder = <T>(values: T[]) => backwards ? values.toReversed() : values;
  const times = inOrder(Array.from({ length }, (_, time) => time));

  const operation = tf.customGrad((...args) => {
    const save = args[args.length - 1] as tf.GradSaveFunc;
    const kept: tf.Tensor[] = [];
    let state: tf.Tensor2D = tf.zeros([count, weights.stateBias.size]);
    for (const time of times) {
      const now = x.slice([time, 0, 0], [1, count, channels]).as2D(count, channels);
      const taken = step(now, state, weights);
      kept.push(...KEPT.map((name) => taken[name]));
      state = after(taken);
    }
    save([x, ...gates.map((g) => g.inputWeights), ...gates.map((g) => g.stateWeights), ...kept]);

    const gradFunc = (dy: tf.Tensor2D, [x, ...saved]: tf.Tensor[]) => {
      const inputWeights = saved.slice(0, 3) as tf.Tensor2D[];
      const transposed = saved.slice(3, 6).map((matrix) => matrix.transpose<tf.Tensor2D>());
      const steps = times.map((_, i) =>
        Object.fromEntries(KEPT.map((name, j) => [name, saved[6 + i * KEPT.length + j]])) as Step
      );
      const gradients: StepGradient[] = [];
      for (const taken of steps.toReversed()) {
        gradients.push(stepGradient(taken, transposed, gradients.at(-1)?.state ?? dy));
      }
      gradients.reverse();
      // All times at once, in the order of x.
      const all = (values: tf.Tensor2D[]) => rows(tf.stack(inOrder(values)));
      const [xT, statesT] = tf.tidy(() => [
        rows(x).transpose(),
        all(steps.map(({ state }) => state)).transpose(),
      ]);
      const perGate = (["update", "reset", "candidate"] as const).map((name, gate) =>
        tf.tidy(() => {
          const forInput = all(gradients.map((g) => g[name]));
          const forState = name === "candidate" ? all(gradients.map((g) => g.memory)) : forInput;
          return {
            x: tf.matMul(forInput, inputWeights[gate], false, true),
            inputWeights: tf.matMul(xT, forInput),
            bias: forInput.sum(0),
            stateWeights: tf.matMul(statesT, forState),
            stateBias: forState.sum(0),
          };
        })
      );
      return [
        tf.addN(perGate.map((g) => g.x)).reshape(x.shape),
        ...perGate.map((g) => g.inputWeights),
        ...perGate.map((g) => g.bias),
        ...perGate.map((g) => g.stateWeights),
        perGate[2].stateBias,
      ];
    };
    return { value: state, gradFunc };
  });
  return operation(
    x,
    ...gates.map((g) => g.inputWeights),
    ...gates.map((g) => g.bias),
    ...gates.map((g) => g.stateWeights),
    weights.stateBias,
  ) as tf.Tensor2D;
}
