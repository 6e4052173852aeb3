/**
 * Exponential decay from sample to sample.
 *
 * @module
 */

/** What is left after a step: exp(−dt / tau). */
export function decayOf(tau: number, dt: number): number {
  return Math.exp(-dt / tau);
}

/** The mean over a step of what decays, as a share of what it is at the start. */
export function meanOver(tau: number, dt: number): number {
  return -Math.expm1(-dt / tau) * tau / dt;
}
