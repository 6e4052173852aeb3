/**
 * The exact likelihood of several sweeps of one neuron: given theta they are independent, so their
 * likelihoods multiply.
 *
 * @module
 */
import { positive } from "../../../core/check.ts";
import type { Prior } from "../../../distributions/prior.ts";
import type { Batch } from "../../../model/batch.ts";
import { checkBatch } from "../../../model/check_batch.ts";
import type { ExactProblem } from "../../../posterior/refine.ts";
import { ACTION, checkClip, perRow, reachUnder } from "../likelihood/lif_checks.ts";
import { lifFilter } from "../likelihood/lif_filter.ts";
import type { LifLikelihood, LifLikelihoodOptions } from "../likelihood/lif_likelihood.ts";
import { problemOf } from "../likelihood/lif_problem.ts";
import type { LifParameter } from "../simulator/lif.ts";
import { type SweepFields, sweepFields, type SweepsConfig, sweepsConfig } from "./config.ts";
import { type LifSweep, meanCurrent, sweepsOf } from "./sweeps_of.ts";

/** Refuses what is no single observation of the experiment. */
function readSweeps(observation: Batch<SweepFields>, config: SweepsConfig): readonly LifSweep[] {
  if (observation.count !== 1) {
    throw new RangeError(
      `Cannot ${ACTION} as observation.count must be 1: current value is ${observation.count}`,
    );
  }
  checkBatch(ACTION, sweepFields(config), observation);
  return sweepsOf(observation, 0);
}

/** The likelihood of sweeps that were read. */
function likelihoodOf(
  sweeps: readonly LifSweep[],
  config: SweepsConfig,
  { spacing = 1 }: Pick<LifLikelihoodOptions, "spacing"> = {},
): LifLikelihood {
  positive(ACTION, "obs_noise_std", config.obs_noise_std);
  positive(ACTION, "I_std", config.I_std);
  positive(ACTION, "spacing", spacing);
  const filters = sweeps.map(({ voltage, spikes, current }) =>
    lifFilter(
      { voltage: Float64Array.from(voltage), spikes: Uint8Array.from(spikes) },
      { ...config, I_mean: Float64Array.from(current) },
      spacing,
    )
  );
  const currents = sweeps.map(({ current }) => current);
  return {
    logLikelihood: (theta) =>
      perRow(theta, config, (row) => {
        checkClip(reachUnder(row, config, currents), config);
        let sum = 0;
        for (const filter of filters) {
          sum += filter(row);
          if (sum === -Infinity) break;
        }
        return sum;
      }),
  };
}

/**
 * Reads an observation once, to evaluate log p(voltage, spikes | theta, current) of many theta, in
 * nats, with all constants. The same bits for any order of the sweeps.
 *
 * @throws {RangeError} If it is no single observation of the experiment, or there is no noise of
 * the observation or of the current. When it is evaluated: if theta is not finite, g_L ≤ 0 or
 * tau_m ≤ dt, or the voltage clip could bind.
 *
 * @example Usage
 * ```ts
 * import { sweepsLikelihood } from "./likelihood.ts";
 * import { lifSweeps } from "./simulator.ts";
 * import { lifPrior } from "../prior/lif.ts";
 * import { observation } from "../../../model/batch.ts";
 * import { simulateJoint } from "../../../model/dataset.ts";
 * import { key } from "../../../core/random.ts";
 * import { assert } from "@std/assert";
 *
 * const experiment = { T: 40, sweeps: 3 };
 * const model = { prior: lifPrior(), simulator: lifSweeps(experiment) };
 * const { theta, observations } = simulateJoint(key(1), model, 2);
 * const { logLikelihood } = sweepsLikelihood(observation(observations, 0), experiment);
 * const [own, other] = logLikelihood(theta);
 * assert(own > other);
 * ```
 */
export function sweepsLikelihood(
  observation: Batch<SweepFields>,
  overrides?: Partial<SweepsConfig>,
  options?: Pick<LifLikelihoodOptions, "spacing">,
): LifLikelihood {
  const config = sweepsConfig(overrides);
  return likelihoodOf(readSweeps(observation, config), config, options);
}

/**
 * The exact posterior of one neuron given its sweeps, as a problem for
 * {@linkcode ../../../posterior/refine.ts | refine}.
 *
 * @throws {RangeError} As {@linkcode sweepsLikelihood}.
 *
 * @example Usage
 * ```ts
 * import { sweepsProblem } from "./likelihood.ts";
 * import { sweepsConfig } from "./config.ts";
 * import { lifSweeps } from "./simulator.ts";
 * import { lifPrior } from "../prior/lif.ts";
 * import { simulateJoint } from "../../../model/dataset.ts";
 * import { key } from "../../../core/random.ts";
 * import { assert } from "@std/assert";
 *
 * const prior = lifPrior(), config = sweepsConfig({ T: 10, sweeps: 2 });
 * const { z, observations } = simulateJoint(key(1), { prior, simulator: lifSweeps(config) }, 1);
 * const { target } = sweepsProblem(prior, config, observations);
 * assert(Number.isFinite(target.logLikelihood(z)[0]));
 * ```
 */
export function sweepsProblem(
  prior: Prior<LifParameter>,
  config: SweepsConfig,
  observation: Batch<SweepFields>,
): ExactProblem<LifParameter> {
  const sweeps = readSweeps(observation, config);
  return problemOf(prior, meanCurrent(sweeps), likelihoodOf(sweeps, config));
}
