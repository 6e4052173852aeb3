/**
 * A perceptron that reads numbers and the squares of learned projections of them, for parameters
 * that show in variances only.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Scope } from "../compute/scope.ts";
import { dense } from "./dense.ts";
import { mlp } from "./mlp.ts";
import type { SummaryNetwork } from "./network.ts";

/** The shape of the network. */
export interface QuadraticOptions {
  /** Number of summary variables. */
  readonly inputs: number;
  /** Number of learned summaries. */
  readonly dim: number;
  /** Projections that are squared. */
  readonly squares: number;
  /** Widths of the hidden layers, first to last. */
  readonly widths: readonly number[];
}

/**
 * mlp(x, (x W + b)²), [N, inputs] → [N, dim].
 *
 * @throws {RangeError} If a width is not a positive integer.
 *
 * @example Usage
 * ```ts
 * import { quadratic } from "./quadratic.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { key } from "../core/random.ts";
 * import { scope } from "../compute/scope.ts";
 * import { assertEquals } from "@std/assert";
 * import * as tf from "@tensorflow/tfjs";
 *
 * await startBackend();
 * using weights = scope(key(45));
 * const network = quadratic(weights, { inputs: 5, dim: 3, squares: 8, widths: [16] });
 * assertEquals(network.apply(tf.zeros([2, 5])).shape, [2, 3]);
 * ```
 */
export function quadratic(
  scope: Scope,
  { inputs, dim, squares, widths }: QuadraticOptions,
): SummaryNetwork {
  const project = dense(scope.child("projections"), { inputs, outputs: squares });
  const network = mlp(scope.child("mlp"), { inputs: inputs + squares, outputs: dim, widths });
  return Object.freeze({
    dim,
    apply: (x: tf.Tensor) =>
      tf.tidy(() => {
        const flat = x.as2D(x.shape[0], inputs);
        return network(tf.concat2d([flat, project(flat).square()], 1));
      }),
  });
}
