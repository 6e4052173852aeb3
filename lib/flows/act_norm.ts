/**
 * A scale and a shift for each coordinate, whatever the context. Kingma & Dhariwal 2018,
 * arXiv:1807.03039, section 3.1, without their start from the first batch: coordinates come
 * standardised, so the identity is a good start.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { integer } from "../core/check.ts";
import type { Scope } from "../compute/scope.ts";
import type { Bijector } from "./bijector.ts";

/**
 * y = exp(logScale) x + shift, the identity at first.
 *
 * @throws {RangeError} If dim is not a positive integer.
 */
export function actNorm(scope: Scope, dim: number): Bijector {
  integer("build actNorm", "dim", dim, 1);
  const logScale = scope.variable("log_scale", [dim], () => 0);
  const shift = scope.variable("shift", [dim], () => 0);
  return Object.freeze<Bijector>({
    dim,
    forward: (x) => ({
      value: tf.add(tf.mul(x, logScale.exp()), shift),
      logDet: tf.mul(tf.ones([x.shape[0]]), logScale.sum()),
    }),
    inverse: (y) => ({
      value: tf.div(tf.sub(y, shift), logScale.exp()),
      logDet: tf.mul(tf.ones([y.shape[0]]), logScale.sum().neg()),
    }),
  });
}
