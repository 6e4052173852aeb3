/**
 * An approximate posterior of the neuron's parameters: the prior's chain, bounds and all, its links
 * narrowed to a normal distribution of one observation (see {@link ./mode.ts | mode}). It never
 * leaves the prior's support, and its quantiles are coordinates ζ in which the posterior is nearly
 * N(0, I).
 *
 * The normal distribution is taken apart along the chain V_th, tau_m, g_L, V_init, E_L, V_reset:
 * each link is normal given those before, cut to the prior's bounds given those before. As E_L and
 * V_reset must find room between bounds that are, or depend on, the links before them, those are
 * drawn from the normal distribution that is cut by these bounds.
 *
 * @module
 */
import { truncatedNormal } from "../../../distributions/truncated_normal.ts";
import { DIM, E_LEAK, G_L, TAU_M, V_INIT, V_RESET, V_TH } from "../columns.ts";
import type { SimConfig } from "../simulator/lif.ts";
import { depolarisation } from "../steady_voltage.ts";
import { normalLogDensity } from "../../../core/special.ts";
import { clippedNormals } from "../../../distributions/clipped_normal.ts";
import type { PriorConfig } from "../prior/lif.ts";
import {
  type MultivariateNormal,
  normalChain,
  truncate,
} from "../../../distributions/multivariate_normal.ts";
import type { Transform } from "../../../model/transform.ts";

/**
 * The links' parameters in the order in which the chain runs. V_init, which an observation shows,
 * is before E_L, which it shows less of: an E_L too low for it would push it down.
 */
const ORDER = [V_TH, TAU_M, G_L, V_INIT, E_LEAK, V_RESET];
/** The links before those that need room. */
const FREE = 4;

/**
 * A distribution whose mean is further than this beyond a bound has no mass that a double can hold.
 */
const BEYOND = 6;
/** What V_init leaves to E_L at least, in mV. */
const ROOM = 1e-6;
/** |ζ| at most: beyond, doubles can't resolve it. */
const LARGEST = 8;

/**
 * Of a silent neuron only the least threshold is known, for which a normal distribution about the
 * mode is far too narrow: its threshold is taken to be this many of the prior's sd above the mode,
 * and no surer than that.
 */
const SILENT = { above: 0.4, sd: 0.6 };

/** The distribution for a silent neuron, whose V_reset was never seen; that of another as it is. */
function forSilence(
  { mean, covariance }: MultivariateNormal,
  prior: PriorConfig,
): MultivariateNormal {
  if (covariance[V_RESET * (DIM + 1)] < 0.5 * prior.V_reset_sd ** 2) return { mean, covariance };
  const centre = mean.slice(), wide = covariance.slice();
  centre[V_TH] += SILENT.above * prior.V_th_sd;
  for (let j = 1; j < DIM; j++) wide[j] = wide[j * DIM] = 0; // V_th is the first
  wide[0] = Math.max(wide[0], (SILENT.sd * prior.V_th_sd) ** 2);
  return { mean: centre, covariance: wide };
}

/** Rounds in which E_L's bounds, linear in 1 / g_L, are made linear in log g_L about its mean. */
const ROUNDS = 2;

/**
 * The distribution cut to where V_reset is below V_init, and E_L above V_init and its lower bound.
 */
function withRoom(
  distribution: MultivariateNormal,
  prior: PriorConfig,
  I_mean: number,
): MultivariateNormal {
  const [low, high] = [Math.log(prior.g_L_low), Math.log(prior.g_L_high)];
  const weights = new Float64Array(DIM);
  let conditioned = distribution;
  for (let round = 0; round < ROUNDS; round++) {
    const at = Math.min(high, Math.max(low, conditioned.mean[G_L]));
    const lift = depolarisation(I_mean, Math.exp(at));
    conditioned = { mean: distribution.mean.slice(), covariance: distribution.covariance.slice() };
    weights.fill(0);
    weights[V_INIT] = 1;
    weights[V_RESET] = -1;
    truncate(conditioned, weights, -prior.gap);
    // E_L is the last variable less I_mean / g_L = lift · (1 + at − log g_L).
    weights.fill(0);
    weights[E_LEAK] = 1;
    weights[G_L] = lift;
    weights[V_INIT] = -1;
    truncate(conditioned, weights, -prior.gap - lift * (1 + at));
    weights[V_INIT] = 0;
    truncate(conditioned, weights, -prior.E_L_low - lift * (1 + at));
  }
  return conditioned;
}

const clamp = (value: number, limit: number) => Math.min(limit, Math.max(-limit, value));

/**
 * The transform to the quantiles ζ of the approximate posterior of one observation.
 *
 * @param distribution Of V_th, log tau_m, log g_L, V_reset, V_init and E_L + I_mean / g_L.
 *
 * @example Usage
 * ```ts
 * import { lifTransform } from "./transform.ts";
 * import { priorConfig } from "../prior/lif.ts";
 * import { simConfig } from "../simulator/lif.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const mean = Float64Array.of(-54, Math.log(9), Math.log(11), -74, -70, -68 + 200 / 11);
 * const covariance = Float64Array.from({ length: 36 }, (_, at) => at % 7 === 0 ? 0.01 : 0);
 * const transform = lifTransform({ mean, covariance }, priorConfig(), simConfig());
 * const point = { theta: new Float64Array(6), z: new Float64Array(6) };
 * transform.inverse(new Float64Array(6), point);
 * assertAlmostEquals(point.theta[0], -54, 1e-9);
 * ```
 */
export function lifTransform(
  distribution: MultivariateNormal,
  prior: PriorConfig,
  { I_mean }: Pick<SimConfig, "I_mean">,
): Transform<"support"> {
  const plain = forSilence(distribution, prior);
  const plainChain = normalChain(plain, ORDER);
  const freeChain = normalChain(withRoom(plain, prior, I_mean), ORDER);
  const chainOf = (link: number) => link < FREE ? freeChain : plainChain;

  /** A clipped parameter in its latent variable, the logarithm without the clip. */
  const latentOf = (
    parameter: number,
    median: number,
    priorSd: number,
    low: number,
    high: number,
  ) => {
    const link = ORDER.indexOf(parameter);
    const mean = Math.log(median), ends = { low: Math.log(low), high: Math.log(high) };
    const distributions = clippedNormals({
      ...ends,
      sd: freeChain.sds[link],
      prior: { mean, sd: priorSd },
    });
    return {
      distribution: () => distributions(freeChain.mean(link)),
      ofZ: (z: number) => mean + priorSd * z,
      toZ: (latent: number) => (latent - mean) / priorSd,
      clip: (latent: number) => Math.min(ends.high, Math.max(ends.low, latent)),
      theta: (latent: number) => Math.min(high, Math.max(low, Math.exp(latent))),
    };
  };
  const { tau_m_median, tau_m_log_sd, tau_m_low, tau_m_high } = prior;
  const { g_L_median, g_L_log_sd, g_L_low, g_L_high } = prior;
  const latents = {
    [TAU_M]: latentOf(TAU_M, tau_m_median, tau_m_log_sd, tau_m_low, tau_m_high),
    [G_L]: latentOf(G_L, g_L_median, g_L_log_sd, g_L_low, g_L_high),
  };

  /** The bounds of a voltage given theta so far. */
  const boundsOf = (parameter: number, theta: Float64Array): readonly [number, number] => {
    if (parameter === V_TH) return [prior.V_th_low, prior.V_th_high];
    if (parameter === V_INIT) {
      const high = prior.E_L_high - prior.gap - ROOM;
      return [prior.V_init_low, Math.min(high, prior.V_init_high)];
    }
    return parameter === E_LEAK
      ? [Math.max(theta[V_INIT] + prior.gap, prior.E_L_low), prior.E_L_high]
      : [prior.V_reset_low, Math.min(theta[V_INIT] - prior.gap, prior.V_reset_high)];
  };
  /** The distribution of a voltage, whose statistic is that voltage plus `lift`. */
  const voltageDistribution = (link: number, theta: Float64Array, lift: number) => {
    const chain = chainOf(link), sd = chain.sds[link];
    const [low, high] = boundsOf(ORDER[link], theta);
    const centre = chain.mean(link) - lift;
    const mean = Math.min(high + BEYOND * sd, Math.max(low - BEYOND * sd, centre));
    return truncatedNormal({ mean, sd, low, high });
  };
  const condition = (link: number, statistic: number) => {
    if (link < FREE) freeChain.condition(link, statistic);
    plainChain.condition(link, statistic);
  };
  const liftOf = (parameter: number, theta: Float64Array) =>
    parameter === E_LEAK ? depolarisation(I_mean, theta[G_L]) : 0;

  return {
    domain: "support",
    forward({ theta, z }, out) {
      let logDet = 0;
      for (let link = 0; link < DIM; link++) {
        const parameter = ORDER[link];
        if (parameter === TAU_M || parameter === G_L) {
          const latent = latents[parameter];
          const value = latent.ofZ(z[parameter]), distribution = latent.distribution();
          out[parameter] = clamp(distribution.toNormal(value), LARGEST);
          logDet += distribution.logProb(value) - normalLogDensity(out[parameter]) - value;
          condition(link, latent.clip(value));
        } else {
          const lift = liftOf(parameter, theta);
          const distribution = voltageDistribution(link, theta, lift);
          out[parameter] = clamp(distribution.toNormal(theta[parameter]), LARGEST);
          logDet += distribution.logProb(theta[parameter]) - normalLogDensity(out[parameter]);
          condition(link, theta[parameter] + lift);
        }
      }
      return logDet;
    },
    inverse(zeta, { theta, z }) {
      for (let link = 0; link < DIM; link++) {
        const parameter = ORDER[link];
        if (parameter === TAU_M || parameter === G_L) {
          const latent = latents[parameter];
          const value = latent.distribution().fromNormal(zeta[parameter]);
          theta[parameter] = latent.theta(value);
          z[parameter] = latent.toZ(value);
          condition(link, latent.clip(value));
        } else {
          const lift = liftOf(parameter, theta);
          theta[parameter] = voltageDistribution(link, theta, lift).fromNormal(zeta[parameter]);
          condition(link, theta[parameter] + lift);
        }
      }
    },
  };
}
