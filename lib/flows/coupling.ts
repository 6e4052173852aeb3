/**
 * Holds some coordinates and maps the others, by parameters that depend on the held ones and on
 * the context: y₂ = τ(x₂; c(x₁, s)). Dinh et al. 2017, arXiv:1605.08803, eqs. 4–5; conditional as
 * in Radev et al. 2020, arXiv:2003.06281, eq. 6.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { between, integer } from "../core/check.ts";
import { kindOf } from "../compute/kernels/activation.ts";
import { couplingByKernel } from "../compute/kernels/coupling.ts";
import { isPerceptron } from "../networks/mlp.ts";
import type { Network } from "../networks/network.ts";
import { type Bijector, hasKernel, type ScalarFamily } from "./bijector.ts";
import { chain } from "./chain.ts";
import { permute } from "./permute.ts";

/** The parts of a coupling. */
export interface CouplingOptions {
  readonly dim: number;
  /**
   * Reorders the coordinates first, as {@linkcode permute}: number i is `order[i]` of the argument.
   * Default: as they are.
   */
  readonly order?: readonly number[];
  /** So many of the first coordinates stay as they are. 0 conditions on the context alone. */
  readonly held: number;
  readonly family: ScalarFamily;
  /** [N, held + contextDim] → [N, (dim − held) × family.parametersPerDim]. Has the weights. */
  readonly conditioner: Network;
}

/**
 * The coupling of these parts.
 *
 * @throws {RangeError} If held is not an integer in [0, dim − 1], or the order not a permutation.
 */
export function coupling({ dim, order, held, family, conditioner }: CouplingOptions): Bijector {
  integer("build coupling", "dim", dim, 1);
  integer("build coupling", "held", held, 0);
  between("build coupling", "held", held, [0, dim - 1]);
  const apply = (way: "forward" | "inverse"): Bijector["forward"] => (x, context) => {
    if (held === 0) {
      const { value, logDerivative } = family[way](x, conditioner(context));
      return { value, logDet: logDerivative.sum(1) };
    }
    const [first, second] = tf.split(x, [held, dim - held], 1) as tf.Tensor2D[];
    const h = conditioner(tf.concat2d([first, context], 1));
    const { value, logDerivative } = family[way](second, h);
    return { value: tf.concat2d([first, value], 1), logDet: logDerivative.sum(1) };
  };
  const inOrder = Object.freeze<Bijector>({
    dim,
    forward: apply("forward"),
    inverse: apply("inverse"),
  });
  const plain = order === undefined ? inOrder : chain([permute(order), inOrder]);
  if (!hasKernel(family) || !isPerceptron(conditioner)) return plain;

  const { layers, activation } = conditioner;
  const parts = {
    family: family.kernel,
    held,
    layers,
    order: order ?? Array.from({ length: dim }, (_, i) => i),
  };
  const fused = (way: "forward" | "inverse"): Bijector["forward"] => (x, context) => {
    const kind = kindOf(activation);
    if (kind === undefined) return plain[way](x, context);
    return couplingByKernel(x, context, { ...parts, way, kind });
  };
  return Object.freeze({ dim, forward: fused("forward"), inverse: fused("inverse") });
}
