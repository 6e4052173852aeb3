/**
 * Conditional coupling flows: q(z | s) is the density of z when a chain of couplings, given s, maps
 * it to standard normal noise. Dinh et al. 2017, arXiv:1605.08803; conditional as in Radev et al.
 * 2020, arXiv:2003.06281.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { actNorm as makeActNorm } from "./act_norm.ts";
import type { Bijector, ScalarFamily } from "./bijector.ts";
import { chain } from "./chain.ts";
import { conditionalAffine as makeConditionalAffine } from "./conditional_affine.ts";
import { coupling } from "./coupling.ts";
import { rationalQuadraticSpline } from "./rational_quadratic_spline.ts";
import { integer } from "../core/check.ts";
import { type Activation, silu } from "../networks/activations.ts";
import { mlp } from "../networks/mlp.ts";
import { fold, key, shuffled } from "../core/random.ts";
import type { Scope } from "../compute/scope.ts";
import type { BuildEstimator } from "./estimator.ts";
import { standardNormalLogProb } from "./standard_normal.ts";

/** The parts of a coupling flow. */
export interface CouplingFlowOptions {
  /**
   * Number of layers. A layer shuffles the coordinates and maps both halves, each given the other.
   * Default 4.
   */
  readonly depth?: number;
  /** Default {@linkcode rationalQuadraticSpline} of 8 bins and bound 5. */
  readonly family?: ScalarFamily;
  /** Widths of the conditioners' hidden layers. Default 128, 128. */
  readonly widths?: readonly number[];
  /** Of the conditioners. Default {@linkcode silu}. */
  readonly activation?: Activation;
  /** Start each layer with a scale and a shift of every coordinate. Default false. */
  readonly actNorm?: boolean;
  /**
   * Start with a shift and a triangular scale that are linear in the context, so that the couplings
   * have the posterior's shape to learn, and not its place and width. Default false.
   */
  readonly conditionalAffine?: boolean;
}

/**
 * A flow of coupling layers. It starts as the identity, so before training q is standard normal:
 * in a prior's own coordinates, the prior.
 *
 * @throws {RangeError} If a depth or a dim is not a positive integer.
 *
 * @example Usage
 * ```ts
 * import { couplingFlow } from "./coupling_flow.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { key } from "../core/random.ts";
 * import { scope } from "../compute/scope.ts";
 * import { toTensor, toValues } from "../compute/tensors.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * await startBackend();
 * using weights = scope(key(45));
 * const q = couplingFlow({ depth: 2 })(weights, { dim: 2, contextDim: 1 });
 * const logProb = q.logProb(toTensor([0, 0], [1, 2]), toTensor([3], [1, 1]));
 * assertAlmostEquals((await toValues(logProb))[0], -Math.log(2 * Math.PI), 1e-5);
 * ```
 */
export function couplingFlow({
  depth = 4,
  family = rationalQuadraticSpline({ bins: 8, bound: 5 }),
  widths = [128, 128],
  activation = silu,
  actNorm = false,
  conditionalAffine = false,
}: CouplingFlowOptions = {}): BuildEstimator {
  integer("build coupling flow", "depth", depth, 1);
  return (scope, { dim, contextDim }) => {
    integer("build coupling flow", "dim", dim, 1);
    integer("build coupling flow", "contextDim", contextDim, 1);
    const held = Math.floor(dim / 2);
    const swap = Array.from({ length: dim }, (_, i) => (i + held) % dim);

    const half = (scope: Scope, held: number, order: readonly number[]): Bijector =>
      coupling({
        dim,
        order,
        held,
        family,
        conditioner: mlp(scope, {
          inputs: held + contextDim,
          outputs: (dim - held) * family.parametersPerDim,
          widths,
          activation,
          zero: true,
        }),
      });

    const layer = (scope: Scope, index: number): Bijector[] => {
      const order = [...shuffled(fold(key(0), index), dim)]; // part of the architecture, so never of a seed
      return [
        ...actNorm ? [makeActNorm(scope.child("act_norm"), dim)] : [],
        half(scope.child("second_given_first"), held, order),
        ...held === 0 ? [] : [half(scope.child("first_given_second"), dim - held, swap)],
      ];
    };

    const first = scope.child("conditional_affine");
    const flow = chain([
      ...conditionalAffine ? [makeConditionalAffine(first, { dim, contextDim })] : [],
      ...Array.from({ length: depth }, (_, i) => layer(scope.child(i), i)).flat(),
    ]);

    const logProb = (z: tf.Tensor2D, context: tf.Tensor2D) =>
      tf.tidy(() => {
        const { value, logDet } = flow.forward(z, context);
        return tf.add<tf.Tensor1D>(standardNormalLogProb(value), logDet);
      });
    return Object.freeze({
      dim,
      contextDim,
      noise: { loss: 0, sample: dim },
      logProb,
      loss: (z: tf.Tensor2D, context: tf.Tensor2D) =>
        tf.tidy(() => logProb(z, context).mean<tf.Scalar>().neg()),
      sample: (noise: tf.Tensor2D, context: tf.Tensor2D) =>
        tf.tidy(() => flow.inverse(noise, context).value),
    });
  };
}
