/**
 * The parameters of the generalised integrate-and-fire neuron, and their columns in theta.
 *
 * @module
 */

/**
 * The twelve parameters, in the order used everywhere: capacitance in pF, leak conductance in nS,
 * voltages in mV, spike-triggered currents in pA, time constants in ms.
 */
export const GIF_PARAMETERS = [
  "C",
  "g_L",
  "E_L",
  "V_reset",
  "b_fast",
  "b_slow",
  "tau_b",
  "V_T",
  "Delta_V",
  "c_fast",
  "c_slow",
  "tau_c",
] as const;

/** The name of a parameter of the generalised integrate-and-fire neuron. */
export type GifParameter = typeof GIF_PARAMETERS[number];

/** The number of parameters. */
export const DIM: number = GIF_PARAMETERS.length;

/** The first parameters are those on which the voltage depends; the others move the threshold. */
export const VOLTAGE_DIM = 7;

// Columns of theta.
/** C, the capacitance. */
export const CAPACITANCE = 0;
/** g_L, the leak conductance. */
export const LEAK = 1;
/** E_L, the voltage at rest. */
export const REST = 2;
/** V_reset, the voltage at the end of the refractory time. */
export const RESET = 3;
/** b_fast, the step of the fast spike-triggered current. */
export const B_FAST = 4;
/** b_slow, the step of the slow spike-triggered current. */
export const B_SLOW = 5;
/** tau_b, the time constant of the slow spike-triggered current. */
export const TAU_B = 6;
/** V_T, the threshold long after a spike. */
export const THRESHOLD = 7;
/** Delta_V, the softness of the threshold. */
export const SOFTNESS = 8;
/** c_fast, the step of the fast movement of the threshold. */
export const C_FAST = 9;
/** c_slow, the step of the slow movement of the threshold. */
export const C_SLOW = 10;
/** tau_c, the time constant of the slow movement of the threshold. */
export const TAU_C = 11;
