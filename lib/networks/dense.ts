/**
 * A fully connected layer.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { integer } from "../check.ts";
import type { Scope } from "../scope.ts";
import type { Network } from "./network.ts";

/** The shape of a layer, and how its weights start. */
export interface DenseOptions {
  readonly inputs: number;
  readonly outputs: number;
  /** Start from weights of zero, so that the layer's output is zero. Default false. */
  readonly zero?: boolean;
}

/**
 * x W + b, with W from the uniform distribution of Glorot & Bengio 2010 (eq. 16) and b zero.
 *
 * @throws {RangeError} If a width is not a positive integer.
 */
export function dense(scope: Scope, { inputs, outputs, zero = false }: DenseOptions): Network {
  integer("build dense layer", "inputs", inputs, 1);
  integer("build dense layer", "outputs", outputs, 1);
  const limit = zero ? 0 : Math.sqrt(6 / (inputs + outputs));
  const weights = scope.variable(
    "weights",
    [inputs, outputs],
    (rng) => limit * (2 * rng.uniform() - 1),
  );
  const bias = scope.variable("bias", [outputs], () => 0);
  return (x) => tf.tidy(() => tf.add(tf.matMul(x, weights), bias));
}
