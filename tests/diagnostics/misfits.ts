/**
 * Recordings that the leaky integrate-and-fire neuron cannot have made, with its own parameters
 * where another neuron has such.
 */
import type { Theta } from "../../lib/core/draws.ts";
import type { Rng } from "../../lib/core/random.ts";
import {
  lif,
  LIF_PARAMETERS,
  type LifFields,
  type LifParameter,
  refractorySteps,
  simConfig,
  stepCount,
} from "../../lib/models/lif/simulator/lif.ts";
import type { Simulator } from "../../lib/model/simulator.ts";
import type { Batch } from "../../lib/model/batch.ts";
import { neuronFields } from "../../lib/models/neuron/fields.ts";

/** A straight drift of so many mV from the first sample to the last, about 0 in the middle. */
export function drifting(observations: Batch<LifFields>, mV: number): Batch<LifFields> {
  const steps = observations.fields.voltage.length;
  const voltage = observations.values.voltage.map(
    (v, k) => v + mV * ((k % steps) / (steps - 1) - 0.5),
  );
  return { ...observations, values: { ...observations.values, voltage } };
}

const config = simConfig();
const steps = stepCount(config);
const hold = refractorySteps(config);

/** dv/dt in mV / ms, from the voltage, the current (pA) and the adaptation current (pA). */
type Flow = (theta: Theta<LifParameter>, v: number, current: number) => number;

interface Neuron {
  readonly flow: Flow;
  /** Where a spike is reported, in mV. */
  peak(theta: Theta<LifParameter>): number;
  /** Adaptation: pA a spike, ms of decay, nS of coupling to the voltage. */
  readonly jump?: number;
  readonly decay?: number;
  readonly coupling?: number;
}

/** Euler's method on the grid of the experiment, with its noise, refractory time and spikes. */
function neuron(
  { flow, peak, jump = 0, decay = 100, coupling = 0 }: Neuron,
): Simulator<LifParameter, LifFields> {
  const { dt, I_mean, I_std, obs_noise_std } = config;
  return {
    parameters: LIF_PARAMETERS,
    fields: neuronFields(steps, dt),
    simulate(rng: Rng, theta, { voltage, spikes }) {
      let v = theta.V_init, w = 0, blocked = 0;
      for (let k = 0; k < steps; k++) {
        spikes[k] = 0;
        if (k < steps - 1 && blocked > 0) {
          v = theta.V_reset;
          blocked--;
        } else if (k < steps - 1 && v >= peak(theta)) {
          spikes[k] = 1;
          v = theta.V_reset;
          blocked = hold;
          w += jump;
        }
        voltage[k] = v + obs_noise_std * rng.normal();
        const slope = flow(theta, v, I_mean + I_std * rng.normal() - w);
        w += dt / decay * (coupling * (v - theta.E_L) - w);
        v = Math.min(peak(theta) + 1, v + dt * slope);
      }
    },
  };
}

const leak: Flow = ({ tau_m, g_L, E_L }, v, current) => (E_L - v + current / g_L) / tau_m;

/** Spike-frequency adaptation: each spike leaves 30 pA that decay within 100 ms. */
export const adaptive = neuron({ flow: leak, peak: ({ V_th }) => V_th, jump: 30 });

/** The exponential integrate-and-fire neuron: the upstroke is made, not cut; a slope of 2 mV. */
const upstroke: Flow = (theta, v, current) =>
  leak(theta, v, current) +
  2 * Math.exp(Math.min(20, (v - theta.V_th + 3) / 2)) / theta.tau_m;

/** The same with adaptation (Brette & Gerstner 2005, J. Neurophysiol. 94, 3637–3642). */
export const adaptiveExponential = neuron({
  flow: upstroke,
  peak: () => -30,
  jump: 30,
  coupling: 2,
});
export const exponential = neuron({ flow: upstroke, peak: () => -30 });

/** The quadratic integrate-and-fire neuron with rest at E_L and its unstable point at V_th. */
export const quadratic = neuron({
  flow: ({ tau_m, g_L, E_L, V_th }, v, current) =>
    ((v - E_L) * (v - V_th) / (V_th - E_L) + current / g_L) / tau_m,
  peak: () => -30,
});

/** The neuron under twice its observation noise. */
export const noisy = lif({ obs_noise_std: 2 });
