/**
 * The posterior of a kind: the probabilities p_k(context) of kinds, by a dense layer and a softmax,
 * as an estimator of the kind's standard normal coordinate. Within a kind z is distributed as in the
 * prior, so that q(z | context) = p_k / P(k) · φ(z), where k is the kind of z, and its loss is the
 * cross-entropy but for a constant. Radev et al. 2021, arXiv:2004.10629, for models as kinds.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { categories } from "../distributions/categorical.ts";
import { dense } from "../networks/dense.ts";
import type { BuildEstimator } from "./estimator.ts";
import { standardNormalLogProb } from "./standard_normal.ts";

/** No z of a float32 lies beyond. */
const FAR = 1e9;

/** A draw keeps so far from the ends of its interval, in shares of its probability: rounding. */
const MARGIN = 1e-5;

/** Coefficients of Giles 2012, "Approximating the erfinv function", table 5, highest power first. */
const CENTRE = [
  2.81022636e-08,
  3.43273939e-07,
  -3.5233877e-06,
  -4.39150654e-06,
  0.00021858087,
  -0.00125372503,
  -0.00417768164,
  0.246640727,
  1.50140941,
];
const TAIL = [
  -0.000200214257,
  0.000100950558,
  0.00134934322,
  -0.00367342844,
  0.00573950773,
  -0.0076224613,
  0.00943887047,
  1.00167406,
  2.83297682,
];

/** Φ⁻¹(p) of p in (0, 1), to some 1e-6. To be called inside a `tf.tidy`. */
function normalQuantiles(p: tf.Tensor2D): tf.Tensor2D {
  const x = p.mul(2).sub(1);
  const w = tf.neg(tf.log(tf.sub(1, x.square())));
  const polynomial = (coefficients: readonly number[], at: tf.Tensor) =>
    coefficients.slice(1).reduce<tf.Tensor>(
      (sum, c) => sum.mul(at).add(c),
      tf.fill(at.shape, coefficients[0]),
    );
  const scale = tf.where(
    w.less(5),
    polynomial(CENTRE, w.sub(2.5)),
    polynomial(TAIL, w.sqrt().sub(3)),
  );
  return scale.mul(x).mul(Math.SQRT2);
}

/**
 * The estimator of a kind whose prior is {@linkcode ../distributions/categorical.ts | categorical}
 * with the same weights.
 *
 * @throws {RangeError} If the weights make no categories, or there is more than one parameter.
 *
 * @example Usage
 * ```ts
 * import { classifier } from "./classifier.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { key } from "../core/random.ts";
 * import { scope } from "../compute/scope.ts";
 * import { assertEquals } from "@std/assert";
 * import * as tf from "@tensorflow/tfjs";
 *
 * await startBackend();
 * using weights = scope(key(45));
 * const q = classifier([1, 1, 1])(weights, { dim: 1, contextDim: 4 });
 * assertEquals(q.logProb(tf.zeros([2, 1]), tf.zeros([2, 4])).shape, [2]);
 * ```
 */
export function classifier(weights: readonly number[]): BuildEstimator {
  const { probabilities, bounds } = categories(weights);
  const kinds = weights.length;
  const finite = bounds.map((bound) => Math.max(-FAR, Math.min(FAR, bound)));
  return (scope, { dim, contextDim }) => {
    if (dim !== 1) {
      throw new RangeError(`Cannot build classifier as dim must be 1: current value is ${dim}`);
    }
    const layer = dense(scope.child("logits"), { inputs: contextDim, outputs: kinds });
    /** log p_k, [N, K]. */
    const logits = (context: tf.Tensor2D) => {
      const raw = layer(context);
      return tf.sub<tf.Tensor2D>(raw, raw.logSumExp(1, true));
    };
    const logProb = (z: tf.Tensor2D, context: tf.Tensor2D) =>
      tf.tidy(() => {
        const above = z.greaterEqual(tf.tensor2d(finite.slice(0, -1), [1, kinds]));
        const below = z.less(tf.tensor2d(finite.slice(1), [1, kinds]));
        const gain = logits(context).sub(tf.tensor2d(probabilities.map(Math.log), [1, kinds]));
        const own = gain.mul(above.logicalAnd(below).toFloat()).sum<tf.Tensor1D>(1);
        return own.add<tf.Tensor1D>(standardNormalLogProb(z));
      });
    return Object.freeze({
      dim,
      contextDim,
      noise: { loss: 0, sample: 1 },
      loss: (z: tf.Tensor2D, context: tf.Tensor2D) =>
        tf.tidy(() => tf.neg<tf.Scalar>(logProb(z, context).mean())),
      logProb,
      sample: (noise: tf.Tensor2D, context: tf.Tensor2D) =>
        tf.tidy(() => {
          // From u = Φ(noise) in the kinds' shares of [0, 1] to the same place in the prior's.
          const p = logits(context).exp();
          const u = noise.div(Math.SQRT2).erf().add(1).div(2);
          const before = tf.linalg.bandPart(tf.ones([kinds, kinds]), 0, -1).sub(tf.eye(kinds));
          const from = tf.matMul(p, before as tf.Tensor2D);
          const last = from.slice([0, 1], [-1, kinds - 1]);
          const kind = u.greaterEqual(last).toFloat().sum(1).toInt();
          const own = tf.oneHot(kind as tf.Tensor1D, kinds).toFloat();
          const of = (values: tf.Tensor) => own.mul(values).sum(1, true);
          const share = tf.tensor2d([...probabilities], [1, kinds]);
          const within = u.sub(of(from)).div(of(p)).clipByValue(MARGIN, 1 - MARGIN);
          const start = tf.matMul(share, before as tf.Tensor2D);
          return normalQuantiles(of(start).add(of(share).mul(within)));
        }),
    });
  };
}
