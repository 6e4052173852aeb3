/**
 * Ordinary differential equations, dy/dt = f(t, y), by the classical Runge–Kutta method of fourth
 * order. Kutta 1901; Hairer, Nørsett & Wanner 1993, "Solving Ordinary Differential Equations I",
 * table II.1.2.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** The derivative f(t, y) of each row of y, [N, D] → [N, D]. */
export type Field = (t: number, y: tf.Tensor2D) => tf.Tensor2D;

/** y at the last of the times, given y at the first; one step from each time to the next. */
export function rungeKutta(
  field: Field,
  start: tf.Tensor2D,
  times: readonly number[],
): tf.Tensor2D {
  const step = (y: tf.Tensor2D, from: number, to: number): tf.Tensor2D =>
    tf.tidy(() => {
      const h = to - from;
      const along = (k: tf.Tensor2D, share: number) => tf.add<tf.Tensor2D>(y, k.mul(share * h));
      const k1 = field(from, y);
      const k2 = field(from + h / 2, along(k1, 1 / 2));
      const k3 = field(from + h / 2, along(k2, 1 / 2));
      const k4 = field(to, along(k3, 1));
      return along(tf.addN([k1, k4, k2.add(k3).mul(2)]) as tf.Tensor2D, 1 / 6);
    });
  return times.slice(1).reduce((y, to, i) => {
    const next = step(y, times[i], to);
    if (y !== start) y.dispose();
    return next;
  }, start);
}
