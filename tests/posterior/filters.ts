/**
 * Likelihoods of the neuron by other means, written from the model and not from lib/models/lif/likelihood.
 *
 * @module
 */
import { type Key, stream } from "../../lib/core/random.ts";
import type { LifFields, MembraneConfig } from "../../lib/models/lif/simulator/lif.ts";
import type { Batch } from "../../lib/model/batch.ts";

const LOG_2PI = Math.log(2 * Math.PI);

/** An experiment whose mean current is constant, or known sample by sample. */
type Driven = MembraneConfig & { readonly I_mean: number | ArrayLike<number> };

const currentAt = ({ I_mean }: Driven, k: number) =>
  typeof I_mean === "number" ? I_mean : I_mean[k];

/** Kalman's filter for a neuron without threshold. */
export function kalmanLogLikelihood(
  theta: ArrayLike<number>,
  { values: { voltage } }: Batch<LifFields>,
  config: Driven,
): number {
  const { dt, I_std, obs_noise_std } = config;
  const [tau_m, g_L, V_init, E_L] = [theta[1], theta[2], theta[4], theta[5]];
  let mean = V_init, variance = 0, logLikelihood = 0;
  voltage.forEach((y, k) => {
    if (k > 0) {
      mean += (E_L - mean + currentAt(config, k - 1) / g_L) * dt / tau_m;
      variance = variance * (1 - dt / tau_m) ** 2 + (I_std / g_L * dt / tau_m) ** 2;
    }
    const total = variance + obs_noise_std ** 2;
    logLikelihood -= 0.5 * (LOG_2PI + Math.log(total) + (y - mean) ** 2 / total);
    mean += variance / total * (y - mean);
    variance *= obs_noise_std ** 2 / total;
  });
  return logLikelihood;
}

/**
 * The bootstrap particle filter (Gordon, Salmond & Smith 1993): the simulator's own steps, weighted
 * by what was seen. exp of it is unbiased for the likelihood.
 */
export function particleLogLikelihood(
  key: Key,
  theta: ArrayLike<number>,
  { values: { voltage, spikes } }: Batch<LifFields>,
  config: Driven,
  particles: number,
): number {
  const { dt, tref, I_std, obs_noise_std } = config;
  const [V_th, tau_m, g_L, V_reset, V_init, E_L] = Array.from(theta);
  const rng = stream(key);
  const end = voltage.length - 1;
  let state = Array.from({ length: particles }, () => ({ v: V_init, blocked: 0 }));
  let logLikelihood = 0;
  voltage.forEach((y, k) => {
    const weights = state.map((particle) => {
      let spike = 0;
      if (k < end) {
        if (particle.blocked > 0) {
          particle.v = V_reset;
          particle.blocked--;
        } else if (particle.v >= V_th) {
          spike = 1;
          particle.v = V_reset;
          particle.blocked = Math.round(tref / dt);
        }
      }
      return spike === spikes[k] ? Math.exp(-0.5 * ((y - particle.v) / obs_noise_std) ** 2) : 0;
    });
    const sum = weights.reduce((a, b) => a + b, 0);
    logLikelihood += Math.log(sum / particles / obs_noise_std) - 0.5 * LOG_2PI;
    let cumulative = weights[0], from = 0;
    const start = rng.uniform();
    state = state.map((_, i) => {
      while (cumulative < (i + start) * sum / particles && from < particles - 1) {
        cumulative += weights[++from];
      }
      const { v, blocked } = state[from];
      const current = currentAt(config, k) + I_std * rng.normal();
      return { v: v + (E_L - v + current / g_L) * dt / tau_m, blocked };
    });
  });
  return logLikelihood;
}
