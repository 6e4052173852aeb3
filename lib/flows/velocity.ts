/**
 * A velocity field v(x, t; context) as a residual network whose blocks are scaled and shifted by
 * time and context (Perez et al. 2018, arXiv:1709.07871, eq. 2), and its exact divergence by
 * forward-mode differentiation, written out: the tangents of all coordinates go through each layer
 * in one matrix product, and no tape is kept.
 *
 *     h = x X
 *     h ← h + silu((1 + γ) · silu(h) A + β) B    for each block, γ and β from silu(time + context)
 *     v = silu(h) O / (1.1 − t)
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { perceptron } from "../compute/kernels/perceptron.ts";
import { silu } from "../networks/activations.ts";
import { dense, denseWeights } from "../networks/dense.ts";
import type { Scope } from "../compute/scope.ts";

/** The shape of a velocity network. */
export interface VelocityOptions {
  readonly dim: number;
  readonly contextDim: number;
  readonly width: number;
  readonly blocks: number;
}

/** A velocity field, zero at first. Its functions are to be called inside a `tf.tidy`. */
export interface Velocity {
  /** What the field uses of each context, [N, width]. */
  embed(context: tf.Tensor2D): tf.Tensor2D;
  /** v [N, dim] of x [N, dim] at the times t, [N, 1] or [1, 1]. */
  at(x: tf.Tensor2D, t: tf.Tensor2D, embedded: tf.Tensor2D): tf.Tensor2D;
  /** v, and its divergence Σ ∂vᵢ/∂xᵢ [N, 1]. */
  withDivergence(
    x: tf.Tensor2D,
    t: tf.Tensor2D,
    embedded: tf.Tensor2D,
  ): { readonly value: tf.Tensor2D; readonly divergence: tf.Tensor2D };
}

/** Angular frequencies of the time features. */
const FREQUENCIES = [1, 2, 4, 8].map((k) => k * Math.PI);

const RESOLUTION = 0.1;

/** t, and sines and cosines of it, [N, 9]. */
function timeFeatures(t: tf.Tensor2D): tf.Tensor2D {
  const waves = FREQUENCIES.flatMap((w) => [t.mul(w).sin(), t.mul(w).cos()]) as tf.Tensor2D[];
  return tf.concat2d([t, ...waves], 1);
}

/**
 * What the last layer is multiplied by. Near t = 1 the velocity is the small way that is left over
 * the short time that is left; RESOLUTION is where this stops, at the sd of a narrow posterior.
 */
function urgency(t: tf.Tensor2D): tf.Tensor2D {
  return tf.div(1, tf.sub(1 + RESOLUTION, t));
}

/** silu′(x) = σ(x) (1 + x (1 − σ(x))). */
function siluDerivative(x: tf.Tensor2D): tf.Tensor2D {
  const s = x.sigmoid();
  return tf.mul(s, tf.sub(1, s).mul(x).add(1));
}

/** A linear map and the part of it that multiplies. */
function linear(scope: Scope, inputs: number, outputs: number, zero = false) {
  const layer = denseWeights(scope, { inputs, outputs, zero });
  const apply = (x: tf.Tensor2D) => perceptron(x, [layer], (y) => y);
  return { apply, weights: layer.weights };
}

/** Tangents [dim, N, inputs] through a matrix: [dim, N, outputs]. */
function push(tangent: tf.Tensor3D, weights: tf.Tensor2D): tf.Tensor3D {
  const [dim, count, width] = tangent.shape;
  return tf.matMul(tangent.as2D(dim * count, width), weights).reshape([dim, count, -1]);
}

/** A velocity network, its weights in the scope. */
export function velocity(
  scope: Scope,
  { dim, contextDim, width, blocks }: VelocityOptions,
): Velocity {
  const first = linear(scope.child("first"), dim, width);
  const fromContext = dense(scope.child("context"), { inputs: contextDim, outputs: width });
  const fromTime = dense(scope.child("time"), {
    inputs: 1 + 2 * FREQUENCIES.length,
    outputs: width,
  });
  const layers = Array.from({ length: blocks }, (_, i) => {
    const own = scope.child(i);
    return {
      modulate: dense(own.child("modulate"), { inputs: width, outputs: 2 * width }),
      A: linear(own.child("A"), width, width),
      B: linear(own.child("B"), width, width),
    };
  });
  const last = linear(scope.child("last"), width, dim, true);

  /** γ + 1 and β of every block. */
  function modulations(t: tf.Tensor2D, embedded: tf.Tensor2D): [tf.Tensor2D, tf.Tensor2D][] {
    const condition = silu(tf.add<tf.Tensor2D>(embedded, fromTime(timeFeatures(t))));
    return layers.map(({ modulate }) => {
      const [gamma, beta] = tf.split(modulate(condition), 2, 1) as tf.Tensor2D[];
      return [gamma.add(1), beta];
    });
  }

  return Object.freeze<Velocity>({
    embed: fromContext,
    at(x, t, embedded) {
      const scales = modulations(t, embedded);
      const h = layers.reduce((h, { A, B }, i) => {
        const [gain, shift] = scales[i];
        const inner = tf.add<tf.Tensor2D>(tf.mul(gain, A.apply(silu(h))), shift);
        return tf.add<tf.Tensor2D>(h, B.apply(silu(inner)));
      }, first.apply(x));
      return tf.mul(last.apply(silu(h)), urgency(t));
    },
    withDivergence(x, t, embedded) {
      const scales = modulations(t, embedded);
      let h = first.apply(x);
      let tangent: tf.Tensor3D = first.weights.reshape([dim, 1, width]);
      layers.forEach(({ A, B }, i) => {
        const [gain, shift] = scales[i];
        const inner = tf.add<tf.Tensor2D>(tf.mul(gain, A.apply(silu(h))), shift);
        const before = push(tf.mul(tangent, siluDerivative(h)), A.weights);
        const after = tf.mul<tf.Tensor3D>(before, tf.mul(gain, siluDerivative(inner)));
        tangent = tf.add(tangent, push(after, B.weights));
        h = tf.add(h, B.apply(silu(inner)));
      });
      const own = last.weights.transpose().reshape([dim, 1, width]); // of coordinate i in vᵢ
      const divergence = tf.mul(tangent, siluDerivative(h)).mul(own).sum([0, 2]);
      return {
        value: tf.mul(last.apply(silu(h)), urgency(t)),
        divergence: tf.mul(divergence.as2D(-1, 1), urgency(t)),
      };
    },
  });
}
