/**
 * Nonlinearities, in the forms that are cheap where `tanh` and `softplus` are slow.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** A nonlinearity, applied to each element. */
export type Activation = <T extends tf.Tensor>(x: T) => T;

/** x σ(x), also called swish. Elfwing et al. 2018, arXiv:1702.03118. */
export const silu: Activation = (x) => tf.tidy(() => tf.mul(x, tf.sigmoid(x)));
