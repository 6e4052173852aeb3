/**
 * Flow matching: noise becomes a draw along an ordinary differential equation whose velocity is a
 * network, learned by regression on straight lines from noise to data. Lipman et al. 2023,
 * arXiv:2210.02747; Liu et al. 2022, arXiv:2209.03003; for posteriors Wildberger et al. 2023,
 * arXiv:2305.17161.
 *
 *     x = (1 − t) ε + t z,  loss = E ‖v(x, t; s) − (z − ε)‖²
 *     draw: dx/dt = v from ε at t = 0 to z at t = 1
 *     log q(z | s) = log N(ε; 0, I) − ∫₀¹ div v dt
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { integer } from "../core/check.ts";
import type { BuildEstimator } from "./estimator.ts";
import { rungeKutta } from "./ode.ts";
import { standardNormalLogProb } from "./standard_normal.ts";
import { velocity } from "./velocity.ts";

/** The parts of a flow that is learned by matching velocities. */
export interface FlowMatchingOptions {
  /** Channels of the velocity network. Default 128. */
  readonly width?: number;
  /** Its residual blocks. Default 3. */
  readonly blocks?: number;
  /** Steps of the solver, four evaluations of the network each. Default 16. */
  readonly steps?: number;
}

/**
 * Training times are σ(1 + 1.5 n) for standard normal n (Esser et al. 2024, arXiv:2403.03206,
 * eq. 19): most near the end, where a narrow posterior bends the paths.
 */
const TIME = { location: 1, scale: 1.5 } as const;

/** The solver's times from 0 to 1, denser near the end for the same reason. */
function timesOf(steps: number): number[] {
  return Array.from({ length: steps + 1 }, (_, i) => 1 - (1 - i / steps) ** 2);
}

/**
 * An estimator that is trained by flow matching. It starts from a velocity of zero, so before
 * training q is standard normal. Its loss is no density: compare it with losses of its own kind,
 * and q by `logProb`, which is exact up to the steps of the solver.
 *
 * @throws {RangeError} If an option or a dim is not a positive integer.
 *
 * @example Usage
 * ```ts
 * import { flowMatching } from "./flow_matching.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { key } from "../core/random.ts";
 * import { scope } from "../compute/scope.ts";
 * import { toTensor, toValues } from "../compute/tensors.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * await startBackend();
 * using weights = scope(key(45));
 * const q = flowMatching({ width: 16, blocks: 1 })(weights, { dim: 2, contextDim: 1 });
 * const logProb = q.logProb(toTensor([0, 0], [1, 2]), toTensor([3], [1, 1]));
 * assertAlmostEquals((await toValues(logProb))[0], -Math.log(2 * Math.PI), 1e-5);
 * ```
 */
export function flowMatching(
  { width = 128, blocks = 3, steps = 16 }: FlowMatchingOptions = {},
): BuildEstimator {
  const action = "build flow matching";
  for (const [name, value] of Object.entries({ width, blocks, steps })) {
    integer(action, name, value, 1);
  }
  const times = timesOf(steps);
  return (scope, { dim, contextDim }) => {
    integer(action, "dim", dim, 1);
    integer(action, "contextDim", contextDim, 1);
    const field = velocity(scope, { dim, contextDim, width, blocks });
    const moment = (t: number) => tf.fill<tf.Rank.R2>([1, 1], t);

    return Object.freeze({
      dim,
      contextDim,
      noise: { loss: dim + 1, sample: dim },
      loss: (z: tf.Tensor2D, context: tf.Tensor2D, noise: tf.Tensor2D) =>
        tf.tidy(() => {
          const [epsilon, n] = tf.split(noise, [dim, 1], 1) as tf.Tensor2D[];
          const t = n.mul(TIME.scale).add(TIME.location).sigmoid() as tf.Tensor2D;
          const direction = tf.sub(z, epsilon);
          const x = tf.add<tf.Tensor2D>(epsilon, tf.mul(t, direction));
          const error = field.at(x, t, field.embed(context)).sub(direction);
          return error.square().sum(1).mean<tf.Scalar>();
        }),
      logProb: (z: tf.Tensor2D, context: tf.Tensor2D) =>
        tf.tidy(() => {
          const embedded = field.embed(context);
          // The last column is the integral of the divergence from t = 1 on, backwards.
          const end = rungeKutta(
            (t, state) => {
              const x = state.slice([0, 0], [-1, dim]);
              const { value, divergence } = field.withDivergence(x, moment(t), embedded);
              return tf.concat2d([value, divergence], 1);
            },
            tf.pad2d(z, [[0, 0], [0, 1]]),
            times.toReversed(),
          );
          const [noise, integral] = tf.split(end, [dim, 1], 1) as tf.Tensor2D[];
          return tf.add<tf.Tensor1D>(standardNormalLogProb(noise), integral.as1D());
        }),
      sample: (noise: tf.Tensor2D, context: tf.Tensor2D) =>
        tf.tidy(() => {
          const embedded = field.embed(context);
          return rungeKutta((t, x) => field.at(x, moment(t), embedded), noise, times);
        }),
    });
  };
}
