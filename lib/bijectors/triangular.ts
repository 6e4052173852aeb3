/**
 * A triangular affine map whose centre and factor depend on the context: y = L(s) (x − μ(s)), L lower
 * triangular with a positive diagonal. Before a standard normal law it makes every normal law, which
 * is where a posterior should begin: what comes behind has only to bend it.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { integer } from "../check.ts";
import type { Network } from "../networks/network.ts";
import type { Bijector } from "./bijector.ts";

/** The parts of the map. */
export interface TriangularOptions {
  readonly dim: number;
  /** [N, contextDim] → [N, dim + dim (dim + 1) / 2]: μ, log diagonal, and what is below it. */
  readonly conditioner: Network;
}

/** A scale this many e-folds from 1 is an accident, and must not become infinite. */
const LARGEST = 12;

/** The number of parameters in `dim` dimensions. */
export function triangularParameters(dim: number): number {
  return dim + dim * (dim + 1) / 2;
}

/**
 * Puts the entries below the diagonal in their places: [N, dim (dim − 1) / 2] → [N, dim²] by a
 * product with a matrix of zeros and ones, as tfjs has no gradient for a scatter.
 */
function places(dim: number): Float32Array {
  const entries = dim * (dim - 1) / 2;
  const matrix = new Float32Array(entries * dim * dim);
  let entry = 0;
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j < i; j++) matrix[entry++ * dim * dim + i * dim + j] = 1;
  }
  return matrix;
}

/**
 * The map, the identity where its parameters are zero.
 *
 * @throws {RangeError} If dim is not a positive integer.
 *
 * @example Usage
 * ```ts
 * import { triangular } from "./triangular.ts";
 * import { startBackend } from "../backend.ts";
 * import { toTensor, toValues } from "../tensors.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await startBackend();
 * const conditioner = () => toTensor([1, 1, 0, 0, 3], [1, 5]); // μ = (1, 1), L₂₁ = 3
 * const { value } = triangular({ dim: 2, conditioner }).forward(
 *   toTensor([2, 1], [1, 2]),
 *   toTensor([0], [1, 1]),
 * );
 * assertEquals([...await toValues(value)], [1, 3]);
 * ```
 */
export function triangular({ dim, conditioner }: TriangularOptions): Bijector {
  integer("build triangular map", "dim", dim, 1);
  const below = dim * (dim - 1) / 2;
  const scatter = places(dim);

  /** μ [N, dim], log diagonal [N, dim], entries below it [N, dim (dim − 1) / 2]. */
  const parameters = (context: tf.Tensor2D) => {
    const sizes = [dim, dim, below];
    const [centre, raw, rest] = tf.split(conditioner(context), sizes, 1) as tf.Tensor2D[];
    return { centre, logDiagonal: raw.clipByValue(-LARGEST, LARGEST) as tf.Tensor2D, rest };
  };

  return Object.freeze<Bijector>({
    dim,
    forward(x, context) {
      const count = x.shape[0];
      const { centre, logDiagonal, rest } = parameters(context);
      const from = x.sub<tf.Tensor2D>(centre);
      const scaled = from.mul<tf.Tensor2D>(logDiagonal.exp());
      const logDet = logDiagonal.sum<tf.Tensor1D>(1);
      if (below === 0) return { value: scaled, logDet };
      const lower = rest.matMul<tf.Tensor2D>(tf.tensor2d(scatter, [below, dim * dim]));
      const products = lower.reshape([count, dim, dim]).mul(from.reshape([count, 1, dim]));
      return { value: scaled.add(products.sum(2)), logDet };
    },
    inverse(y, context) {
      const { centre, logDiagonal, rest } = parameters(context);
      const scale = tf.split(logDiagonal.neg().exp(), dim, 1);
      const rows = below > 0 ? tf.split(rest, below, 1) : [];
      const targets = tf.split(y, dim, 1);
      const solved: tf.Tensor[] = [];
      let entry = 0;
      for (let i = 0; i < dim; i++) { // forward substitution
        const sum = solved.reduce((left, x) => left.sub(rows[entry++].mul(x)), targets[i]);
        solved.push(sum.mul(scale[i]));
      }
      return {
        value: tf.concat(solved as tf.Tensor2D[], 1).add(centre),
        logDet: logDiagonal.sum<tf.Tensor1D>(1).neg(),
      };
    },
  });
}
