/**
 * Coordinates in which the posterior of the leaky integrate-and-fire neuron is nearly normal: V_th,
 * tau_m and g_L by the prior's standard normal coordinates, V_reset and V_init as they are, and for
 * E_L the voltage towards which the neuron drifts, E_L + I_mean / g_L. That sum is sharp where E_L
 * and g_L are not, and V_init and V_reset are sharp where their bounds, which hang on E_L, are not.
 *
 * In the z of g_L an atom of the prior is a plateau: every z beyond the end of the interval is the
 * same g_L, so that no point mass is left.
 *
 * @module
 */
import type { Draws } from "../../../core/draws.ts";
import type { Prior } from "../../../distributions/prior.ts";
import { normalRows } from "../../../core/random.ts";
import { DIM, E_LEAK, G_L } from "../columns.ts";
import { LIF_PARAMETERS, type LifParameter } from "../simulator/lif.ts";
import { depolarisation } from "../steady_voltage.ts";
import { normalLogDensity } from "../../../core/special.ts";
import type { Proposal } from "../../../posterior/target.ts";

/** V_th, tau_m and g_L, the parameters that are given by their z. */
const BY_NORMAL = 3;

/** The prior in these coordinates, and the way back to theta. */
export interface LifCoordinates {
  readonly prior: Proposal;
  /** theta of each point. */
  theta(points: Float64Array): Draws<LifParameter>;
  /** The points of the prior's standard normal coordinates z, theta = T(z). */
  fromNormal(z: Float64Array): Float64Array;
}

function checkPrior(prior: Prior<LifParameter>): void {
  if (prior.names.join() !== LIF_PARAMETERS.join()) {
    throw new RangeError(
      `Cannot make LIF coordinates as prior.names must be ${LIF_PARAMETERS.join(", ")}: ` +
        `current value is ${prior.names.join(", ")}`,
    );
  }
  const [low, high] = [-1, 1].map((end) =>
    prior.fromNormal(Float64Array.from({ length: DIM }, (_, j) => j < BY_NORMAL ? 0 : end)).values
  );
  const bound = LIF_PARAMETERS.slice(0, BY_NORMAL).filter((_, j) => low[j] !== high[j]);
  if (bound.length > 0) {
    throw new RangeError(
      `Cannot make LIF coordinates as the prior of V_th, tau_m and g_L must not depend on V_reset, ` +
        `V_init or E_L: that of ${bound.join(", ")} does`,
    );
  }
}

/**
 * The coordinates for a prior and a mean current.
 *
 * @param meanCurrent In pA.
 * @throws {RangeError} If V_th, tau_m or g_L depend on other parameters in the prior.
 */
export function lifCoordinates(
  prior: Prior<LifParameter>,
  meanCurrent: number,
): LifCoordinates {
  checkPrior(prior);

  function theta(points: Float64Array): Draws<LifParameter> {
    const z = points.slice();
    for (let at = 0; at < z.length; at += DIM) z.fill(0, at + BY_NORMAL, at + DIM);
    const { names, count, values } = prior.fromNormal(z);
    for (let at = 0; at < values.length; at += DIM) {
      for (let j = BY_NORMAL; j < DIM; j++) values[at + j] = points[at + j];
      values[at + E_LEAK] -= depolarisation(meanCurrent, values[at + G_L]);
    }
    return { names, count, values };
  }

  function fromNormal(z: Float64Array): Float64Array {
    const points = z.slice();
    const { values } = prior.fromNormal(z);
    for (let at = 0; at < points.length; at += DIM) {
      for (let j = BY_NORMAL; j < DIM; j++) points[at + j] = values[at + j];
      points[at + E_LEAK] += depolarisation(meanCurrent, values[at + G_L]);
    }
    return points;
  }

  return {
    theta,
    fromNormal,
    prior: {
      dim: DIM,
      sample: (key, count) => fromNormal(normalRows(key, DIM, { to: count })),
      logDensity(points) {
        const factors = prior.logFactors(theta(points));
        return Float64Array.from({ length: points.length / DIM }, (_, i) => {
          let sum = 0;
          for (let j = i * DIM; j < (i + 1) * DIM; j++) {
            sum += j < i * DIM + BY_NORMAL ? normalLogDensity(points[j]) : factors[j];
          }
          return sum;
        });
      },
    },
  };
}
