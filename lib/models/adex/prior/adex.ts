/**
 * The prior over the adaptive exponential integrate-and-fire neuron. The published neurons of
 * `regimes.ts` and pyramidal cells are in its bulk. E_L lies the further below V_T the smaller the leak
 * is, so that similar currents make most neurons fire. V_r may lie above V_T, where neurons burst, but
 * not so far that every reset is followed by a spike at once.
 *
 * @module
 */
import type { Theta } from "../../../core/draws.ts";
import { chain } from "../../../distributions/chain.ts";
import { logNormal } from "../../../distributions/log_normal.ts";
import type { Prior } from "../../../distributions/prior.ts";
import {
  truncatedNormal,
  type TruncatedNormalOptions,
} from "../../../distributions/truncated_normal.ts";
import { ADEX_PARAMETERS, type AdexParameter } from "../simulator/config.ts";

/** The log-normal ones, in their units. */
const LOG_NORMALS = {
  C: { median: 170, logSd: 0.25 },
  g_L: { median: 9, logSd: 0.4 },
  tau_w: { median: 100, logSd: 0.6 },
  sigma: { median: 20, logSd: 0.5 },
} as const;

/** Normals that are cut at both ends, in their units. */
const NORMALS = {
  V_T: { mean: -48, sd: 4, low: -60, high: -36 },
  Delta_T: { mean: 1.5, sd: 1, low: 0.2, high: 4 },
  a: { mean: 2, sd: 2, low: 0, high: 10 },
  b: { mean: 50, sd: 50, low: 0, high: 250 },
  t_ref: { mean: 3, sd: 3, low: 0, high: 10 },
} as const;

/** E_L is below V_T, in mV: on average by `below` and by `drive` / g_L, in pA. */
const REST = { below: 6, drive: 90, sd: 4, least: 4, most: 40 } as const;
/** V_r is below V_T, in mV, or above it by at most `above` times Delta_T. */
const RESET = { below: 6, sd: 5, most: 25, above: 2.5 } as const;

/** The resting potential, given what comes before it. */
const restOf = (
  { V_T, g_L }: Pick<Theta<AdexParameter>, "V_T" | "g_L">,
): TruncatedNormalOptions => ({
  mean: V_T - REST.below - REST.drive / g_L,
  sd: REST.sd,
  low: V_T - REST.most,
  high: V_T - REST.least,
});

/** The reset voltage, given what comes before it. */
const resetOf = (
  { V_T, Delta_T }: Pick<Theta<AdexParameter>, "V_T" | "Delta_T">,
): TruncatedNormalOptions => ({
  mean: V_T - RESET.below,
  sd: RESET.sd,
  low: V_T - RESET.most,
  high: V_T + RESET.above * Delta_T,
});

/**
 * The prior over {@linkcode ADEX_PARAMETERS}, with its map to and from the standard normal.
 *
 * @example Usage
 * ```ts
 * import { adexPrior } from "./adex.ts";
 * import { column } from "../../../core/draws.ts";
 * import { key } from "../../../core/random.ts";
 * import { assert } from "@std/assert";
 *
 * const theta = adexPrior().sample(key(1), 100);
 * const [E_L, V_T] = [column(theta, "E_L"), column(theta, "V_T")];
 * assert(E_L.every((rest, i) => rest < V_T[i]));
 * ```
 */
export function adexPrior(): Prior<AdexParameter> {
  return chain({
    C: { unit: "pF", distribution: logNormal(LOG_NORMALS.C) },
    g_L: { unit: "nS", distribution: logNormal(LOG_NORMALS.g_L) },
    V_T: { unit: "mV", distribution: truncatedNormal(NORMALS.V_T) },
    Delta_T: { unit: "mV", distribution: truncatedNormal(NORMALS.Delta_T) },
    E_L: { unit: "mV", distribution: (theta) => truncatedNormal(restOf(theta)) },
    V_r: { unit: "mV", distribution: (theta) => truncatedNormal(resetOf(theta)) },
    a: { unit: "nS", distribution: truncatedNormal(NORMALS.a) },
    b: { unit: "pA", distribution: truncatedNormal(NORMALS.b) },
    tau_w: { unit: "ms", distribution: logNormal(LOG_NORMALS.tau_w) },
    t_ref: { unit: "ms", distribution: truncatedNormal(NORMALS.t_ref) },
    sigma: { unit: "pA", distribution: logNormal(LOG_NORMALS.sigma) },
  }, { columns: ADEX_PARAMETERS });
}

/** Its distributions in words. */
function distributionText(name: AdexParameter): string {
  if (name === "E_L") {
    return `normal, mean V_T - ${REST.below} - ${REST.drive} / g_L, sd ${REST.sd}, from V_T - ` +
      `${REST.most} to V_T - ${REST.least}`;
  }
  if (name === "V_r") {
    return `normal, mean V_T - ${RESET.below}, sd ${RESET.sd}, from V_T - ${RESET.most} to V_T + ` +
      `${RESET.above} Delta_T`;
  }
  if (name in LOG_NORMALS) {
    const { median, logSd } = LOG_NORMALS[name as keyof typeof LOG_NORMALS];
    return `log-normal, median ${median}, log sd ${logSd}`;
  }
  const { mean, sd, low, high } = NORMALS[name as keyof typeof NORMALS];
  return `normal, mean ${mean}, sd ${sd}, from ${low} to ${high}`;
}

/** What each parameter is. */
const MEANINGS: Readonly<Record<AdexParameter, string>> = {
  C: "capacitance",
  g_L: "leak conductance",
  E_L: "resting potential",
  V_T: "effective threshold",
  Delta_T: "slope factor of spikes",
  V_r: "reset voltage",
  a: "adaptation to the voltage",
  b: "adaptation to a spike",
  tau_w: "time constant of both",
  t_ref: "refractory time",
  sigma: "sd of the noise current",
};

/** The parameters, a line each with unit and prior. */
export function adexParametersText(): string {
  const { units } = adexPrior();
  return ADEX_PARAMETERS.map((name, j) =>
    `  ${`${name} (${units[j]})`.padEnd(13)} ${MEANINGS[name].padEnd(26)} ${distributionText(name)}`
  ).join("\n");
}
