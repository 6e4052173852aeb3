/**
 * Published parameters of the adaptive exponential integrate-and-fire neuron, with the constant
 * current under which they show how it fires: Naud, Marcille, Clopath & Gerstner 2008, Biol. Cybern.
 * 99, 335–347, table 1. The neurons there have no noise, and no refractory time.
 *
 * @module
 */
import type { Theta } from "../../core/draws.ts";
import type { AdexParameter } from "./simulator/config.ts";

/** A neuron and the current that it is driven by. */
export interface AdexRegime {
  /** Its parameters. */
  readonly theta: Theta<AdexParameter>;
  /** The constant current, in pA. */
  readonly current: number;
}

/** The ways to fire that are there. */
export type AdexRegimeName = "tonic" | "adapting" | "initiallyBursting" | "bursting";

/** What is not in the table. */
const QUIET = { t_ref: 0, sigma: 0 } as const;

/** How the neuron can fire under a constant current. */
export const ADEX_REGIMES: Readonly<Record<AdexRegimeName, AdexRegime>> = Object.freeze({
  /** At equal intervals. */
  tonic: {
    theta: {
      ...QUIET,
      C: 200,
      g_L: 10,
      E_L: -70,
      V_T: -50,
      Delta_T: 2,
      V_r: -58,
      a: 2,
      b: 0,
      tau_w: 30,
    },
    current: 500,
  },
  /** At growing intervals. */
  adapting: {
    theta: {
      ...QUIET,
      C: 200,
      g_L: 12,
      E_L: -70,
      V_T: -50,
      Delta_T: 2,
      V_r: -58,
      a: 2,
      b: 60,
      tau_w: 300,
    },
    current: 500,
  },
  /** A group of spikes at first, single ones later. */
  initiallyBursting: {
    theta: {
      ...QUIET,
      C: 130,
      g_L: 18,
      E_L: -58,
      V_T: -50,
      Delta_T: 2,
      V_r: -50,
      a: 4,
      b: 120,
      tau_w: 150,
    },
    current: 400,
  },
  /** In groups of spikes throughout. */
  bursting: {
    theta: {
      ...QUIET,
      C: 200,
      g_L: 10,
      E_L: -58,
      V_T: -50,
      Delta_T: 2,
      V_r: -46,
      a: 2,
      b: 100,
      tau_w: 120,
    },
    current: 210,
  },
});
