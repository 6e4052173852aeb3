/**
 * The columns of the neuron's parameters, and of the coordinates in which its likelihood is expanded.
 *
 * @module
 */

/** Parameters, and as many coordinates. */
export const DIM = 6;

// Columns of theta, as LIF_PARAMETERS has them.
/** V_th, in theta and in the coordinates. */
export const V_TH = 0;
/** tau_m, in theta. */
export const TAU_M = 1;
/** g_L, in theta. */
export const G_L = 2;
/** V_reset, in theta and in the coordinates. */
export const V_RESET = 3;
/** V_init, in theta and in the coordinates. */
export const V_INIT = 4;
/** E_L, in theta: not called E_L, as that is the voltage elsewhere. */
export const E_LEAK = 5;

// The coordinates have these in place of tau_m, g_L and E_L.
/** log tau_m, in the coordinates. */
export const LOG_TAU = TAU_M;
/** log g_L, in the coordinates. */
export const LOG_G = G_L;
/** The steady voltage E_L + I_mean / g_L, in the coordinates. */
export const V_INF = E_LEAK;
