/**
 * y = a x + b with a > 0. Dinh et al. 2017, arXiv:1605.08803, eq. 4, the scale softened as in
 * BayesFlow 2: a = softplus(asinh(α) + log(e − 1)), which grows like log α and so can't explode.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { kernelsRun } from "../compute/kernels/heap.ts";
import { type FamilyKernel, scalarMap } from "../compute/kernels/scalar_map.ts";
import type { KernelFamily, ScalarFamily } from "./bijector.ts";

/** softplus(OFFSET) = 1. */
const OFFSET = Math.log(Math.E - 1);

/** [N, 2 d] → two of [N, d]: the scale a and the shift b. */
function scaleAndShift(h: tf.Tensor2D): readonly [tf.Tensor2D, tf.Tensor2D] {
  const [count, width] = h.shape;
  const [alpha, shift] = tf.unstack(
    tf.transpose(h.reshape([-1, 2])).reshape([2, count, width / 2]),
  ) as tf.Tensor2D[];
  return [tf.softplus(tf.asinh(alpha).add(OFFSET)), shift];
}

/**
 * The affine maps, two parameters a coordinate.
 *
 * @example Usage
 * ```ts
 * import { affineFamily } from "./affine_family.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { toTensor, toValues } from "../compute/tensors.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * await startBackend();
 * const { value } = affineFamily().forward(toTensor([2], [1, 1]), toTensor([0, 5], [1, 2]));
 * assertAlmostEquals((await toValues(value))[0], 1 * 2 + 5, 1e-5);
 * ```
 */
export function affineFamily(): ScalarFamily {
  const kernel: FamilyKernel = { name: "affine" };
  return Object.freeze<KernelFamily>({
    parametersPerDim: 2,
    kernel,
    forward(x, h) {
      if (kernelsRun()) return scalarMap(kernel, "forward", x, h);
      const [scale, shift] = scaleAndShift(h);
      return { value: scale.mul(x).add(shift), logDerivative: scale.log() };
    },
    inverse(y, h) {
      if (kernelsRun()) return scalarMap(kernel, "inverse", y, h);
      const [scale, shift] = scaleAndShift(h);
      return { value: tf.div(tf.sub(y, shift), scale), logDerivative: scale.log().neg() };
    },
  });
}
