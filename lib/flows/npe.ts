/**
 * Neural posterior estimation: q(theta | x) = q(theta | s(x)), a summary network s and an estimator
 * q trained together to minimise E[−log q(theta | s(x))] over the joint distribution, whose minimum
 * over all q is the posterior (Papamakarios & Murray 2016, arXiv:1605.06376; Radev et al. 2020,
 * arXiv:2003.06281).
 *
 * @module
 */
import type { BuildEstimator, PosteriorEstimator } from "./estimator.ts";
import type { SummaryNetwork } from "../networks/network.ts";
import type { Key } from "../core/random.ts";
import { type Scope, scope } from "../compute/scope.ts";
import type { Variable } from "../compute/tfjs.ts";

/** Makes a summary network for recordings of the shape given. */
export type BuildSummary = (scope: Scope, shape: readonly number[]) => SummaryNetwork;

/** The two parts of an amortised posterior. */
export interface Architecture {
  /** Makes the network that reads an observation. */
  readonly summary: BuildSummary;
  /** Makes the density of theta, given that network's summaries. */
  readonly estimator: BuildEstimator;
}

/** A summary network and an estimator, with their weights. */
export interface Npe extends Disposable {
  /** Reads an observation. */
  readonly summary: SummaryNetwork;
  /** q(theta | summaries), in the coordinates that it learns in. */
  readonly estimator: PosteriorEstimator;
  /** The shape of one recording's summary variables. */
  readonly summaryShape: readonly number[];
  /** Weights by path, in the order of creation. */
  readonly variables: ReadonlyMap<string, Variable>;
}

/**
 * Makes both networks; their initial weights depend on the key only.
 *
 * @param dim The number of parameters.
 *
 * @example Usage
 * ```ts
 * import { npe } from "./npe.ts";
 * import { couplingFlow } from "./coupling_flow.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { key } from "../core/random.ts";
 * import { mlpSummary } from "../networks/mlp.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await startBackend();
 * using networks = npe(key(45), { dim: 2, summaryShape: [3] }, {
 *   summary: (scope, [inputs]) => mlpSummary(scope, { inputs, dim: 4, widths: [16] }),
 *   estimator: couplingFlow({ depth: 1 }),
 * });
 * assertEquals([networks.estimator.dim, networks.estimator.contextDim], [2, 4]);
 * ```
 */
export function npe(
  key: Key,
  { dim, summaryShape }: { readonly dim: number; readonly summaryShape: readonly number[] },
  build: Architecture,
): Npe {
  const root = scope(key);
  try {
    const summary = build.summary(root.child("summary"), summaryShape);
    const estimator = build.estimator(root.child("estimator"), { dim, contextDim: summary.dim });
    return {
      summary,
      estimator,
      summaryShape,
      variables: root.variables,
      [Symbol.dispose]: () => root[Symbol.dispose](),
    };
  } catch (error) {
    root[Symbol.dispose]();
    throw error;
  }
}
