/**
 * The exact likelihood of the leaky integrate-and-fire neuron, p(voltage, spikes | theta), for many
 * theta at once.
 *
 * @module
 */
import { allFinite, ofLength, positive } from "../../../core/check.ts";
import type { Draws } from "../../../core/draws.ts";
import { checkBatch } from "../../../model/check_batch.ts";
import {
  lif,
  type LifFields,
  type LifParameter,
  type SimConfig,
  simConfig,
  stepCount,
} from "../simulator/lif.ts";
import type { Batch } from "../../../model/batch.ts";
import { ACTION, checkClip, perRow, reach } from "./lif_checks.ts";
import { lifFilter, type LifTrace } from "./lif_filter.ts";
import { lifKnownCurrent } from "./lif_known_current.ts";

/** What is known of an experiment beside its recording. */
export interface KnownStimulus {
  /** The injected current in pA, one value a sample, where it is known; the last is not used. */
  readonly stimulus?: Float64Array;
}

/** How the likelihood is evaluated. */
export interface LifLikelihoodOptions extends KnownStimulus {
  /**
   * The distance of quadrature nodes near the threshold, in sd of what one step and one observation
   * leave open: 1 if not given. For theta that could have made the recording, the error is 1e-5
   * nats at 1 and 1e-8 at 0.75.
   */
  readonly spacing?: number;
}

/** Refuses what is no single recording of the experiment, and copies it. */
function readTrace(observation: Batch<LifFields>, config: SimConfig): LifTrace {
  if (observation.count !== 1) {
    throw new RangeError(
      `Cannot ${ACTION} as recording.count must be 1: current value is ${observation.count}`,
    );
  }
  checkBatch(ACTION, lif(config).fields, observation);
  const { voltage, spikes } = observation.values;
  return { voltage: Float64Array.from(voltage), spikes: Uint8Array.from(spikes) };
}

/** The likelihood of one recording, for any number of theta. */
export interface LifLikelihood {
  /** log p(voltage, spikes | theta) of each row. */
  logLikelihood(theta: Draws<LifParameter>): Float64Array;
  /** Under a known current: equals the likelihood where that is positive, and is > 0 near it. */
  readonly surrogate?: (theta: Draws<LifParameter>) => Float64Array;
}

/**
 * Reads a recording once, to evaluate its likelihood many times: see {@linkcode lifLogLikelihood}.
 *
 * @throws {RangeError} As {@linkcode lifLogLikelihood}.
 */
export function lifLikelihood(
  observation: Batch<LifFields>,
  overrides: Partial<SimConfig>,
  { stimulus, spacing = 1 }: LifLikelihoodOptions = {},
): LifLikelihood {
  const config = simConfig(overrides);
  const trace = readTrace(observation, config);
  positive(ACTION, "obs_noise_std", config.obs_noise_std);
  positive(ACTION, "spacing", spacing);
  if (stimulus) {
    ofLength(ACTION, "stimulus", stimulus, stepCount(config));
    allFinite(ACTION, "stimulus", stimulus);
    const { logLikelihood, surrogate } = lifKnownCurrent(trace, config, stimulus);
    return {
      logLikelihood: (theta) => perRow(theta, config, logLikelihood),
      surrogate: (theta) => perRow(theta, config, surrogate),
    };
  }
  positive(ACTION, "I_std without stimulus", config.I_std);
  const filter = lifFilter(trace, config, spacing);
  return {
    logLikelihood: (theta) =>
      perRow(theta, config, (row) => {
        checkClip(reach(row, config), config);
        return filter(row);
      }),
  };
}

/**
 * log p(voltage, spikes | theta) for each row of theta, in nats, with all constants.
 *
 * With white-noise current the voltage is a hidden Markov chain and the likelihood an integral over
 * its path, found by a Kalman filter far from the threshold and by quadrature near it. With a known
 * current it is a product of normal densities. It is −∞ where theta can't have made the spikes, or
 * where a single sample is less likely than a double can hold.
 *
 * @param theta Voltages in mV, tau_m in ms, g_L in nS; [count, 6].
 * @param recording One recording, as long as the experiment; voltage in mV, spikes 0 or 1.
 * @param overrides The experiment.
 * @throws {RangeError} If theta is not finite, g_L ≤ 0 or tau_m ≤ dt; if there is no observation
 * noise, or neither a random nor a known current; if the voltage clip could bind under a random
 * current; if the recording or the stimulus has another length or impossible values.
 *
 * @example Usage
 * ```ts
 * import { simulateJoint } from "../../../model/dataset.ts";
 * import { lifPrior } from "../prior/lif.ts";
 * import { key } from "../../../core/random.ts";
 * import { lif, simConfig } from "../simulator/lif.ts";
 * import { observation } from "../../../model/batch.ts";
 * import { lifLogLikelihood } from "./lif_likelihood.ts";
 * import { assert } from "@std/assert";
 *
 * const { theta, observations } = simulateJoint(key(1), { prior: lifPrior(), simulator: lif() }, 2);
 * const [own, other] = lifLogLikelihood(theta, observation(observations, 0), simConfig());
 * assert(own > other);
 * ```
 */
export function lifLogLikelihood(
  theta: Draws<LifParameter>,
  observation: Batch<LifFields>,
  overrides: Partial<SimConfig>,
  options?: LifLikelihoodOptions,
): Float64Array {
  return lifLikelihood(observation, overrides, options).logLikelihood(theta);
}
