/**
 * The exact posterior of the generalised integrate-and-fire neuron, with the gradient used to find
 * where samplers start.
 *
 * @module
 */
import { type Batch, rowOf } from "../../../model/batch.ts";
import { laplaceProblem } from "../../../posterior/laplace_problem.ts";
import type { ExactProblem } from "../../../posterior/refine.ts";
import type { GifConfig } from "../config.ts";
import { DIM, type GifParameter } from "../parameters.ts";
import { gifPrior } from "../prior/gif.ts";
import type { GifFields } from "../simulator/gif.ts";
import { gifLikelihood } from "./gif_likelihood.ts";
import { gifMode } from "./gif_mode.ts";
import { gifTrace } from "./gif_trace.ts";

/**
 * The exact posterior of one recording, by {@linkcode laplaceProblem}.
 *
 * @throws {RangeError} If the recording is refused by {@linkcode gifTrace}.
 *
 * @example Usage
 * ```ts
 * import { gifConfig } from "../config.ts";
 * import { gifProblem } from "./gif_problem.ts";
 * import { gifPrior } from "../prior/gif.ts";
 * import { gif } from "../simulator/gif.ts";
 * import { key } from "../../../core/random.ts";
 * import { simulateJoint } from "../../../model/dataset.ts";
 * import { assert } from "@std/assert";
 *
 * const config = gifConfig({ T: 200 });
 * const model = { prior: gifPrior(), simulator: gif(config) };
 * const { z, observations } = simulateJoint(key(1), model, 1);
 * assert(Number.isFinite(gifProblem(observations, config).target.logLikelihood(z)[0]));
 * ```
 */
export function gifProblem(
  observation: Batch<GifFields>,
  config: GifConfig,
): ExactProblem<GifParameter> {
  const row = rowOf(observation, 0);
  const evaluate = gifLikelihood(gifTrace(row, config), config);
  return laplaceProblem(gifPrior(), {
    logLikelihood: ({ values, count }) =>
      Float64Array.from(
        { length: count },
        (_, i) => evaluate(values.subarray(i * DIM, (i + 1) * DIM)),
      ),
    mode: () => gifMode(config)(row),
  });
}
