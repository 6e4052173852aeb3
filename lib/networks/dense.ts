/**
 * A fully connected layer.
 *
 * @module
 */
import { integer } from "../core/check.ts";
import { type DenseWeights, perceptron } from "../compute/kernels/perceptron.ts";
import type { Scope } from "../compute/scope.ts";
import type { Network } from "./network.ts";

/** The shape of a layer, and how its weights start. */
export interface DenseOptions {
  /** Width of what it reads. */
  readonly inputs: number;
  /** Width of what it makes. */
  readonly outputs: number;
  /** Start from weights of zero, so that the layer's output is zero. Default false. */
  readonly zero?: boolean;
}

/**
 * The weights of a layer: W from the uniform distribution of Glorot & Bengio 2010 (eq. 16), b zero.
 *
 * @throws {RangeError} If a width is not a positive integer.
 */
export function denseWeights(
  scope: Scope,
  { inputs, outputs, zero = false }: DenseOptions,
): DenseWeights {
  integer("build dense layer", "inputs", inputs, 1);
  integer("build dense layer", "outputs", outputs, 1);
  const limit = zero ? 0 : Math.sqrt(6 / (inputs + outputs));
  return {
    weights: scope.variable(
      "weights",
      [inputs, outputs],
      (rng) => limit * (2 * rng.uniform() - 1),
    ),
    bias: scope.variable("bias", [outputs], () => 0),
  };
}

/**
 * x W + b, with the weights of {@linkcode denseWeights}.
 *
 * @throws {RangeError} If a width is not a positive integer.
 *
 * @example Usage
 * ```ts
 * import { dense } from "./dense.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { key } from "../core/random.ts";
 * import { scope } from "../compute/scope.ts";
 * import { assertEquals } from "@std/assert";
 * import * as tf from "@tensorflow/tfjs";
 *
 * await startBackend();
 * using weights = scope(key(45));
 * const layer = dense(weights, { inputs: 3, outputs: 2 });
 * assertEquals(layer(tf.zeros([5, 3])).shape, [5, 2]);
 * ```
 */
export function dense(scope: Scope, options: DenseOptions): Network {
  const layers = [denseWeights(scope, options)];
  return (x) => perceptron(x, layers, (y) => y);
}
