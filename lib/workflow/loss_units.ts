/**
 * Losses in nats of theta. A network's loss is mean −log q(c | x) in the coordinates c that it learns,
 * and
 *
 *     −log q(theta | x) = −log q(c | x) − log |det dc/dtheta|,
 *
 * so that losses in different coordinates compare only after the mean of the last term is taken off.
 * Where the prior is clipped, theta is taken before it was clipped: an atom has no density.
 *
 * @module
 */
import { simulateJoint } from "../model/dataset.ts";
import { fold, key } from "../core/random.ts";
import { mean } from "../core/stats.ts";
import type { Study } from "./study.ts";

/** What turns a study's losses into nats of theta, and the loss that it begins with. */
export interface LossUnits {
  /** Added to a loss gives mean −log q(theta | x) over the validation rows. */
  readonly offset: number;
  /** Mean −log p(theta) over the same rows: the loss of an estimate that ignores the recordings. */
  readonly prior: number;
}

/** Rows simulated at a time. */
const CHUNK = 256;

/**
 * The units of a study's validation loss; null where its loss is no density, as flow matching's.
 *
 * @example Usage
 * ```ts
 * import { lossUnits } from "./loss_units.ts";
 * import { startBackend } from "../compute/backend.ts";
 * import { recipeNamed } from "../models/lif/recipes/mod.ts";
 * import { pilotOf, studyOf } from "./study.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * await startBackend();
 * const recipe = recipeNamed("statistics", { train: { n_val: 100 } });
 * using study = studyOf(recipe, pilotOf(recipe));
 * const { offset, prior } = lossUnits(study)!;
 * // In the prior's coordinates, E −log N(z; 0, I) is the loss of the prior.
 * assertAlmostEquals(prior - offset, 3 * Math.log(2 * Math.PI * Math.E), 0.6);
 * ```
 */
export function lossUnits(
  { recipe: { configuration: { train } }, model, adapter, network }: Study,
): LossUnits | null {
  if (network.estimator.noise.loss > 0) return null;
  const rows = fold(key(train.seed), "validation");
  const size = adapter.summaryShape.reduce((product, n) => product * n, 1);
  const logDets = new Float64Array(train.n_val), logPriors = new Float64Array(train.n_val);
  for (let from = 0; from < train.n_val; from += CHUNK) {
    const count = Math.min(CHUNK, train.n_val - from);
    const { theta, z, observations } = simulateJoint(rows, model, count, { from });
    const given = { summaries: adapter.raw(observations), size, each: 1 };
    logDets.set(adapter.coordinates.logDetOfJoint(theta, z, given), from);
    logPriors.set(model.prior.unclippedLogProb(z), from);
  }
  return { offset: -mean(logDets), prior: -mean(logPriors) };
}
