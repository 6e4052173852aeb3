/**
 * The prior over the generalised integrate-and-fire neuron. It covers what was fitted to layer-5
 * pyramidal cells. V_T lies near the voltage towards which a usual current drives the membrane: with
 * a threshold that knows nothing of it most neurons would be silent or fire as fast as they can.
 *
 * Every parameter is normal or log-normal given those before it, so that theta = T(z) has a simple
 * derivative, {@linkcode gifJacobian}.
 *
 * @module
 */
import type { Theta } from "../../../core/draws.ts";
import { chain } from "../../../distributions/chain.ts";
import { logNormal } from "../../../distributions/log_normal.ts";
import { normal } from "../../../distributions/normal.ts";
import type { Prior } from "../../../distributions/prior.ts";
import {
  B_FAST,
  B_SLOW,
  C_FAST,
  C_SLOW,
  CAPACITANCE,
  DIM,
  GIF_PARAMETERS,
  type GifParameter,
  LEAK,
  RESET,
  REST,
  SOFTNESS,
  TAU_B,
  TAU_C,
  THRESHOLD,
} from "../parameters.ts";

/** The mean and the sd of a normal, in mV. */
const NORMALS = {
  E_L: { mean: -60, sd: 4 },
  V_reset: { mean: -40, sd: 6 },
} as const;

/** The median and the sd of the logarithm of a log-normal. */
const LOG_NORMALS = {
  C: { median: 160, logSd: 0.2 },
  g_L: { median: 7, logSd: 0.2 },
  b_fast: { median: 300, logSd: 0.4 },
  b_slow: { median: 60, logSd: 0.4 },
  tau_b: { median: 60, logSd: 0.3 },
  Delta_V: { median: 1, logSd: 0.3 },
  c_fast: { median: 6, logSd: 0.5 },
  c_slow: { median: 4, logSd: 0.5 },
  tau_c: { median: 60, logSd: 0.3 },
} as const;

/** V_T about E_L + drive / g_L − below; the sd is about that. In pA and mV. */
const V_T = { drive: 150, below: 3, sd: 3 } as const;

/** Their columns. */
const SCALED = [
  [CAPACITANCE, LOG_NORMALS.C.logSd],
  [LEAK, LOG_NORMALS.g_L.logSd],
  [B_FAST, LOG_NORMALS.b_fast.logSd],
  [B_SLOW, LOG_NORMALS.b_slow.logSd],
  [TAU_B, LOG_NORMALS.tau_b.logSd],
  [SOFTNESS, LOG_NORMALS.Delta_V.logSd],
  [C_FAST, LOG_NORMALS.c_fast.logSd],
  [C_SLOW, LOG_NORMALS.c_slow.logSd],
  [TAU_C, LOG_NORMALS.tau_c.logSd],
] as const;

/** The voltage that a parameter's threshold lies around. */
const thresholdMean = (E_L: number, g_L: number) => E_L + V_T.drive / g_L - V_T.below;

const scaled = (name: keyof typeof LOG_NORMALS, unit: string) => ({
  unit,
  distribution: logNormal(LOG_NORMALS[name]),
});

/** The parameters that a neuron has of which no spike leaves a trace, with means that much higher. */
const leakyLinks = (above: Readonly<Record<"V_reset" | "V_T", number>>) => ({
  C: scaled("C", "pF"),
  g_L: scaled("g_L", "nS"),
  E_L: { unit: "mV", distribution: normal(NORMALS.E_L) },
  V_reset: {
    unit: "mV",
    distribution: normal({
      mean: NORMALS.V_reset.mean + above.V_reset,
      sd: NORMALS.V_reset.sd,
    }),
  },
  V_T: {
    unit: "mV",
    distribution: ({ E_L, g_L }: Theta<"E_L" | "g_L">) =>
      normal({ mean: thresholdMean(E_L, g_L) + above.V_T, sd: V_T.sd }),
  },
  Delta_V: scaled("Delta_V", "mV"),
});

/** The name of a parameter of the leaky integrate-and-fire neuron with escape noise. */
export type LeakyParameter = "C" | "g_L" | "E_L" | "V_reset" | "V_T" | "Delta_V";

/**
 * Without adaptation a neuron fires less only where its threshold is higher and its reset lower: so
 * much, in mV, that rates are those of the adaptive one.
 */
const LEAKY_ABOVE = { V_reset: -15, V_T: 9 } as const;

/** The same in sd of the prior: from the leaky neuron's normal coordinates to those of the other. */
export const LEAKY_SHIFT: Readonly<Partial<Record<LeakyParameter, number>>> = Object.freeze({
  V_reset: LEAKY_ABOVE.V_reset / NORMALS.V_reset.sd,
  V_T: LEAKY_ABOVE.V_T / V_T.sd,
});

/** The prior over the leaky integrate-and-fire neuron with escape noise. */
export function leakyPrior(): Prior<LeakyParameter> {
  return chain<LeakyParameter>(leakyLinks(LEAKY_ABOVE));
}

/**
 * The prior.
 *
 * @example Usage
 * ```ts
 * import { gifPrior } from "./gif.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { names, units } = gifPrior();
 * assertEquals([names[0], units[0]], ["C", "pF"]);
 * ```
 */
export function gifPrior(): Prior<GifParameter> {
  return chain<GifParameter>({
    ...leakyLinks({ V_reset: 0, V_T: 0 }),
    b_fast: scaled("b_fast", "pA"),
    b_slow: scaled("b_slow", "pA"),
    tau_b: scaled("tau_b", "ms"),
    c_fast: scaled("c_fast", "mV"),
    c_slow: scaled("c_slow", "mV"),
    tau_c: scaled("tau_c", "ms"),
  }, { columns: GIF_PARAMETERS });
}

/**
 * The derivative of theta = T(z).
 *
 * @param theta One draw, in the order of the parameters.
 * @param out Receives dtheta_i / dz_j at [i, j], [12, 12].
 */
export function gifJacobian(theta: Float64Array, out: Float64Array): void {
  out.fill(0);
  for (const [column, sd] of SCALED) out[column * (DIM + 1)] = sd * theta[column];
  out[REST * (DIM + 1)] = NORMALS.E_L.sd;
  out[RESET * (DIM + 1)] = NORMALS.V_reset.sd;
  const row = THRESHOLD * DIM;
  out[row + THRESHOLD] = V_T.sd;
  out[row + REST] = NORMALS.E_L.sd;
  out[row + LEAK] = -V_T.drive / theta[LEAK] * LOG_NORMALS.g_L.logSd;
}

/** What the parameters are. */
const MEANINGS: Readonly<Record<GifParameter, string>> = {
  C: "capacitance",
  g_L: "leak conductance",
  E_L: "resting potential",
  V_reset: "voltage at the end of the refractory time",
  b_fast: "step of the fast spike-triggered current",
  b_slow: "step of the slow spike-triggered current",
  tau_b: "time constant of the slow one",
  V_T: "threshold long after a spike",
  Delta_V: "softness of the threshold",
  c_fast: "step of the fast movement of the threshold",
  c_slow: "step of the slow movement of the threshold",
  tau_c: "time constant of the slow one",
};

/** The parameters, a line each with unit and prior. */
export function gifPriorText(): string {
  const { names, units } = gifPrior();
  const distributions: Readonly<Record<string, string>> = {
    V_T: `normal, mean E_L + ${V_T.drive} pA / g_L - ${V_T.below}, sd ${V_T.sd}`,
    ...Object.fromEntries(
      Object.entries(NORMALS).map((
        [name, { mean, sd }],
      ) => [name, `normal, mean ${mean}, sd ${sd}`]),
    ),
    ...Object.fromEntries(
      Object.entries(LOG_NORMALS).map(([name, { median, logSd }]) => [
        name,
        `log-normal, median ${median}, log sd ${logSd}`,
      ]),
    ),
  };
  return names.map((name, j) =>
    `  ${`${name} (${units[j]})`.padEnd(14)} ${MEANINGS[name].padEnd(42)} ${distributions[name]}`
  ).join("\n");
}
