/**
 * Losses in nats of theta. A network's loss is mean −log q(c | x) in the coordinates c that it
 * learns, and
 *
 *     −log q(theta | x) = −log q(c | x) − log |det dc/dtheta|,
 *
 * so that losses in different coordinates compare only after the mean of the last term is taken
 * off. Where the prior is clipped, theta is taken before it was clipped: an atom has no density.
 *
 * @module
 */
import { jointCoordinates } from "../model/coordinates.ts";
import { simulateJoint } from "../model/dataset.ts";
import { fold, key } from "../core/random.ts";
import { mean } from "../core/stats.ts";
import type { Fields } from "../model/field.ts";
import type { Workflow } from "./workflow.ts";

/** What turns a workflow's losses into nats of theta, and the loss that it begins with. */
export interface LossUnits {
  /** Added to a loss gives mean −log q(theta | x) over the validation rows. */
  readonly offset: number;
  /**
   * Mean −log p(theta) over the same rows: the loss of an estimate that ignores the observations.
   */
  readonly prior: number;
}

/** Rows simulated at a time. */
const CHUNK = 256;

/**
 * The units of a workflow's validation loss; null where its loss is no density, as flow matching's.
 *
 * @example Usage
 * ```ts
 * import { lossUnits } from "./loss_units.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import defaultKit from "../models/lif/kits/default.ts";
 * import { setup } from "./setup.ts";
 * import { workflow } from "./workflow.ts";
 * import { assert } from "@std/assert";
 *
 * await startBackend();
 * using untrained = workflow(setup(defaultKit, { train: { n_val: 100 } }));
 * const { offset, prior } = lossUnits(untrained)!;
 * const loss = 3 * Math.log(2 * Math.PI * Math.E); // of N(0, I) that is known to be N(0, I)
 * assert(loss + offset < prior); // the guide is nearer than the prior
 * ```
 */
export function lossUnits<Name extends string, X extends Fields>(
  { setup: { train }, model, adapter, network }: Workflow<Name, X>,
): LossUnits | null {
  if (network.estimator.noise.loss > 0) return null;
  const rows = fold(key(train.seed), "validation");
  const logDets = new Float64Array(train.n_val), logPriors = new Float64Array(train.n_val);
  for (let from = 0; from < train.n_val; from += CHUNK) {
    const count = Math.min(CHUNK, train.n_val - from);
    const { theta, z, observations } = simulateJoint(rows, model, count, { from });
    const { transform } = adapter.prepare(observations);
    logDets.set(jointCoordinates(model.prior, { theta, z }, transform).logDet("theta"), from);
    logPriors.set(model.prior.unclippedLogProb(z), from);
  }
  return { offset: -mean(logDets), prior: -mean(logPriors) };
}
