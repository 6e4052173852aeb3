/**
 * The hazard of recorded spikes, for the time-rescaling test.
 *
 * @module
 */
import { inOrder } from "../../../core/columns.ts";
import type { Draws } from "../../../core/draws.ts";
import { type Batch, rowOf } from "../../../model/batch.ts";
import type { GifConfig } from "../config.ts";
import { DIM, GIF_PARAMETERS, type GifParameter } from "../parameters.ts";
import type { GifFields } from "../simulator/gif.ts";
import { walkGif } from "../simulator/walk.ts";
import { gifTrace } from "./gif_trace.ts";

/**
 * The hazard integrated over each step, given the spikes and the current up to there, [count,
 * samples]; 0 in refractory times.
 *
 * @param theta One row for each recording.
 * @throws {RangeError} If theta has another number of rows, or a recording is refused by
 * {@linkcode gifTrace}.
 *
 * @example Usage
 * ```ts
 * import { gifConfig } from "../config.ts";
 * import { gifHazard } from "./gif_hazard.ts";
 * import { gifPrior } from "../prior/gif.ts";
 * import { gif } from "../simulator/gif.ts";
 * import { timeRescaling } from "../../neuron/time_rescaling.ts";
 * import { key } from "../../../core/random.ts";
 * import { simulateJoint } from "../../../model/dataset.ts";
 * import { assert } from "@std/assert";
 *
 * const model = { prior: gifPrior(), simulator: gif() };
 * const { theta, observations } = simulateJoint(key(1), model, 5);
 * const hazard = gifHazard(theta, observations, gifConfig());
 * assert((timeRescaling(key(2), observations, hazard).pValue ?? 0) > 0.01);
 * ```
 */
export function gifHazard(
  theta: Draws<GifParameter>,
  observations: Batch<GifFields>,
  config: GifConfig,
): Float64Array {
  const { values, count } = inOrder("evaluate GIF hazard", theta, GIF_PARAMETERS);
  if (count !== observations.count) {
    throw new RangeError(
      `Cannot evaluate GIF hazard as theta must have one row a recording, ${observations.count}: ` +
        `it has ${count}`,
    );
  }
  const steps = observations.values.spikes.length / count;
  const out = new Float64Array(count * steps);
  for (let i = 0; i < count; i++) {
    const { spikes, current } = gifTrace(rowOf(observations, i), config);
    walkGif(values.subarray(i * DIM, (i + 1) * DIM), current, config, (k, _voltage, log) => {
      out[i * steps + k] = Math.exp(log);
      return spikes[k] === 1;
    });
  }
  return out;
}
