/**
 * Layer normalisation: (h − mean) / sd over the last axis, then a scale and a shift of each
 * channel. Ba et al. 2016, arXiv:1607.06450, eqs. 3–4.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Scope } from "../compute/scope.ts";

/** Keeps the quotient finite where all channels are equal. */
const EPSILON = 1e-5;

/** Normalises the last axis, of `width` channels. */
export function layerNorm(scope: Scope, width: number): <T extends tf.Tensor>(x: T) => T {
  const gain = scope.variable("gain", [width], () => 1);
  const bias = scope.variable("bias", [width], () => 0);
  return <T extends tf.Tensor>(x: T) =>
    tf.tidy(() => {
      const centred = tf.sub(x, x.mean(-1, true));
      const variance = centred.square().mean(-1, true);
      return centred.mul(variance.add(EPSILON).rsqrt()).mul(gain).add(bias) as T;
    });
}
