/**
 * The prior over the leaky integrate-and-fire neuron. V_init must lie below E_L and V_reset below
 * V_init, so the distribution is a chain: V_th, tau_m, g_L and E_L are free, V_init is drawn given
 * E_L and V_reset given V_init.
 *
 * @module
 */
import { configure, finite, positive } from "../../../core/check.ts";
import { clipped } from "../../../distributions/clipped.ts";
import { logNormal } from "../../../distributions/log_normal.ts";
import { truncatedNormal, truncatedNormalsFrom } from "../../../distributions/truncated_normal.ts";
import { LIF_PARAMETERS, type LifParameter } from "../simulator/lif.ts";
import { chain } from "../../../distributions/chain.ts";
import type { Prior } from "../../../distributions/prior.ts";

/** The prior's numbers. Voltages in mV, tau_m in ms, g_L in nS. */
export interface PriorConfig {
  /** Threshold: normal, cut to [V_th_low, V_th_high]. Mean of the uncut normal, in mV. */
  readonly V_th_mean: number;
  /** Standard deviation of the uncut normal, in mV. */
  readonly V_th_sd: number;
  /** Least threshold, in mV. */
  readonly V_th_low: number;
  /** Greatest threshold, in mV. */
  readonly V_th_high: number;
  /** Resting potential: normal, cut to [E_L_low, E_L_high]. Mean of the uncut normal, in mV. */
  readonly E_L_mean: number;
  /** Standard deviation of the uncut normal, in mV. */
  readonly E_L_sd: number;
  /** Least resting potential, in mV. */
  readonly E_L_low: number;
  /** Greatest resting potential, in mV. */
  readonly E_L_high: number;
  /**
   * Initial voltage: normal, cut to [V_init_low, min(E_L − gap, V_init_high)]. Mean of the uncut
   * normal, in mV.
   */
  readonly V_init_mean: number;
  /** Standard deviation of the uncut normal, in mV. */
  readonly V_init_sd: number;
  /** Least initial voltage, in mV. */
  readonly V_init_low: number;
  /** Greatest initial voltage, in mV. */
  readonly V_init_high: number;
  /**
   * Reset voltage: normal, cut to [V_reset_low, min(V_init − gap, V_reset_high)]. Mean of the uncut
   * normal, in mV.
   */
  readonly V_reset_mean: number;
  /** Standard deviation of the uncut normal, in mV. */
  readonly V_reset_sd: number;
  /** Least reset voltage, in mV. */
  readonly V_reset_low: number;
  /** Greatest reset voltage, in mV. */
  readonly V_reset_high: number;
  /** The least distance V_reset < V_init < E_L, in mV. */
  readonly gap: number;
  /**
   * Membrane time constant: log-normal, clipped to [tau_m_low, tau_m_high]. Median before clipping,
   * in ms.
   */
  readonly tau_m_median: number;
  /** Standard deviation of the logarithm. */
  readonly tau_m_log_sd: number;
  /** Least membrane time constant, in ms. */
  readonly tau_m_low: number;
  /** Greatest membrane time constant, in ms. */
  readonly tau_m_high: number;
  /**
   * Leak conductance: log-normal, clipped to [g_L_low, g_L_high]. Median before clipping, in nS.
   */
  readonly g_L_median: number;
  /** Standard deviation of the logarithm. */
  readonly g_L_log_sd: number;
  /** Least leak conductance, in nS. */
  readonly g_L_low: number;
  /** Greatest leak conductance, in nS. */
  readonly g_L_high: number;
}

/** The original study's prior. */
export const PRIOR_DEFAULTS: PriorConfig = Object.freeze({
  V_th_mean: -55,
  V_th_sd: 2,
  V_th_low: -60,
  V_th_high: -50,
  E_L_mean: -70,
  E_L_sd: 2,
  E_L_low: -75,
  E_L_high: -60,
  V_init_mean: -70,
  V_init_sd: 2,
  V_init_low: -80,
  V_init_high: -65,
  V_reset_mean: -72,
  V_reset_sd: 2,
  V_reset_low: -85,
  V_reset_high: -65,
  gap: 0.5,
  tau_m_median: 10,
  tau_m_log_sd: 0.2,
  tau_m_low: 5,
  tau_m_high: 20,
  g_L_median: 10,
  g_L_log_sd: 0.2,
  g_L_low: 5,
  g_L_high: 15,
});

/**
 * Validates and freezes the prior's numbers.
 *
 * @throws {TypeError} If a key is unknown.
 * @throws {RangeError} If an interval is empty, or could become empty given its parent.
 *
 * @example Usage
 * ```ts
 * import { priorConfig } from "./lif.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(priorConfig({ tau_m_median: 12 }).tau_m_median, 12);
 * ```
 */
export function priorConfig(overrides?: Partial<PriorConfig>): PriorConfig {
  const config = configure("PriorConfig", PRIOR_DEFAULTS, overrides);
  const action = "make PriorConfig";
  for (const [name, value] of Object.entries(config)) finite(action, name, value);
  for (const name of ["gap", "tau_m_low", "g_L_low", "tau_m_median", "g_L_median"] as const) {
    positive(action, name, config[name]);
  }
  const parents = [
    ["V_init_low", config.V_init_low, "E_L_low - gap", config.E_L_low - config.gap],
    ["V_reset_low", config.V_reset_low, "V_init_low - gap", config.V_init_low - config.gap],
    ["V_reset_high", config.V_reset_high, "V_th_low", config.V_th_low],
  ] as const;
  for (const [name, value, bound, limit] of parents) {
    if (!(value < limit)) {
      throw new RangeError(
        `Cannot ${action} as ${name} must be < ${bound} = ${limit}: current value is ${value}`,
      );
    }
  }
  return config;
}

/**
 * Between which the prior allows each parameter, whatever the others are.
 *
 * @example Usage
 * ```ts
 * import { lifBounds, priorConfig } from "./lif.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { g_L, V_reset } = lifBounds(priorConfig());
 * assertEquals(g_L, [5, 15]);
 * assertEquals(V_reset, [-85, -65.5]); // below V_init, which is at most -65
 * ```
 */
export function lifBounds(
  c: PriorConfig,
): Record<LifParameter, readonly [number, number]> {
  const V_init_high = Math.min(c.E_L_high - c.gap, c.V_init_high);
  return {
    V_th: [c.V_th_low, c.V_th_high],
    tau_m: [c.tau_m_low, c.tau_m_high],
    g_L: [c.g_L_low, c.g_L_high],
    V_reset: [c.V_reset_low, Math.min(V_init_high - c.gap, c.V_reset_high)],
    V_init: [c.V_init_low, V_init_high],
    E_L: [c.E_L_low, c.E_L_high],
  };
}

/**
 * The prior over {@linkcode LIF_PARAMETERS}, with its map to and from the standard normal.
 *
 * @throws {TypeError} If a key is unknown.
 * @throws {RangeError} If the numbers don't make a distribution.
 *
 * @example Usage
 * ```ts
 * import { lifPrior } from "./lif.ts";
 * import { column } from "../../../core/draws.ts";
 * import { key } from "../../../core/random.ts";
 * import { assert } from "@std/assert";
 *
 * const theta = lifPrior().sample(key(1), 100);
 * const [V_init, E_L] = [column(theta, "V_init"), column(theta, "E_L")];
 * assert(V_init.every((v, i) => v <= E_L[i] - 0.5));
 * ```
 */
export function lifPrior(overrides?: Partial<PriorConfig>): Prior<LifParameter> {
  const c = priorConfig(overrides);
  const V_th = truncatedNormal({
    mean: c.V_th_mean,
    sd: c.V_th_sd,
    low: c.V_th_low,
    high: c.V_th_high,
  });
  const E_L = truncatedNormal({ mean: c.E_L_mean, sd: c.E_L_sd, low: c.E_L_low, high: c.E_L_high });
  const tau_m = clipped(
    logNormal({ median: c.tau_m_median, logSd: c.tau_m_log_sd }),
    { low: c.tau_m_low, high: c.tau_m_high },
  );
  const g_L = clipped(
    logNormal({ median: c.g_L_median, logSd: c.g_L_log_sd }),
    { low: c.g_L_low, high: c.g_L_high },
  );
  const V_init = truncatedNormalsFrom({
    mean: c.V_init_mean,
    sd: c.V_init_sd,
    low: c.V_init_low,
  });
  const V_reset = truncatedNormalsFrom({
    mean: c.V_reset_mean,
    sd: c.V_reset_sd,
    low: c.V_reset_low,
  });
  return chain({
    V_th: { unit: "mV", distribution: V_th },
    tau_m: { unit: "ms", distribution: tau_m },
    g_L: { unit: "nS", distribution: g_L },
    E_L: { unit: "mV", distribution: E_L },
    V_init: {
      unit: "mV",
      distribution: (theta) => V_init(Math.min(theta.E_L - c.gap, c.V_init_high)),
    },
    V_reset: {
      unit: "mV",
      distribution: (theta) => V_reset(Math.min(theta.V_init - c.gap, c.V_reset_high)),
    },
  }, { columns: LIF_PARAMETERS });
}
