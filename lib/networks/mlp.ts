/**
 * Multilayer perceptrons, as a network and as a summary network.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type DenseWeights, perceptron } from "../compute/kernels/perceptron.ts";
import type { Scope } from "../compute/scope.ts";
import { type Activation, silu } from "./activations.ts";
import { denseWeights } from "./dense.ts";
import type { Network, SummaryNetwork } from "./network.ts";

/** The shape of a perceptron. */
export interface MlpOptions {
  /** Width of what it reads. */
  readonly inputs: number;
  /** Width of what it makes. */
  readonly outputs: number;
  /** Widths of the hidden layers, first to last. */
  readonly widths: readonly number[];
  /** After each hidden layer. Default {@linkcode silu}. */
  readonly activation?: Activation;
  /** Start from a last layer of zero, so that the output is zero. Default false. */
  readonly zero?: boolean;
}

/** A perceptron, and what it is made of, so that kernels can see inside. */
export interface Perceptron extends Network {
  readonly layers: readonly DenseWeights[];
  readonly activation: Activation;
}

/** Whether a network is a perceptron. */
export function isPerceptron(network: Network): network is Perceptron {
  return "layers" in network && "activation" in network;
}

/**
 * Dense layers with a nonlinearity between them.
 *
 * @throws {RangeError} If a width is not a positive integer.
 *
 * @example Usage
 * ```ts
 * import { mlp } from "./mlp.ts";
 * import { scope } from "../compute/scope.ts";
 * import { key } from "../core/random.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { toTensor } from "../compute/tensors.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await startBackend();
 * using weights = scope(key(45));
 * const network = mlp(weights, { inputs: 3, outputs: 2, widths: [16, 16] });
 * assertEquals(network(toTensor([1, 2, 3, 4, 5, 6], [2, 3])).shape, [2, 2]);
 * ```
 */
export function mlp(
  scope: Scope,
  { inputs, outputs, widths, activation = silu, zero = false }: MlpOptions,
): Perceptron {
  const layers = [...widths, outputs].map((width, i) =>
    denseWeights(scope.child(i), {
      inputs: i === 0 ? inputs : widths[i - 1],
      outputs: width,
      zero: zero && i === widths.length,
    })
  );
  const network = (x: tf.Tensor2D) => perceptron(x, layers, activation);
  return Object.freeze(Object.assign(network, { layers, activation }));
}

/** The shape of a summary perceptron. */
export interface MlpSummaryOptions {
  /** Number of summary variables. */
  readonly inputs: number;
  /** Number of learned summaries. */
  readonly dim: number;
  /** Widths of the hidden layers, first to last. */
  readonly widths: readonly number[];
}

/**
 * A perceptron over summary variables that are numbers, [N, inputs] → [N, dim].
 *
 * @throws {RangeError} If a width is not a positive integer.
 *
 * @example Usage
 * ```ts
 * import { mlpSummary } from "./mlp.ts";
 * import { scope } from "../compute/scope.ts";
 * import { key } from "../core/random.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { assertEquals } from "@std/assert";
 * import * as tf from "@tensorflow/tfjs";
 *
 * await startBackend();
 * using weights = scope(key(45));
 * const network = mlpSummary(weights, { inputs: 3, dim: 2, widths: [16] });
 * assertEquals(network.apply(tf.zeros([5, 3])).shape, [5, 2]);
 * ```
 */
export function mlpSummary(
  scope: Scope,
  { inputs, dim, widths }: MlpSummaryOptions,
): SummaryNetwork {
  const network = mlp(scope, { inputs, outputs: dim, widths });
  return Object.freeze({
    dim,
    apply: (x: tf.Tensor) => tf.tidy(() => network(x.as2D(x.shape[0], inputs))),
  });
}
