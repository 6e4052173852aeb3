/**
 * The exact likelihood of the generalised integrate-and-fire neuron, given its current. The recorded
 * spikes and the current determine voltage and threshold, so that
 *
 * log p(spikes | theta) = Σ_spikes log(1 − e^{−λ dt}) − Σ_others λ dt,
 *
 * over the samples outside the refractory times, and the seen voltage less that of the model is an
 * Ornstein–Uhlenbeck process with independent noise, at some of its times: a Kalman filter has its
 * density.
 *
 * @module
 */
import type { GifConfig } from "../config.ts";
import { walkGif } from "../simulator/walk.ts";
import type { GifTrace } from "./gif_trace.ts";

/** Below this, 1 − e^{−μ} is μ (1 − μ / 2) to all digits. */
const SMALL = 1e-8;

/**
 * log(1 − e^{−μ}), the log probability of a spike in a step.
 *
 * @param log log μ, which says more where μ is less than a double can hold.
 */
export function logSpike(mean: number, log: number): number {
  return mean < SMALL ? log - 0.5 * mean : Math.log(-Math.expm1(-mean));
}

/**
 * The log likelihood of one recording as a function of theta, in the order of the parameters; −∞
 * where the recording is impossible in double precision.
 *
 * @example Usage
 * ```ts
 * import { gifConfig } from "../config.ts";
 * import { gifLikelihood } from "./gif_likelihood.ts";
 * import { gifTrace } from "./gif_trace.ts";
 * import { gifPrior } from "../prior/gif.ts";
 * import { gif } from "../simulator/gif.ts";
 * import { key } from "../../../core/random.ts";
 * import { rowOf } from "../../../model/batch.ts";
 * import { simulateJoint } from "../../../model/dataset.ts";
 * import { assert } from "@std/assert";
 *
 * const config = gifConfig({ T: 500 });
 * const model = { prior: gifPrior(), simulator: gif(config) };
 * const { theta, observations } = simulateJoint(key(1), model, 1);
 * const logLikelihood = gifLikelihood(gifTrace(rowOf(observations, 0), config), config);
 * assert(logLikelihood(theta.values) > logLikelihood(theta.values.map((value) => 1.2 * value)));
 * ```
 */
export function gifLikelihood(
  { voltage, spikes, current, kept, precision, gain, logScale }: GifTrace,
  config: GifConfig,
): (theta: Float64Array) => number {
  return (theta) => {
    let slowError = 0, value = logScale;
    walkGif(theta, current, config, (k, v, log) => {
      const spike = spikes[k] === 1;
      const mean = Math.exp(log); // 0 in the refractory time
      value += spike ? logSpike(mean, log) : -mean;
      if (precision[k] > 0) {
        const predicted = kept[k] * slowError;
        const fresh = voltage[k] - v - predicted;
        value -= 0.5 * precision[k] * fresh * fresh;
        slowError = predicted + gain[k] * fresh;
      }
      return spike;
    });
    return value > -Infinity ? value : -Infinity;
  };
}
