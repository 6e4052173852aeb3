/**
 * A law over the neuron's parameters that knows a recording: the prior's chain, bounds and all, its
 * links narrowed to what the statistics of the recording say (see lib/statistics/lif_mode.ts). It is
 * a first approximation of the posterior that never leaves the prior's support, and its quantiles are
 * coordinates ζ in which the posterior is nearly N(0, I).
 *
 * The normal law of the statistics is taken apart along the chain V_th, tau_m, g_L, V_init, E_L,
 * V_reset: each link is normal given those before, cut to the prior's bounds given those before.
 *
 * @module
 */
import { truncatedNormal } from "../distributions/truncated_normal.ts";
import { clippedNormal } from "./clipped_normal.ts";
import { type NormalLaw, truncate } from "./feasible.ts";
import type { SimConfig } from "../simulators/lif.ts";
import { normalLogDensity } from "../special.ts";
import type { PriorConfig } from "./lif.ts";

const DIM = 6;
const [V_TH, TAU_M, G_L, V_RESET, V_INIT, E_L] = [0, 1, 2, 3, 4, 5];

/**
 * The links' parameters in the order in which the chain runs. V_init, which a recording shows, is
 * before E_L, which it shows less of: an E_L too low for it would push it down.
 */
const ORDER = [V_TH, TAU_M, G_L, V_INIT, E_L, V_RESET];

/** A link is no narrower than this: the statistics may be too sure of themselves. */
const WIDER = 1;
/** A law whose mean is further than this beyond a bound has no mass that a double can hold. */
const BEYOND = 6;
/** What V_init leaves to E_L at least, in mV. */
const ROOM = 1e-6;
/** |ζ| at most: beyond, a double can't tell one from the other. */
const LARGEST = 8;

/** The coordinates of one recording. */
export interface LocalLaw {
  /**
   * ζ of theta, into `out`; tau_m and g_L are those of the prior's z, which tell an atom's rows
   * apart. Returns log |det dζ/dtheta| off the atoms: the law's log density less that of N(0, I).
   */
  forward(theta: Float64Array, z: Float64Array, out: Float64Array): number;
  /** theta of ζ, into `theta`, and the prior's z of tau_m and g_L, into `z`. */
  inverse(zeta: Float64Array, theta: Float64Array, z: Float64Array): void;
}

/**
 * Of a silent neuron only the least threshold is known, for which a normal law about the mode is far
 * too narrow: its threshold is taken to be this many of the prior's sd above the mode, and no surer
 * than that.
 */
const SILENT = { above: 0.4, sd: 0.6 };

/** The law with what it can't know of a silent neuron, whose V_reset was never seen. */
function forSilence({ mean, covariance }: NormalLaw, prior: PriorConfig): NormalLaw {
  if (covariance[V_RESET * (DIM + 1)] < 0.5 * prior.V_reset_sd ** 2) return { mean, covariance };
  const centre = mean.slice(), wide = covariance.slice();
  centre[V_TH] += SILENT.above * prior.V_th_sd;
  for (let j = 1; j < DIM; j++) wide[j] = wide[j * DIM] = 0; // V_th is the first
  wide[0] = Math.max(wide[0], (SILENT.sd * prior.V_th_sd) ** 2);
  return { mean: centre, covariance: wide };
}

/** The lower factor of the covariance, rows and columns in the chain's order. */
function factorOf(covariance: Float64Array): Float64Array {
  const factor = new Float64Array(DIM * DIM);
  for (let i = 0; i < DIM; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = covariance[ORDER[i] * DIM + ORDER[j]];
      for (let k = 0; k < j; k++) sum -= factor[i * DIM + k] * factor[j * DIM + k];
      factor[i * DIM + j] = i === j ? Math.sqrt(Math.max(sum, 1e-10)) : sum / factor[j * DIM + j];
    }
  }
  return factor;
}

const clamp = (value: number, limit: number) => Math.min(limit, Math.max(-limit, value));

/** Rounds of linearisation of E_L's bound in log g_L. */
const ROUNDS = 2;

/** The law of the links before E_L and V_reset, told that there is room for those. */
function withRoom(law: NormalLaw, prior: PriorConfig, I_mean: number): NormalLaw {
  const weights = new Float64Array(DIM);
  let told = law;
  for (let round = 0; round < ROUNDS; round++) {
    const at = Math.min(
      Math.log(prior.g_L_high),
      Math.max(Math.log(prior.g_L_low), told.mean[G_L]),
    );
    const lift = I_mean / Math.exp(at);
    told = { mean: law.mean.slice(), covariance: law.covariance.slice() };
    weights.fill(0);
    weights[V_INIT] = 1;
    weights[V_RESET] = -1;
    truncate(told, weights, -prior.gap);
    weights.fill(0);
    weights[V_INIT] = -1;
    weights[E_L] = 1;
    weights[G_L] = lift;
    truncate(told, weights, -prior.gap - lift * (1 + at));
    weights[V_INIT] = 0;
    truncate(told, weights, -prior.E_L_low - lift * (1 + at));
  }
  return told;
}

/** The local law of one recording: of V_th, log tau_m, log g_L, V_reset, V_init and drift. */
export function lifLocalLaw(
  law: NormalLaw,
  prior: PriorConfig,
  { I_mean }: SimConfig,
): LocalLaw {
  const plain = forSilence(law, prior);
  const told = withRoom(plain, prior, I_mean);
  const plainFactor = factorOf(plain.covariance), toldFactor = factorOf(told.covariance);
  const plainDeviations = new Float64Array(DIM), toldDeviations = new Float64Array(DIM);
  const medians = [0, Math.log(prior.tau_m_median), Math.log(prior.g_L_median)];
  const logSds = [0, prior.tau_m_log_sd, prior.g_L_log_sd];
  const lows = [prior.V_th_low, prior.tau_m_low, prior.g_L_low];
  const highs = [prior.V_th_high, prior.tau_m_high, prior.g_L_high];
  const logLows = lows.map((low, j) => j === V_TH ? NaN : Math.log(low));
  const logHighs = highs.map((high, j) => j === V_TH ? NaN : Math.log(high));

  /** Mean and sd of link k given the deviations of those before. */
  const conditional = (
    link: number,
    mean: Float64Array,
    factor: Float64Array,
    deviations: Float64Array,
  ) => {
    let shift = 0;
    for (let j = 0; j < link; j++) shift += factor[link * DIM + j] * deviations[j];
    return { mean: mean[ORDER[link]] + shift, sd: factor[link * DIM + link] };
  };
  const plainly = (link: number) => conditional(link, plain.mean, plainFactor, plainDeviations);
  const given = (link: number) =>
    link < 4 ? conditional(link, told.mean, toldFactor, toldDeviations) : plainly(link);
  /** The bounds of a voltage given theta so far. */
  const boundsOf = (parameter: number, theta: Float64Array): readonly [number, number] => {
    if (parameter === V_TH) return [lows[V_TH], highs[V_TH]];
    if (parameter === V_INIT) {
      const high = prior.E_L_high - prior.gap - ROOM;
      return [prior.V_init_low, Math.min(high, prior.V_init_high)];
    }
    return parameter === E_L
      ? [Math.max(theta[V_INIT] + prior.gap, prior.E_L_low), prior.E_L_high]
      : [prior.V_reset_low, Math.min(theta[V_INIT] - prior.gap, prior.V_reset_high)];
  };
  /** The law of a voltage, whose statistic is that voltage plus `lift`. */
  const voltageLaw = (link: number, theta: Float64Array, lift: number) => {
    const { mean, sd } = given(link);
    const [low, high] = boundsOf(ORDER[link], theta);
    const wide = WIDER * sd;
    const centre = Math.min(high + BEYOND * wide, Math.max(low - BEYOND * wide, mean - lift));
    return truncatedNormal({ mean: centre, sd: wide, low, high });
  };
  /** The law of a parameter's latent variable, its logarithm without the clip. */
  const latentLaw = (link: number) => {
    const { mean, sd } = given(link);
    const parameter = ORDER[link];
    return clippedNormal({
      mean,
      sd: WIDER * sd,
      low: logLows[parameter],
      high: logHighs[parameter],
      prior: { mean: medians[parameter], sd: logSds[parameter] },
    });
  };
  const keep = (link: number, statistic: number) => {
    if (link < 4) {
      const { mean, sd } = given(link);
      toldDeviations[link] = (statistic - mean) / sd;
    }
    const { mean, sd } = plainly(link);
    plainDeviations[link] = (statistic - mean) / sd;
  };
  const clip = (parameter: number, latent: number) =>
    Math.min(logHighs[parameter], Math.max(logLows[parameter], latent));
  const liftOf = (parameter: number, theta: Float64Array) =>
    parameter === E_L ? I_mean / theta[G_L] : 0;

  return {
    forward(theta, z, out) {
      let logDet = 0;
      for (let link = 0; link < DIM; link++) {
        const parameter = ORDER[link];
        if (parameter === TAU_M || parameter === G_L) {
          const latent = medians[parameter] + logSds[parameter] * z[parameter];
          const law = latentLaw(link);
          out[parameter] = clamp(law.whiten(latent), LARGEST);
          logDet += law.logProb(latent) - normalLogDensity(out[parameter]) - latent;
          keep(link, clip(parameter, latent));
        } else {
          const lift = liftOf(parameter, theta);
          const law = voltageLaw(link, theta, lift);
          out[parameter] = clamp(law.whiten(theta[parameter]), LARGEST);
          logDet += law.logProb(theta[parameter]) - normalLogDensity(out[parameter]);
          keep(link, theta[parameter] + lift);
        }
      }
      return logDet;
    },
    inverse(zeta, theta, z) {
      for (let link = 0; link < DIM; link++) {
        const parameter = ORDER[link];
        if (parameter === TAU_M || parameter === G_L) {
          const latent = latentLaw(link).unwhiten(zeta[parameter]);
          theta[parameter] = Math.min(
            highs[parameter],
            Math.max(lows[parameter], Math.exp(latent)),
          );
          z[parameter] = (latent - medians[parameter]) / logSds[parameter];
          keep(link, clip(parameter, latent));
        } else {
          const lift = liftOf(parameter, theta);
          theta[parameter] = voltageLaw(link, theta, lift).unwhiten(zeta[parameter]);
          keep(link, theta[parameter] + lift);
        }
      }
    },
  };
}
