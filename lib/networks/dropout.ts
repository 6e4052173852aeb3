/**
 * Dropout, from noise that is given. Srivastava et al. 2014, J. Mach. Learn. Res. 15, section 4, in
 * the form that scales in training and leaves the trained network as it is.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { normalQuantile } from "../core/special.ts";

/**
 * What to multiply inputs by: 0 with probability `rate`, else 1 / (1 − rate).
 *
 * @param noise Standard normal numbers, one for each input.
 * @param rate In [0, 1).
 *
 * @example Usage
 * ```ts
 * import { dropoutMask } from "./dropout.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { toTensor, toValues } from "../compute/tensors.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await startBackend();
 * const noise = toTensor([-1, 0.5], [1, 2]);
 * assertEquals([...await toValues(dropoutMask(noise, 0.5))], [0, 2]);
 * ```
 */
export function dropoutMask<T extends tf.Tensor>(noise: T, rate: number): T {
  return tf.tidy(() =>
    tf.greaterEqual<T>(noise, normalQuantile(rate)).cast("float32").mul<T>(1 / (1 - rate))
  );
}
