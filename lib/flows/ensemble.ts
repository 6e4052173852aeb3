/**
 * An ensemble of estimators: q = Σ qₘ / M, the mixture of its members. By Jensen's inequality its
 * −log q is at most the mean of theirs; Lakshminarayanan et al. 2017, arXiv:1612.01474; for
 * posteriors Hermans et al. 2022, arXiv:2110.06581, section 3.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { integer } from "../core/check.ts";
import { normalQuantile } from "../core/special.ts";
import type { BuildEstimator } from "./estimator.ts";

/** How members share the context. */
export interface EnsembleOptions {
  /**
   * Each member reads an equal share of the context, its own, so that with a summary network for
   * each nothing is shared. Default false: all read all of it.
   */
  readonly separate?: boolean;
}

/**
 * The mixture of members. The loss is the mean of theirs: a member's weights get no gradient but
 * from its own loss, so one run trains them all. A draw takes one more number of noise, which picks
 * the member, and the work of all of them.
 *
 * @throws {RangeError} If there is no member, or they can't have equal shares of the context.
 *
 * @example Usage
 * ```ts
 * import { ensemble } from "./ensemble.ts";
 * import { couplingFlow } from "./coupling_flow.ts";
 * import { flowMatching } from "./flow_matching.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { key } from "../core/random.ts";
 * import { scope } from "../compute/scope.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await startBackend();
 * using weights = scope(key(45));
 * const build = ensemble([couplingFlow({ depth: 1 }), flowMatching({ blocks: 1 })]);
 * const q = build(weights, { dim: 2, contextDim: 3 });
 * assertEquals(q.noise, { loss: 0 + 3, sample: 1 + 2 });
 * ```
 */
export function ensemble(
  members: readonly BuildEstimator[],
  { separate = false }: EnsembleOptions = {},
): BuildEstimator {
  const action = "build ensemble";
  integer(action, "members.length", members.length, 1);
  return (scope, { dim, contextDim }) => {
    const share = separate ? contextDim / members.length : contextDim;
    integer(action, "contextDim of a member", share, 1);
    const parts = members.map((build, m) => build(scope.child(m), { dim, contextDim: share }));
    const losses = parts.map(({ noise }) => noise.loss);
    const draws = Math.max(...parts.map(({ noise }) => noise.sample));
    const contextOf = (context: tf.Tensor2D, m: number) =>
      separate ? context.slice([0, m * share], [-1, share]) : context;
    /** The member with index m is picked by numbers between the m-th and the next. */
    const bounds = parts.map((_, m) => normalQuantile(m / parts.length));

    return Object.freeze({
      dim,
      contextDim,
      noise: { loss: losses.reduce((sum, columns) => sum + columns, 0), sample: 1 + draws },
      loss: (z: tf.Tensor2D, context: tf.Tensor2D, noise: tf.Tensor2D) =>
        tf.tidy(() => {
          let from = 0;
          const each = parts.map((part, m) => {
            const own = noise.slice([0, from], [-1, losses[m]]);
            from += losses[m];
            return part.loss(z, contextOf(context, m), own);
          });
          return tf.addN(each).div<tf.Scalar>(parts.length);
        }),
      logProb: (z: tf.Tensor2D, context: tf.Tensor2D) =>
        tf.tidy(() => {
          const each = parts.map((part, m) => part.logProb(z, contextOf(context, m)));
          return tf.logSumExp(tf.stack(each), 0).sub<tf.Tensor1D>(Math.log(parts.length));
        }),
      sample: (noise: tf.Tensor2D, context: tf.Tensor2D) =>
        tf.tidy(() => {
          const pick = noise.slice([0, 0], [-1, 1]);
          const drawOf = (m: number) =>
            parts[m].sample(
              noise.slice([0, 1], [-1, parts[m].noise.sample]),
              contextOf(context, m),
            );
          return parts.slice(1).reduce(
            (draw, _, i) => tf.where(pick.greaterEqual(bounds[i + 1]), drawOf(i + 1), draw),
            drawOf(0),
          );
        }),
    });
  };
}
