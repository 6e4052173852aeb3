/**
 * The neuron's guide: the mode and the width of an approximate posterior, as features, and the
 * coordinates in which that posterior, cut to the prior's bounds, is N(0, I).
 *
 * @module
 */
import type { Guide } from "../../../model/guide.ts";
import type { PriorConfig } from "../prior/lif.ts";
import type { LifFields, SimConfig } from "../simulator/lif.ts";
import { BOUND_DISTANCES } from "./bounds.ts";
import { normalLawOf } from "./climb.ts";
import { lifMode } from "./mode.ts";
import { lifTransform } from "./transform.ts";

const COORDINATES = ["V_th", "log tau_m", "log g_L", "V_reset", "V_init", "E_L + I_mean / g_L"];
const PAIRS = COORDINATES.flatMap((one, i) => COORDINATES.slice(0, i).map((other) => [one, other]));

/** The names of the numbers of a normal distribution, in their order. */
export const MODE_FEATURES: readonly string[] = Object.freeze([
  ...COORDINATES.map((name) => `mode of ${name}`),
  ...COORDINATES.map((name) => `log sd of ${name}`),
  ...PAIRS.map(([one, other]) => `correlation of ${one} and ${other}`),
]);

/** The names of the features, in their order. */
const FEATURES: readonly string[] = Object.freeze([
  ...MODE_FEATURES,
  "log density at the mode",
  ...BOUND_DISTANCES.map((name) => `distance of ${name}`),
]);

/**
 * The guide of a neuron in this experiment, with this prior.
 *
 * @example Usage
 * ```ts
 * import { lifGuide } from "./guide.ts";
 * import { simulateJoint } from "../../../model/dataset.ts";
 * import { lifPrior, priorConfig } from "../prior/lif.ts";
 * import { key } from "../../../core/random.ts";
 * import { lif, simConfig } from "../simulator/lif.ts";
 * import { assert } from "@std/assert";
 *
 * const prior = lifPrior(), simulator = lif();
 * const { theta, z, observations } = simulateJoint(key(1), { prior, simulator }, 1);
 * const guided = lifGuide(simConfig(), priorConfig()).of(observations, 0);
 * const zeta = new Float64Array(6);
 * guided.transform().forward({ theta: theta.values, z }, zeta);
 * assert(zeta.every((value) => Math.abs(value) < 4));
 * ```
 */
export function lifGuide(sim: SimConfig, prior: PriorConfig): Guide<LifFields> {
  const find = lifMode(sim, prior);
  return {
    names: FEATURES,
    of(observations, row) {
      const mode = find(observations, row);
      return {
        features: [
          ...mode.mean,
          ...mode.logSd,
          ...mode.fisher,
          mode.logDensity,
          ...mode.distances,
        ],
        transform: () => lifTransform(normalLawOf(mode), prior, sim),
      };
    },
  };
}
