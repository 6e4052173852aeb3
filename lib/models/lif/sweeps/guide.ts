/**
 * The guide of several sweeps of one neuron: the mode and the width of an approximate posterior,
 * whose likelihood is the product of the sweeps', and the coordinates in which that posterior, cut
 * to the prior's bounds, is N(0, I). It is the same bits for any order of the sweeps.
 *
 * @module
 */
import type { Guide } from "../../../model/guide.ts";
import { DIM } from "../columns.ts";
import { BOUND_DISTANCES, boundDistances } from "../guide/bounds.ts";
import { climber, normalLawOf } from "../guide/climb.ts";
import { MODE_FEATURES } from "../guide/guide.ts";
import { lifTransform } from "../guide/transform.ts";
import type { PriorConfig } from "../prior/lif.ts";
import { assumedDensity, expansion } from "../statistics/assumed_density.ts";
import { assumedDensityPass, hasAssumedDensityPass } from "../statistics/assumed_density_pass.ts";
import { nearbyPrior } from "../statistics/nearby_prior.ts";
import type { SweepFields, SweepsConfig } from "./config.ts";
import { firstGuess } from "./first_guess.ts";
import { type LifSweep, meanCurrent, sweepsOf } from "./sweeps_of.ts";

/** Evaluations of the likelihood at most. */
const EVALUATIONS = 8;

/** The names of the features, in their order. */
const FEATURES: readonly string[] = Object.freeze([
  ...MODE_FEATURES,
  ...BOUND_DISTANCES.map((name) => `distance of ${name}`),
  "log density at the mode, a sample",
  "log number of sweeps",
  "log number of samples",
  "log number of spikes, and 1",
  "mean current",
  "sd of the current",
]);

/** What distinguishes observations beside their mode. */
function sizesOf(sweeps: readonly LifSweep[], reference: number) {
  let samples = 0, spikes = 0, squares = 0;
  for (const sweep of sweeps) {
    samples += sweep.voltage.length;
    for (const spike of sweep.spikes) spikes += spike;
    for (const current of sweep.current) squares += (current - reference) ** 2;
  }
  return {
    samples,
    features: [
      Math.log(sweeps.length),
      Math.log(samples),
      Math.log(1 + spikes),
      reference,
      Math.sqrt(squares / samples),
    ],
  };
}

/**
 * The guide of a neuron's sweeps in this experiment, with this prior.
 *
 * @example Usage
 * ```ts
 * import { sweepsGuide } from "./guide.ts";
 * import { sweepsConfig } from "./config.ts";
 * import { lifSweeps } from "./simulator.ts";
 * import { lifPrior, priorConfig } from "../prior/lif.ts";
 * import { simulateJoint } from "../../../model/dataset.ts";
 * import { key } from "../../../core/random.ts";
 * import { assert } from "@std/assert";
 *
 * const prior = lifPrior(), config = sweepsConfig({ sweeps: 3 });
 * const { theta, z, observations } = simulateJoint(
 *   key(1),
 *   { prior, simulator: lifSweeps(config) },
 *   1,
 * );
 * const guided = sweepsGuide(config, priorConfig()).of(observations, 0);
 * const zeta = new Float64Array(6);
 * guided.transform().forward({ theta: theta.values, z }, zeta);
 * assert(zeta.every((value) => Math.abs(value) < 4));
 * ```
 */
export function sweepsGuide(config: SweepsConfig, prior: PriorConfig): Guide<SweepFields> {
  const expand = hasAssumedDensityPass ? assumedDensityPass(config) : assumedDensity(config);
  const smooth = nearbyPrior(prior, { I_mean: 0 });
  const guess = firstGuess(config, smooth);
  const climb = climber(smooth.sd, EVALUATIONS);
  const start = new Float64Array(DIM), one = expansion();

  return {
    names: FEATURES,
    of(observations, row) {
      const sweeps = sweepsOf(observations, row);
      const reference = meanCurrent(sweeps);
      const distribution = nearbyPrior(prior, { I_mean: reference });
      const traces = sweeps.map((sweep) => ({ ...sweep, reference }));
      guess(sweeps, reference, start);
      const mode = climb((point, out) => {
        out.value = 0;
        out.score.fill(0);
        out.information.fill(0);
        for (const trace of traces) {
          expand(trace, point, one);
          out.value += one.value;
          one.score.forEach((value, j) => out.score[j] += value);
          one.information.forEach((value, j) => out.information[j] += value);
        }
        distribution.add(point, out);
      }, start);
      const distances = boundDistances(prior, { I_mean: reference });
      const { samples, features } = sizesOf(sweeps, reference);
      return {
        features: Float32Array.from([
          ...mode.mean,
          ...mode.logSd,
          ...mode.fisher,
          ...distances(mode.point, mode.covariance),
          mode.value / samples,
          ...features,
        ]),
        transform: () => lifTransform(normalLawOf(mode), prior, { I_mean: reference }),
      };
    },
  };
}
