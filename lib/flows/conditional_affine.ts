/**
 * A shift and a triangular scale that depend on the context alone. It whitens what has the mean and
 * the covariance that it learns, so that the couplings behind it have only the shape to learn.
 *
 * The triangle is that of the modified Cholesky decomposition: each coordinate is regressed on those
 * before it, and what is left is scaled. Pourahmadi 1999, Biometrika 86(3), section 2.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { integer } from "../core/check.ts";
import type { Scope } from "../compute/scope.ts";
import { tanh } from "../networks/activations.ts";
import { dense } from "../networks/dense.ts";
import type { Bijector } from "./bijector.ts";

/** Log scales lie between −BOUND and BOUND, so that none can explode. */
const BOUND = 6;

/** The shape of a conditional affine map. */
export interface ConditionalAffineOptions {
  /** Coordinates that it maps. */
  readonly dim: number;
  /** Numbers in a context. */
  readonly contextDim: number;
}

/**
 * The pairs of a coordinate i and one before it, j, as two matrices of zeros and ones: which j each
 * pair reads, [dim, pairs], and which i it is added to, [pairs, dim].
 */
function pairMatrices(dim: number) {
  const coordinates = Array.from({ length: dim }, (_, i) => i);
  const pairs = coordinates.flatMap((i) => coordinates.slice(0, i).map((j) => ({ i, j })));
  const reads = coordinates.flatMap((at) => pairs.map(({ j }) => Number(j === at)));
  const adds = pairs.flatMap(({ i }) => coordinates.map((at) => Number(i === at)));
  return {
    count: pairs.length,
    reads: Float32Array.from(reads),
    adds: Float32Array.from(adds),
  };
}

/**
 * u = exp(l) ∘ (I − C) (z − m), with m, l and the strictly lower triangular C linear in the
 * context, as a summary network is before it. The identity at first.
 *
 * @throws {RangeError} If dim or contextDim is not a positive integer.
 *
 * @example Usage
 * ```ts
 * import { conditionalAffine } from "./conditional_affine.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { scope } from "../compute/scope.ts";
 * import { toTensor, toValues } from "../compute/tensors.ts";
 * import { key } from "../core/random.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await startBackend();
 * using weights = scope(key(45));
 * const whiten = conditionalAffine(weights, { dim: 2, contextDim: 1 });
 * const { value } = whiten.forward(toTensor([3, 4], [1, 2]), toTensor([5], [1, 1]));
 * assertEquals([...await toValues(value)], [3, 4]);
 * ```
 */
export function conditionalAffine(
  scope: Scope,
  { dim, contextDim }: ConditionalAffineOptions,
): Bijector {
  integer("build conditional affine map", "dim", dim, 1);
  const { count, reads, adds } = pairMatrices(dim);
  const sizes = count === 0 ? [dim, dim] : [dim, dim, count];
  const parameters = dense(scope, { inputs: contextDim, outputs: 2 * dim + count, zero: true });

  const parametersOf = (context: tf.Tensor2D) => {
    const [shift, raw, coefficients] = tf.split(parameters(context), sizes, 1) as tf.Tensor2D[];
    const logScale = tanh(raw.div<tf.Tensor2D>(BOUND)).mul<tf.Tensor2D>(BOUND);
    /** C x of each row. */
    const regress = (x: tf.Tensor2D): tf.Tensor2D => {
      const before = tf.matMul(x, tf.tensor2d(reads, [dim, count]));
      return tf.matMul(before.mul<tf.Tensor2D>(coefficients), tf.tensor2d(adds, [count, dim]));
    };
    return { shift, logScale, regress };
  };

  return Object.freeze<Bijector>({
    dim,
    forward(x, context) {
      const { shift, logScale, regress } = parametersOf(context);
      const centred = tf.sub<tf.Tensor2D>(x, shift);
      const left = dim === 1 ? centred : centred.sub<tf.Tensor2D>(regress(centred));
      return { value: left.mul(logScale.exp()), logDet: logScale.sum(1) };
    },
    inverse(y, context) {
      const { shift, logScale, regress } = parametersOf(context);
      const left = tf.div<tf.Tensor2D>(y, logScale.exp());
      let centred = left;
      // Forward substitution: after i rounds, coordinates 0 … i are solved.
      for (let i = 1; i < dim; i++) centred = left.add(regress(centred));
      return { value: centred.add(shift), logDet: logScale.sum<tf.Tensor1D>(1).neg() };
    },
  });
}
