/**
 * Nonlinearities, in the forms that are cheap where `tanh`, `softplus` and `where` are slow.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type Activation, activation } from "../compute/kernels/activation.ts";

export type { Activation };

/** x σ(x), also called swish. Elfwing et al. 2018, arXiv:1702.03118, eq. 10. */
export const silu: Activation = activation("silu", (x) => tf.tidy(() => tf.mul(x, tf.sigmoid(x))));

/** x times a ramp from 0 at −3 to 1 at 3. Howard et al. 2019, arXiv:1905.02244, section 5.2. */
export const hardSilu: Activation = activation(
  "hardSilu",
  (x) => tf.tidy(() => tf.mul(x, x.add(3).div(6).clipByValue(0, 1))),
);

/** x tanh(softplus(x)) = x (1 − s²) / (1 + s²) with s = σ(−x). Misra 2019, arXiv:1908.08681. */
export const mish: Activation = activation("mish", (x) =>
  tf.tidy(() => {
    const s2 = x.neg().sigmoid().square();
    return tf.mul(x, tf.sub(1, s2).div(s2.add(1)));
  }));

/** tanh(x) = 2 σ(2 x) − 1. */
export const tanh: Activation = activation(
  "tanh",
  <T extends tf.Tensor>(x: T) => tf.tidy(() => x.mul(2).sigmoid().mul(2).sub(1) as T),
);
