/**
 * Summary networks side by side.
 *
 * @module
 */
import { elements } from "../core/arrays.ts";
import * as tf from "@tensorflow/tfjs";
import type { Scope } from "../compute/scope.ts";
import { silu } from "./activations.ts";
import { dense } from "./dense.ts";
import type { SummaryNetwork } from "./network.ts";

/**
 * Refuses a part that needs noise in training, as there is none for it.
 *
 * @throws {RangeError} If a network has noise.
 */
function withoutNoise(networks: readonly SummaryNetwork[]): void {
  networks.forEach(({ noise = 0 }, i) => {
    if (noise === 0) return;
    throw new RangeError(
      `Cannot put networks side by side as none may take noise: network ${i} takes ${noise}`,
    );
  });
}

/**
 * All networks' summaries of the same recordings, side by side: [N, …] → [N, Σ dim].
 *
 * @throws {RangeError} If a network takes noise.
 *
 * @example Usage
 * ```ts
 * import { parallel } from "./parallel.ts";
 * import { mlpSummary } from "./mlp.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { key } from "../core/random.ts";
 * import { scope } from "../compute/scope.ts";
 * import { assertEquals } from "@std/assert";
 * import * as tf from "@tensorflow/tfjs";
 *
 * await startBackend();
 * using weights = scope(key(45));
 * const part = (name: string) =>
 *   mlpSummary(weights.child(name), { inputs: 3, dim: 2, widths: [16] });
 * const network = parallel([part("a"), part("b")]);
 * assertEquals(network.apply(tf.zeros([5, 3])).shape, [5, 4]);
 * ```
 */
export function parallel(networks: readonly SummaryNetwork[]): SummaryNetwork {
  withoutNoise(networks);
  return Object.freeze({
    dim: networks.reduce((sum, { dim }) => sum + dim, 0),
    ...(networks.some(({ initialise }) => initialise) && {
      initialise: (x: tf.Tensor) => networks.forEach((network) => network.initialise?.(x)),
    }),
    apply: (x: tf.Tensor) => tf.tidy(() => tf.concat2d(networks.map(({ apply }) => apply(x)), 1)),
  });
}

/** A network that reads a part of each recording. */
export interface Part {
  /** Reads it. */
  readonly network: SummaryNetwork;
  /** The shape of its part. */
  readonly shape: readonly number[];
}

/**
 * Networks that each read a part of a flat row, [N, Σ size]; a dense layer combines their outputs:
 * [N, Σ dim] → [N, dim].
 *
 * @throws {RangeError} If dim is not a positive integer, or a network takes noise.
 *
 * @example Usage
 * ```ts
 * import { hybrid } from "./parallel.ts";
 * import { mlpSummary } from "./mlp.ts";
 * import { stridedConvolution } from "./strided_convolution.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { key } from "../core/random.ts";
 * import { scope } from "../compute/scope.ts";
 * import { assertEquals } from "@std/assert";
 * import * as tf from "@tensorflow/tfjs";
 *
 * await startBackend();
 * using weights = scope(key(45));
 * const statistics = mlpSummary(weights.child("a"), { inputs: 10, dim: 8, widths: [16] });
 * const series = stridedConvolution(weights.child("b"), { shape: [100, 2], dim: 8 });
 * const parts = [{ network: statistics, shape: [10] }, { network: series, shape: [100, 2] }];
 * const network = hybrid(weights.child("c"), { parts, dim: 12 });
 * assertEquals(network.apply(tf.zeros([3, 210])).shape, [3, 12]);
 * ```
 */
export function hybrid(
  scope: Scope,
  { parts, dim }: { readonly parts: readonly Part[]; readonly dim: number },
): SummaryNetwork {
  withoutNoise(parts.map(({ network }) => network));
  const sizes = parts.map(({ shape }) => elements(shape));
  const inputs = parts.reduce((sum, { network }) => sum + network.dim, 0);
  const last = dense(scope.child("dense"), { inputs, outputs: dim });
  /** What each part reads of x. */
  const slicesOf = (x: tf.Tensor) =>
    tf.split(x as tf.Tensor2D, sizes, 1).map((slice, i) =>
      slice.reshape([x.shape[0], ...parts[i].shape])
    );
  return Object.freeze({
    dim,
    ...(parts.some(({ network }) => network.initialise) && {
      initialise: (x: tf.Tensor) =>
        tf.tidy(() => slicesOf(x).forEach((slice, i) => parts[i].network.initialise?.(slice))),
    }),
    apply: (x: tf.Tensor) =>
      tf.tidy(() => {
        const slices = slicesOf(x);
        return last(tf.concat2d(parts.map(({ network }, i) => silu(network.apply(slices[i]))), 1));
      }),
  });
}
