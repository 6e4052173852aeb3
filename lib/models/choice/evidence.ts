/**
 * The evidence of the models that have a likelihood: by it their odds are known exactly, and a
 * classifier's can be compared with them.
 *
 * @module
 */
import type { Key } from "../../core/random.ts";
import type { Batch } from "../../model/batch.ts";
import { exactPosterior } from "../../posterior/exact_posterior.ts";
import type { GifConfig } from "../gif/config.ts";
import { gifProblem } from "../gif/likelihood/gif_problem.ts";
import { gifPrior, leakyPrior } from "../gif/prior/gif.ts";
import type { GifFields } from "../gif/simulator/gif.ts";
import { leakyProblem } from "./leaky.ts";

/** Draws by which a problem of the sampler is found. */
const DRAWS = 100;

/**
 * log P(GIF | recording) − log P(LIF | recording) where both are as probable before, in nats: the
 * difference of their log evidences, which sampling leaves some hundredths open.
 *
 * @param observation One recording.
 * @throws {Error} If an evidence can't be found, with the sampler's problems.
 * @throws {RangeError} If the recording is refused.
 *
 * @example Usage
 * ```ts
 * import { candidates } from "./candidates.ts";
 * import { logOdds } from "./evidence.ts";
 * import { key } from "../../core/random.ts";
 * import { simulateJoint } from "../../model/dataset.ts";
 * import { gifConfig } from "../gif/config.ts";
 * import { assert } from "@std/assert";
 *
 * const config = gifConfig({ T: 200 }), { LIF } = candidates(config);
 * const { observations } = simulateJoint(key(10), LIF, 1);
 * assert(logOdds(key(1), observations, config) < 0);
 * ```
 */
export function logOdds(key: Key, observation: Batch<GifFields>, config: GifConfig): number {
  const leaky = exactPosterior(leakyPrior(), (own: Batch<GifFields>) => leakyProblem(own, config));
  const adaptive = exactPosterior(gifPrior(), (own: Batch<GifFields>) => gifProblem(own, config));
  const [LIF, GIF] = [leaky, adaptive].map((posterior) => {
    const { logEvidence, problems } = posterior.infer(key, observation, DRAWS);
    if (problems.length > 0) {
      throw new Error(`Cannot find evidence of a neuron: ${problems.join("; ")}`);
    }
    return logEvidence;
  });
  return GIF - LIF;
}
