/**
 * The posterior's mode and width under an approximate likelihood (see assumed_density.ts): where
 * Gauss and Newton's steps end, and what they leave uncertain. It is not the posterior: the filter
 * is approximate, and the prior's bounds enter by the distances from them only. But the features
 * are nearly sufficient: the network has only the difference to learn.
 *
 * @module
 */
import type { Batch } from "../../../model/batch.ts";
import { DIM, LOG_TAU, V_INF, V_INIT, V_RESET, V_TH } from "../columns.ts";
import type { PriorConfig } from "../prior/lif.ts";
import { type LifFields, refractorySteps, type SimConfig, stepCount } from "../simulator/lif.ts";
import { assumedDensity, type ExpandedTrace } from "../statistics/assumed_density.ts";
import { assumedDensityPass, hasAssumedDensityPass } from "../statistics/assumed_density_pass.ts";
import { nearbyPrior } from "../statistics/nearby_prior.ts";
import { boundDistances } from "./bounds.ts";
import { climber, type ModeNormal } from "./climb.ts";
import { readVoltages } from "./read_voltages.ts";

/** Evaluations of the likelihood at most; four to six is usual. */
const EVALUATIONS = 6;

/** A normal distribution near the posterior, and what else a network is told of it. */
export interface LifMode extends ModeNormal {
  /** The approximate posterior's log density at the mode, up to a constant. */
  readonly logDensity: number;
  /** How far the distribution is from the prior's bounds, of {@linkcode BOUND_DISTANCES}. */
  readonly distances: Float32Array;
}

/** What can be read off an observation at a glance: where the steps begin. */
function firstGuess(
  config: SimConfig,
  { mean }: { readonly mean: Float64Array },
): (trace: ExpandedTrace, point: Float64Array) => void {
  const steps = stepCount(config);
  const rate = config.dt / Math.exp(mean[LOG_TAU]);
  const blocked = refractorySteps(config) + 1;
  return ({ voltage, spikes }, point) => {
    const { init, reset = mean[V_RESET], threshold } = readVoltages([{ voltage, spikes }], blocked);
    let count = 0, lateSum = 0, first = 0, last = 0;
    for (let k = 0; k < steps; k++) {
      if (spikes[k] > 0) {
        if (count++ === 0) first = k;
        last = k;
      }
      if (2 * k >= steps) lateSum += voltage[k] / (steps - Math.ceil(steps / 2));
    }
    point.set(mean);
    point[V_RESET] = reset;
    point[V_INIT] = init;
    if (threshold !== undefined) {
      point[V_TH] = threshold;
      // From V_reset to V_th in one interval, along an exponential towards V_inf.
      const interval = count > 1 ? (last - first) / (count - 1) - blocked : steps;
      const rest = Math.exp(-rate * Math.max(interval, 1));
      point[V_INF] = (threshold - rest * reset) / (1 - rest);
    } else {
      point[V_INF] = lateSum;
      point[V_TH] = Math.max(mean[V_TH], lateSum + 2);
    }
  };
}

/**
 * A function that finds the mode and the width of the approximate posterior of observation `row`.
 *
 * @example Usage
 * ```ts
 * import { lifMode } from "./mode.ts";
 * import { simulate } from "../../../model/dataset.ts";
 * import { lifPrior, priorConfig } from "../prior/lif.ts";
 * import { key } from "../../../core/random.ts";
 * import { lif, simConfig } from "../simulator/lif.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const values = [-55, 10, 10, -75, -70, -65];
 * const theta = { names: lifPrior().names, count: 1, values: Float64Array.from(values) };
 * const find = lifMode(simConfig(), priorConfig());
 * const { mean: [V_th, logTau] } = find(simulate(key(1), lif(), theta), 0);
 * assertAlmostEquals(V_th, -55, 1);
 * assertAlmostEquals(Math.exp(logTau), 10, 2);
 * ```
 */
export function lifMode(
  config: SimConfig,
  prior: PriorConfig,
): (observations: Batch<LifFields>, row: number) => LifMode {
  const expand = hasAssumedDensityPass ? assumedDensityPass(config) : assumedDensity(config);
  const distribution = nearbyPrior(prior, config);
  const guess = firstGuess(config, distribution);
  const distances = boundDistances(prior, config);
  const climb = climber(distribution.sd, EVALUATIONS);
  const start = new Float64Array(DIM);
  const steps = stepCount(config);

  return ({ values }, row) => {
    const own = (series: Float32Array) => series.subarray(row * steps, (row + 1) * steps);
    const trace = { voltage: own(values.voltage), spikes: own(values.spikes) };
    guess(trace, start);
    const { mean, logSd, fisher, value, point, covariance } = climb((u, out) => {
      expand(trace, u, out);
      distribution.add(u, out);
    }, start);
    return {
      mean,
      logSd,
      fisher,
      logDensity: Math.fround(value),
      distances: distances(point, covariance),
    };
  };
}
