/**
 * Models that may have made a recording of a neuron under a known current, all recorded alike: with
 * the same error, masked about spikes, under the same stimuli. So what tells them apart is what the
 * neurons do.
 *
 * @module
 */
import type { Row } from "../../model/batch.ts";
import type { JointModel, Simulator } from "../../model/simulator.ts";
import { adexPrior } from "../adex/prior/adex.ts";
import { adex } from "../adex/simulator/adex.ts";
import type { AdexParameter } from "../adex/simulator/config.ts";
import type { GifConfig } from "../gif/config.ts";
import { gifPrior, leakyPrior } from "../gif/prior/gif.ts";
import { gif, type GifFields } from "../gif/simulator/gif.ts";
import { recorder } from "../gif/simulator/recorder.ts";
import { leaky } from "./leaky.ts";

/** The names of the models, in the order of their numbers. */
export type CandidateName = "LIF" | "GIF" | "AdEx";

/** The adaptive exponential neuron, recorded as the others. */
function recordedAdex(config: GifConfig): Simulator<AdexParameter, GifFields> {
  const { fields, conditions } = gif(config), record = recorder(config);
  const { parameters, simulate } = adex({ T: config.T, dt: config.dt, obs_noise_std: 0 });
  return {
    parameters,
    fields,
    ...(conditions && { conditions }),
    simulate(rng, theta, out: Row<GifFields>) {
      simulate(rng, theta, out);
      record(rng, out);
    },
  };
}

/**
 * The models of one experiment: leaky and generalised integrate-and-fire neurons with escape noise,
 * and the adaptive exponential one with a noise current.
 *
 * @example Usage
 * ```ts
 * import { candidates } from "./candidates.ts";
 * import { gifConfig } from "../gif/config.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(Object.keys(candidates(gifConfig())), ["LIF", "GIF", "AdEx"]);
 * ```
 */
export function candidates(
  config: GifConfig,
): Readonly<Record<CandidateName, JointModel<string, GifFields>>> {
  return {
    LIF: { prior: leakyPrior(), simulator: leaky(config) },
    GIF: { prior: gifPrior(), simulator: gif(config) },
    AdEx: { prior: adexPrior(), simulator: recordedAdex(config) },
  };
}
